import type { NodeTemplate } from './template';

/** A node as Taro hands it to `setData`: text `v`, children `cn`, alias `nn`, id `sid`, and props by short names. */
export interface RawNode {
  sid?: string;
  uid?: string;
  nn?: string;
  v?: string;
  cn?: RawNode[];
  [prop: string]: unknown;
}

/** One element on the screen with the way down to it. */
export interface Shown {
  node: RawNode;
  /** From the outermost element down to its parent. */
  ancestors: RawNode[];
  element: string;
  attribute(name: string): string | undefined;
  text: string;
}

/** Applies `setData` keys such as `root.cn.[0].v` to the page's data. */
export function applyData(data: Record<string, unknown>, change: Record<string, unknown>): void {
  for (const [path, value] of Object.entries(change)) {
    const steps = path.split(/[.[\]]+/).filter(Boolean);
    const last = steps.pop() as string;
    let at = data as Record<string, unknown>;
    for (const step of steps) at = (at[step] ??= {}) as Record<string, unknown>;
    at[last] = value;
  }
}

/** The text of a node and everything in it. */
export function textOf(node: RawNode): string {
  return typeof node.v === 'string' ? node.v : (node.cn ?? []).map(textOf).join('');
}

/** Every element of a tree, outermost first. */
export function* walk(
  root: RawNode,
  templates: Map<string, NodeTemplate>,
  ancestors: RawNode[] = [],
): Generator<Shown> {
  for (const node of root.cn ?? []) {
    const template = node.nn === undefined ? undefined : templates.get(node.nn);
    if (template) {
      yield {
        node,
        ancestors,
        element: template.element,
        attribute: (name) => {
          const prop = template.attributes.get(name);
          const value = prop === undefined ? undefined : node[prop];
          return value === undefined || value === null ? undefined : String(value);
        },
        text: textOf(node),
      };
    }
    yield* walk(node, templates, [...ancestors, node]);
  }
}
