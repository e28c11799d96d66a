/** BSON element type bytes. @source bsonspec.org 1.1 */
export const BsonType = {
  double: 0x01,
  string: 0x02,
  object: 0x03,
  array: 0x04,
  binData: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  bool: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  dbPointer: 0x0c,
  javascript: 0x0d,
  symbol: 0x0e,
  javascriptWithScope: 0x0f,
  int: 0x10,
  timestamp: 0x11,
  long: 0x12,
  decimal: 0x13,
  minKey: 0xff,
  maxKey: 0x7f,
} as const;

/** Names that `$type` and error messages use, by type byte. */
export const TYPE_NAMES: Readonly<Record<number, string>> = {
  0x01: 'double',
  0x02: 'string',
  0x03: 'object',
  0x04: 'array',
  0x05: 'binData',
  0x06: 'undefined',
  0x07: 'objectId',
  0x08: 'bool',
  0x09: 'date',
  0x0a: 'null',
  0x0b: 'regex',
  0x0c: 'dbPointer',
  0x0d: 'javascript',
  0x0e: 'symbol',
  0x0f: 'javascriptWithScope',
  0x10: 'int',
  0x11: 'timestamp',
  0x12: 'long',
  0x13: 'decimal',
  0xff: 'minKey',
  0x7f: 'maxKey',
};

const CLASS = new Uint8Array(256);
CLASS[0xff] = 1;
CLASS[BsonType.undefined] = 2;
CLASS[BsonType.null] = 5;
for (const type of [BsonType.double, BsonType.int, BsonType.long, BsonType.decimal]) CLASS[type] = 10;
CLASS[BsonType.string] = 15;
CLASS[BsonType.symbol] = 15;
CLASS[BsonType.object] = 20;
CLASS[BsonType.array] = 25;
CLASS[BsonType.binData] = 30;
CLASS[BsonType.objectId] = 35;
CLASS[BsonType.bool] = 40;
CLASS[BsonType.date] = 45;
CLASS[BsonType.timestamp] = 47;
CLASS[BsonType.regex] = 50;
CLASS[BsonType.dbPointer] = 55;
CLASS[BsonType.javascript] = 60;
CLASS[BsonType.javascriptWithScope] = 65;
CLASS[BsonType.maxKey] = 240;

/** The place of a type in MongoDB's comparison order; equal numbers compare by value. */
export function typeClass(type: number): number {
  return CLASS[type] ?? 0;
}

/** Whether the type is one of the four numeric types. */
export function isNumeric(type: number): boolean {
  return (
    type === BsonType.int || type === BsonType.double || type === BsonType.long || type === BsonType.decimal
  );
}
