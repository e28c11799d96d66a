import { longValue, NULL } from '../bson/build';
import { textOf } from '../bson/decode';
import { docValue, elementsOf, itemsOf, type Value } from '../bson/raw';
import { BsonType, TYPE_NAMES } from '../bson/types';
import { CommandError } from '../errors';
import { parsePath, plainValue } from '../query/path';
import { Branch, closeBranch, openValue } from '../update/tree';
import type { Stage } from './pipeline';

/** `$unwind`: one document for each element of an array. */
export function unwindStage(operand: Value): Stage {
  const fields = operand.isObject
    ? new Map(elementsOf(operand).map((element) => [element.name, element.value]))
    : new Map([['path', operand]]);
  for (const name of fields.keys()) {
    if (!['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex'].includes(name))
      throw new CommandError(28811, `unrecognized option to $unwind stage: ${name}`);
  }
  const pathValue = fields.get('path');
  if (!pathValue) throw new CommandError(28812, 'no path specified to $unwind stage');
  if (pathValue.type !== BsonType.string)
    throw new CommandError(28808, 'expected a string as the path for $unwind stage');
  const text = textOf(pathValue);
  if (!text.startsWith('$'))
    throw new CommandError(28818, `path option to $unwind stage should be prefixed with a '$': ${text}`);
  const preserve = fields.get('preserveNullAndEmptyArrays');
  if (preserve && preserve.type !== BsonType.bool)
    throw new CommandError(
      28809,
      `expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage, got ${TYPE_NAMES[preserve.type]}`,
    );
  const keepsEmpty = preserve?.type === BsonType.bool && preserve.buf[preserve.start] === 1;
  const indexValue = fields.get('includeArrayIndex');
  if (indexValue && (indexValue.type !== BsonType.string || textOf(indexValue) === ''))
    throw new CommandError(
      28810,
      'expected a non-empty string for the includeArrayIndex option to $unwind stage',
    );
  if (indexValue && textOf(indexValue).startsWith('$'))
    throw new CommandError(
      28822,
      `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${textOf(indexValue)}`,
    );
  const indexPath = indexValue && textOf(indexValue).split('.');
  const path = parsePath(text.slice(1));
  const parts = text.slice(1).split('.');
  return function* (docs) {
    for (const doc of docs) {
      const value = plainValue(path, doc, 0);
      if (value?.isArray) {
        const items = itemsOf(value);
        for (let i = 0; i < items.length; i += 1) {
          yield replaced(doc, parts, items[i], indexPath, longValue(BigInt(i)));
        }
        if (items.length === 0 && keepsEmpty) yield replaced(doc, parts, undefined, indexPath, NULL);
      } else if (value && value.type !== BsonType.null && value.type !== BsonType.undefined) {
        yield indexPath ? replaced(doc, parts, value, indexPath, NULL) : doc;
      } else if (keepsEmpty) {
        yield indexPath ? replaced(doc, parts, value, indexPath, NULL) : doc;
      }
    }
  };
}

function replaced(
  doc: Buffer,
  parts: readonly string[],
  value: Value | undefined,
  indexPath: readonly string[] | undefined,
  index: Value,
): Buffer {
  const root = openValue(docValue(doc));
  put(root, parts, value);
  if (indexPath) put(root, indexPath, index);
  return closeBranch(root);
}

function put(branch: Branch, parts: readonly string[], value: Value | undefined): void {
  const [name, ...rest] = parts;
  if (rest.length === 0) {
    if (value) branch.set(name!, value);
    else branch.remove(name!);
    return;
  }
  const current = branch.get(name!);
  const inner =
    current instanceof Branch ? current : current?.isObject ? openValue(current) : new Branch(false);
  put(inner, rest, value);
  if (value || current) branch.set(name!, inner);
}
