import type { Value } from '../bson/raw';

/** Values that expressions know by name, such as `$$ROOT` or what `$let` binds. */
export class Variables {
  constructor(
    private readonly own: ReadonlyMap<string, Value | undefined>,
    private readonly outer?: Variables,
  ) {}

  has(name: string): boolean {
    return this.own.has(name) || this.outer?.has(name) === true;
  }

  get(name: string): Value | undefined {
    return this.own.has(name) ? this.own.get(name) : this.outer?.get(name);
  }

  /** The same names and one or more new ones. */
  with(bindings: ReadonlyMap<string, Value | undefined>): Variables {
    return new Variables(bindings, this);
  }
}

export const NO_VARIABLES = new Variables(new Map());
