import type { HTTPMethods } from 'fastify';
import type { Capacity } from './access/access';
import type { Action, Subject } from './access/grants';

/**
 * Who may call a route: anyone, anyone signed in, or a person some role of whom grants the act on the subject (to which
 * of its records, the service's query says), in one capacity only where one is named. A route without access doesn't start.
 */
export type Access = 'public' | 'signed-in' | readonly [action: Action, subject: Subject, as?: Capacity];

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
}

type Method<K> = K extends `${infer M} ${string}` ? (M extends HTTPMethods ? M : never) : never;
type Path<K> = K extends `${string} ${infer P}` ? P : never;

/**
 * The route options of one row of a contract table: method and path from its key, schema from its value, and the
 * access it needs. Spread it into `app.route({ ...endpoint(…), handler })`.
 */
export function endpoint<const T extends Record<string, object>, const K extends keyof T & string>(
  table: T,
  key: K,
  access: Access,
): { method: Method<K>; url: Path<K>; schema: T[K]; config: { access: Access } } {
  const [method, url] = key.split(' ') as [Method<K>, Path<K>];
  return { method, url, schema: table[key], config: { access } };
}
