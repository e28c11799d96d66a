import { DocBuilder } from '../bson/build';
import { equalValues, sameBytes } from '../bson/compare';
import { textOf, toJs } from '../bson/decode';
import { toNumber } from '../bson/numbers';
import { elementsOf, field, type Value } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES } from '../bson/types';
import { CommandError, notImplemented } from '../errors';
import type { Filter } from '../query/matcher';
import { parseFilter } from '../query/parse-filter';
import type { Collection } from '../storage/catalogue';
import { keyPattern, type Index } from '../storage/index-definition';

const OPTIONS = new Set([
  'key',
  'name',
  'unique',
  'sparse',
  'expireAfterSeconds',
  'partialFilterExpression',
  'background',
  'v',
  'hidden',
  'ns',
]);
const REFUSED = new Set([
  'collation',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'wildcardProjection',
  'storageEngine',
  'clustered',
  'prepareUnique',
  'bucketSize',
]);

/** Kinds of indexes that the engine refuses by name. */
const INDEX_KINDS = new Set([
  '2d',
  '2dsphere',
  '2dsphere_bucket',
  'columnstore',
  'geoHaystack',
  'hashed',
  'text',
  'wildcard',
]);

/** The description of an index as it is stored, checked. @throws CannotCreateIndex when something in it isn't possible */
export function indexSpec(given: Value): Buffer {
  const fields = new Map(elementsOf(given).map(({ name, value }) => [name, value]));
  for (const name of fields.keys()) {
    if (REFUSED.has(name)) throw notImplemented(`The index option '${name}'`);
    if (!OPTIONS.has(name))
      throw new CommandError(
        197,
        `The field '${name}' is not valid for an index specification. Specification: ${JSON.stringify(toJs(given))}`,
      );
  }
  const key = fields.get('key');
  if (!key?.isObject)
    throw new CommandError(9, "The 'key' field is a required property of an index specification");
  const parts = elementsOf(key);
  if (parts.length === 0) throw new CommandError(67, 'Index keys cannot be an empty object');
  for (const { name, value } of parts) {
    if (value.type === BsonType.string) {
      if (INDEX_KINDS.has(textOf(value))) throw notImplemented(`An index of type '${textOf(value)}'`);
      throw new CommandError(67, `Unknown index plugin '${textOf(value)}'`);
    }
    if (!isNumeric(value.type) || toNumber(value) === 0 || Number.isNaN(toNumber(value))) {
      throw new CommandError(
        67,
        `Values in the index key pattern must be non-zero numbers or strings, not ${TYPE_NAMES[value.type]}`,
      );
    }
    if (name === '') throw new CommandError(67, 'Index keys cannot be an empty field.');
    if (name.includes('$**')) throw notImplemented('A wildcard index');
    if (name.split('.').some((part) => part.startsWith('$') && !['$id', '$ref', '$db'].includes(part)))
      throw new CommandError(67, `Index key contains an illegal field name: field name starts with '$'.`);
    if (name.split('.').includes('')) throw new CommandError(67, 'Index keys cannot contain an empty field.');
  }
  const nameValue = fields.get('name');
  if (nameValue?.type !== BsonType.string)
    throw new CommandError(9, "The 'name' field is a required property of an index specification");
  const expires = fields.get('expireAfterSeconds');
  if (expires) {
    if (!isNumeric(expires.type))
      throw new CommandError(14, "TTL index 'expireAfterSeconds' option must be numeric");
    if (toNumber(expires) < 0 || toNumber(expires) > 2147483647)
      throw new CommandError(67, "TTL index 'expireAfterSeconds' option must be within an acceptable range");
    if (parts.length > 1)
      throw new CommandError(
        67,
        'TTL indexes are single-field indexes, compound indexes do not support TTL.',
      );
  }
  const partial = fields.get('partialFilterExpression');
  if (partial && !partial.isObject)
    throw new CommandError(
      14,
      `The field 'partialFilterExpression' must be an object, but got ${TYPE_NAMES[partial.type]}`,
    );
  if (partial && !isPartialExpression(parseFilter(partial)))
    throw new CommandError(67, `Expression not supported in partial index: ${JSON.stringify(toJs(partial))}`);
  if (partial && fields.get('sparse') && toNumberOrFlag(fields.get('sparse')!)) {
    throw new CommandError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  }
  const builder = new DocBuilder().int('v', 2).value('key', key).value('name', nameValue);
  for (const [name, value] of fields) {
    if (name === 'key' || name === 'name' || name === 'v' || name === 'background' || name === 'ns') continue;
    if (name === 'unique' || name === 'sparse' || name === 'hidden') {
      if (toNumberOrFlag(value)) builder.bool(name, true);
    } else {
      builder.value(name, value);
    }
  }
  return builder.finish();
}

