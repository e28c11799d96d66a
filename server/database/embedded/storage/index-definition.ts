import { toNumber } from '../bson/numbers';
import { docValue, elementsOf, field, type Value } from '../bson/raw';
import { textOf } from '../bson/decode';
import { BsonType, isNumeric } from '../bson/types';
import type { Filter } from '../query/matcher';
import { parseFilter } from '../query/parse-filter';
import { parsePath, type Path } from '../query/path';

/** One field of an index. */
export interface IndexField {
  path: Path;
  descending: boolean;
}

/** An index as it is kept in memory. */
export interface Index {
  readonly id: number;
  readonly name: string;
  /** The description as `listIndexes` returns it. */
  readonly spec: Buffer;
  readonly fields: readonly IndexField[];
  readonly isId: boolean;
  readonly isUnique: boolean;
  readonly isSparse: boolean;
  readonly isHidden: boolean;
  readonly partial: Filter | undefined;
  readonly partialSpec: Value | undefined;
  readonly expireAfterSeconds: number | undefined;
  /** A bit for each field on whose path some document has an array; bits are never taken back. */
  multikey: number;
  /** The bits of `multikey` that the store has. */
  savedMultikey: number;
  /** The sequence number of the group that built the index. */
  createdAt: number;
}

function flag(value: Value | undefined): boolean {
  if (!value) return false;
  if (value.type === BsonType.bool) return value.buf[value.start] === 1;
  return isNumeric(value.type) && toNumber(value) !== 0;
}

/** Builds an index from its checked description. */
export function indexFromSpec(id: number, spec: Buffer): Index {
  const fields = elementsOf(field(spec, 'key')!).map(({ name, value }) => ({
    path: parsePath(name),
    descending: toNumber(value) < 0,
  }));
  const partial = field(spec, 'partialFilterExpression');
  const expires = field(spec, 'expireAfterSeconds');
  const isId = fields.length === 1 && fields[0]!.path.text === '_id';
  return {
    id,
    name: textOf(field(spec, 'name')!),
    spec,
    fields,
    isId,
    isUnique: isId || flag(field(spec, 'unique')),
    isSparse: flag(field(spec, 'sparse')),
    isHidden: flag(field(spec, 'hidden')),
    partial: partial ? parseFilter(partial) : undefined,
    partialSpec: partial,
    expireAfterSeconds: expires ? toNumber(expires) : undefined,
    multikey: 0,
    savedMultikey: 0,
    createdAt: 0,
  };
}

/** The key pattern of an index as a value. */
export function keyPattern(index: Index): Value {
  return field(index.spec, 'key') ?? docValue(index.spec);
}
