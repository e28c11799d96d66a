import { DocBuilder } from '../bson/build';
import { eachElement, Value } from '../bson/raw';
import { BsonType } from '../bson/types';

/** A document or array that an update has opened; its parts are still raw until they are opened themselves. */
export class Branch {
  readonly names: string[] = [];
  readonly nodes: Node[] = [];

  constructor(readonly isArray: boolean) {}

  indexOf(name: string): number {
    return this.names.indexOf(name);
  }

  get(name: string): Node | undefined {
    const at = this.indexOf(name);
    return at < 0 ? undefined : this.nodes[at];
  }

  /** Sets a field in its place, or at the end when it is new. */
  set(name: string, node: Node): void {
    const at = this.indexOf(name);
    if (at >= 0) {
      this.nodes[at] = node;
    } else {
      this.names.push(name);
      this.nodes.push(node);
    }
  }

  remove(name: string): boolean {
    const at = this.indexOf(name);
    if (at < 0) return false;
    this.names.splice(at, 1);
    this.nodes.splice(at, 1);
    return true;
  }
}

/** A value as it was stored, or an opened one. */
export type Node = Value | Branch;

/** Opens a document or array so that its parts can be changed. */
export function openValue(value: Value): Branch {
  const branch = new Branch(value.isArray);
  eachElement(value.buf, value.start, (name, item) => {
    branch.names.push(name);
    branch.nodes.push(item);
  });
  return branch;
}

function write(builder: DocBuilder, branch: Branch): void {
  for (let i = 0; i < branch.nodes.length; i += 1) {
    const node = branch.nodes[i]!;
    const name = branch.isArray ? String(i) : branch.names[i]!;
    if (node instanceof Value) {
      builder.value(name, node);
    } else {
      if (node.isArray) builder.beginArray(name);
      else builder.begin(name);
      write(builder, node);
      builder.end();
    }
  }
}

/** The bytes of an opened document: what was not opened is copied as it was. */
export function closeBranch(branch: Branch): Buffer {
  const builder = new DocBuilder(1024);
  write(builder, branch);
  return builder.finish();
}

/** A node as a plain value. */
export function nodeValue(node: Node): Value {
  if (node instanceof Value) return node;
  const bytes = closeBranch(node);
  return new Value(node.isArray ? BsonType.array : BsonType.object, bytes, 0, bytes.length);
}

/** An array node's elements as values. */
export function arrayItems(branch: Branch): Value[] {
  return branch.nodes.map(nodeValue);
}

/** An opened array made of values. */
export function arrayBranch(items: readonly Value[]): Branch {
  const branch = new Branch(true);
  items.forEach((item, i) => {
    branch.names.push(String(i));
    branch.nodes.push(item);
  });
  return branch;
}