function toNumberOrFlag(value: Value): boolean {
  return value.type === BsonType.bool
    ? value.buf[value.start] === 1
    : isNumeric(value.type) && toNumber(value) !== 0;
}

/** What a partial index may be limited by; `$exists: true` only. @source mongodb.com/docs/manual/core/index-partial */
const PARTIAL_OPERATORS = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$exists', '$type']);

function isPartialExpression(filter: Filter): boolean {
  if (filter.kind === 'condition') return PARTIAL_OPERATORS.has(filter.operator);
  return (filter.kind === 'and' || filter.kind === 'or') && filter.branches.every(isPartialExpression);
}

/** Whether two descriptions mean the same index. */
function sameIndex(a: Index, b: Index): boolean {
  const partialSame =
    a.partialSpec && b.partialSpec
      ? sameBytes(a.partialSpec, b.partialSpec)
      : a.partialSpec === b.partialSpec;
  return (
    a.isUnique === b.isUnique &&
    a.isSparse === b.isSparse &&
    partialSame &&
    a.expireAfterSeconds === b.expireAfterSeconds
  );
}

/** Finds the existing index a new one would be. @throws IndexOptionsConflict or IndexKeySpecsConflict */
export function existing(collection: Collection, fresh: Index): Index | undefined {
  const byName = collection.indexes.find((index) => index.name === fresh.name);
  const byKey = collection.indexes.find(
    (index) => equalKeys(index, fresh) && (index.isId || partialEqual(index, fresh)),
  );
  if (byName) {
    if (!equalKeys(byName, fresh)) {
      throw new CommandError(
        86,
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${shown(fresh)}, existing index: ${shown(byName)}`,
      );
    }
    if (!byName.isId && !sameIndex(byName, fresh))
      throw new CommandError(
        86,
        `An existing index has the same name as the requested index. Requested index: ${shown(fresh)}, existing index: ${shown(byName)}`,
      );
    return byName;
  }
  if (!byKey) return undefined;
  if (byKey.isId) return byKey;
  if (!sameIndex(byKey, fresh))
    throw new CommandError(
      85,
      `An equivalent index already exists with a different name or options. Requested index: ${shown(fresh)}, existing index: ${shown(byKey)}`,
    );
  throw new CommandError(85, `Index already exists with a different name: ${byKey.name}`);
}

function partialEqual(a: Index, b: Index): boolean {
  return a.partialSpec && b.partialSpec
    ? sameBytes(a.partialSpec, b.partialSpec)
    : a.partialSpec === b.partialSpec;
}

function equalKeys(a: Index, b: Index): boolean {
  const [x, y] = [elementsOf(keyPattern(a)), elementsOf(keyPattern(b))];
  return (
    x.length === y.length &&
    x.every((element, i) => element.name === y[i]!.name && equalValues(element.value, y[i]!.value))
  );
}

/** An index's keys in words of an error message. */
export function shown(index: Index): string {
  return JSON.stringify(toJs(field(index.spec, 'key')!));
}

/** Whether an index has exactly the key pattern. */
export function sameKeyPattern(index: Index, pattern: Value): boolean {
  if (!pattern.isObject) return false;
  const [x, y] = [elementsOf(keyPattern(index)), elementsOf(pattern)];
  return (
    x.length === y.length &&
    x.every((element, i) => element.name === y[i]!.name && equalValues(element.value, y[i]!.value))
  );
}
