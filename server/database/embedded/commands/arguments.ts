import { textOf } from '../bson/decode';
import { toNumber } from '../bson/numbers';
import { eachElement, fieldAt, itemsOf, nameBytes, type Value } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES } from '../bson/types';
import { CommandError } from '../errors';

/** The fields of a command, read with the type each must have. */
export class Arguments {
  readonly fields = new Map<string, Value>();
  /** The command's name: the first field. */
  readonly name: string;

  constructor(body: Value) {
    eachElement(body.buf, body.start, (name, value) => {
      this.fields.set(name, value);
    });
    this.name = (this.fields.keys().next().value as string | undefined) ?? '';
  }

  /** The field's value; null counts as left out. */
  get(name: string): Value | undefined {
    const value = this.fields.get(name);
    return value && value.type !== BsonType.null && value.type !== BsonType.undefined ? value : undefined;
  }

  private wrongType(name: string, value: Value, expected: string): CommandError {
    return new CommandError(
      14,
      `BSON field '${this.name}.${name}' is the wrong type '${TYPE_NAMES[value.type]}', expected type '${expected}'`,
    );
  }

  string(name: string): string | undefined {
    const value = this.get(name);
    if (!value) return undefined;
    if (value.type !== BsonType.string) throw this.wrongType(name, value, 'string');
    return textOf(value);
  }

  /** A number without a fraction. */
  int(name: string): number | undefined {
    const value = this.get(name);
    if (!value) return undefined;
    if (!isNumeric(value.type)) throw this.wrongType(name, value, 'long');
    return Math.trunc(toNumber(value));
  }

  /** A whole number that isn't negative. */
  count(name: string): number | undefined {
    const number = this.int(name);
    if (number !== undefined && number < 0) {
      throw new CommandError(51024, `BSON field '${name}' value must be >= 0, actual value '${number}'`);
    }
    return number;
  }

  bool(name: string): boolean | undefined {
    const value = this.get(name);
    if (!value) return undefined;
    if (value.type === BsonType.bool) return value.buf[value.start] === 1;
    if (isNumeric(value.type)) return toNumber(value) !== 0;
    throw this.wrongType(name, value, 'bool');
  }

  doc(name: string): Value | undefined {
    const value = this.get(name);
    if (value && !value.isObject) throw this.wrongType(name, value, 'object');
    return value;
  }

  array(name: string): Value[] | undefined {
    const value = this.get(name);
    if (!value) return undefined;
    if (!value.isArray) throw this.wrongType(name, value, 'array');
    return itemsOf(value);
  }

  /** The collection the command is about. */
  collection(): string {
    const value = this.fields.get(this.name)!;
    if (value.type !== BsonType.string) {
      throw new CommandError(73, `collection name has invalid type ${TYPE_NAMES[value.type]}`);
    }
    const name = textOf(value);
    if (name === '') throw new CommandError(73, "Invalid namespace specified ''");
    return name;
  }
}

/** Fields that every command may have. */
const GENERIC = new Set([
  'lsid',
  '$db',
  '$clusterTime',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  '$readPreference',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  '$audit',
  '$client',
]);

/**
 * Refuses fields that the command doesn't know, and known ones that the engine doesn't honour.
 * @throws Location40415 or NotImplemented
 */
export function checkFields(
  args: Arguments,
  honoured: readonly string[],
  ignored: readonly string[] = [],
): void {
  for (const name of args.fields.keys()) {
    if (name === args.name || GENERIC.has(name) || honoured.includes(name) || ignored.includes(name))
      continue;
    if (name === 'collation' && isSimpleCollation(args)) continue;
    if (KNOWN_UNSUPPORTED.has(name)) {
      throw new CommandError(
        238,
        `The option '${name}' of ${args.name} is not supported by the embedded database`,
      );
    }
    throw new CommandError(40415, `BSON field '${args.name}.${name}' is an unknown field.`);
  }
}

/** Comparison by bytes is what is done anyway. */
function isSimpleCollation(args: Arguments): boolean {
  const collation = args.doc('collation');
  if (!collation) return true;
  const locale = fieldAt(collation.buf, collation.start, nameBytes('locale'));
  return locale?.type === BsonType.string && textOf(locale) === 'simple';
}

const KNOWN_UNSUPPORTED = new Set([
  'collation',
  'tailable',
  'awaitData',
  'oplogReplay',
  'noCursorTimeout',
  'min',
  'max',
  'returnKey',
  'showRecordId',
  'validator',
  'validationLevel',
  'validationAction',
  'capped',
  'size',
  'max',
  'timeseries',
  'viewOn',
  'pipeline',
  'clusteredIndex',
  'changeStreamPreAndPostImages',
  'expireAfterSeconds',
  'encryptedFields',
  'exchange',
  'storageEngine',
  'indexOptionDefaults',
  'mirrored',
  'sampleId',
  'encryptionInformation',
  'bypassEmptyTsReplacement',
  'rawData',
  'fromMigrate',
  'commitQuorum',
  'recordPreImages',
  'idIndex',
  'atClusterTime',
  'mapReduce',
  'collUUID',
]);

const checked = new Set<string>();

/** @throws InvalidNamespace when the name can't be a collection's */
export function checkNamespace(database: string, collection: string): string {
  const namespace = `${database}.${collection}`;
  // The first dot ends the database's name, so that what was checked once stays so.
  if (checked.has(namespace) && !database.includes('.')) return namespace;
  if (database === '' || /[/\\. "$*<>:|?\0]/.test(database) || database.length > 63) {
    throw new CommandError(73, `Invalid namespace specified '${namespace}'`);
  }
  if (
    collection.includes('\0') ||
    collection.startsWith('.') ||
    collection.endsWith('.') ||
    collection.includes('$')
  ) {
    throw new CommandError(73, `Invalid collection name: ${collection}`);
  }
  if (Buffer.byteLength(namespace) > 255) {
    throw new CommandError(73, `Fully qualified namespace is too long. Namespace: ${namespace} Max: 255`);
  }
  if (checked.size >= 1000) checked.clear();
  checked.add(namespace);
  return namespace;
}
