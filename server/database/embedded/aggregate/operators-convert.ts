import { ObjectId } from 'bson';

import { decimalValue } from '../bson/arithmetic';
import { NULL, stringValue, toValue } from '../bson/build';
import { textOf, toJs } from '../bson/decode';
import { toBigInt, toDecimal, toNumber } from '../bson/numbers';
import type { Value } from '../bson/raw';
import { BsonType, TYPE_NAMES } from '../bson/types';
import { CommandError } from '../errors';
import { isNullish, operands, type OperatorCompiler } from './operands';

function converting(name: string, convert: (value: Value) => Value | undefined): OperatorCompiler {
  return (operand, compile) => {
    const [item] = operands(name, operand, compile, 1);
    return (scope) => {
      const value = item!(scope);
      if (isNullish(value)) return NULL;
      const result = convert(value!);
      if (!result) {
        throw new CommandError(
          241,
          `Unsupported conversion from ${TYPE_NAMES[value!.type]} in ${name} with no onError value`,
        );
      }
      return result;
    };
  };
}

function toText(value: Value): Value | undefined {
  switch (value.type) {
    case BsonType.string:
      return value;
    case BsonType.int:
    case BsonType.long:
      return stringValue(toBigInt(value).toString());
    case BsonType.double:
      return stringValue(String(toNumber(value)));
    case BsonType.decimal:
      return stringValue(toDecimal(value).toString());
    case BsonType.bool:
      return stringValue(value.buf[value.start] === 1 ? 'true' : 'false');
    case BsonType.objectId:
      return stringValue(value.bytes().toString('hex'));
    case BsonType.date:
      return stringValue((toJs(value) as Date).toISOString());
    default:
      return undefined;
  }
}

function toObjectIdValue(value: Value): Value | undefined {
  if (value.type === BsonType.objectId) return value;
  if (value.type !== BsonType.string) return undefined;
  const text = textOf(value);
  if (!/^[0-9a-fA-F]{24}$/.test(text)) {
    throw new CommandError(241, `Failed to parse objectId '${text}' in $convert with no onError value`);
  }
  return toValue(new ObjectId(text));
}

function toDecimalValue(value: Value): Value | undefined {
  if (value.type === BsonType.decimal) return value;
  if (value.type === BsonType.int || value.type === BsonType.long)
    return decimalValue(toBigInt(value).toString());
  if (value.type === BsonType.bool) return decimalValue(value.buf[value.start] === 1 ? '1' : '0');
  if (value.type !== BsonType.string) return undefined;
  const text = textOf(value);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    throw new CommandError(241, `Failed to parse number '${text}' in $convert with no onError value`);
  }
  return decimalValue(text);
}

/** Operators that turn a value into one of another type. */
export const CONVERSION_OPERATORS: Readonly<Record<string, OperatorCompiler>> = {
  $toString: converting('$toString', toText),
  $toObjectId: converting('$toObjectId', toObjectIdValue),
  $toDecimal: converting('$toDecimal', toDecimalValue),
};
