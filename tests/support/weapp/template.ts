import { readFileSync } from 'node:fs';

/** What `base.wxml` says of one node alias: its element, the prop alias of each attribute, and the events it binds. */
export interface NodeTemplate {
  element: string;
  attributes: Map<string, string>;
  events: Set<string>;
}

/** Reads the production build's node aliases from its `base.wxml`, as WeChat's renderer does. */
export function readTemplates(path: string): Map<string, NodeTemplate> {
  const templates = new Map<string, NodeTemplate>();
  for (const [, alias = '', element = '', body = ''] of readFileSync(path, 'utf8').matchAll(
    /<template name="tmpl_\d+_([^"]+)">\s*<([a-z-]+)((?:\s+[\w:-]+="[^"]*")*)\s*\/?>/g,
  )) {
    // A field stands twice, with and without the focus.
    const name = alias.replace(/_(focus|blur)$/, '');
    if (element === 'template' || templates.has(name)) continue;
    const attributes = new Map<string, string>();
    const events = new Set<string>();
    for (const [, name = '', value = ''] of body.matchAll(/([\w:-]+)="([^"]*)"/g)) {
      // WeChat hears `bindGetPhoneNumber` and `bindgetphonenumber` alike.
      if (value === 'eh') events.add(name.replace(/^(bind|catch)/, '').toLowerCase());
      const prop = /i\.(\w+)/.exec(value)?.[1];
      if (prop) attributes.set(name, prop);
    }
    templates.set(name, { element, attributes, events });
  }
  return templates;
}
