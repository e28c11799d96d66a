import { arrayOf, dateValue, NULL, objectOf } from '../bson/build';
import { textOf } from '../bson/decode';
import { docValue, elementsOf, fieldAt, itemsOf, nameBytes, type Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { CommandError, notImplemented } from '../errors';
import { callMingo, isMingoOperator, isRefusedOperator } from './mingo-operators';
import { OPERATORS } from './operators';
import type { Variables } from './variables';

/** Where an expression is evaluated. */
export interface Scope {
  /** The current document. */
  root: Value;
  variables: Variables;
  /** The server's time in milliseconds, the same all through the command. */
  now: number;
}

/** A compiled expression; undefined stands for a missing value. */
export type Expression = (scope: Scope) => Value | undefined;

/** Compiles an aggregation expression. @throws InvalidPipelineOperator when an operator is unknown */
export function compileExpression(value: Value): Expression {
  if (value.type === BsonType.string) {
    const text = textOf(value);
    if (text.startsWith('$$')) return variablePath(text.slice(2));
    if (text.startsWith('$')) return fieldPath(text.slice(1));
    return () => value;
  }
  if (value.isArray) {
    const items = itemsOf(value).map(compileExpression);
    return (scope) => arrayOf(items.map((item) => item(scope) ?? NULL));
  }
  if (value.isObject) return compileObject(value);
  return () => value;
}

function compileObject(value: Value): Expression {
  const elements = elementsOf(value);
  const operator = elements.find((element) => element.name.startsWith('$'));
  if (!operator) {
    const fields = elements.map((element) => {
      if (element.name.includes('.'))
        throw new CommandError(16410, "FieldPath field names may not contain '.' in an expression object");
      return [element.name, compileExpression(element.value)] as const;
    });
    return (scope) => {
      const built: [string, Value][] = [];
      for (const [name, compute] of fields) {
        const item = compute(scope);
        if (item) built.push([name, item]);
      }
      return objectOf(built);
    };
  }
  if (elements.length > 1) {
    throw new CommandError(
      15983,
      `An object representing an expression must have exactly one field, but found ${elements.length}`,
    );
  }
  return compileOperator(operator.name, operator.value);
}

function compileOperator(name: string, operand: Value): Expression {
  if (name === '$literal' || name === '$const') return () => operand;
  const own = OPERATORS[name];
  if (own) return own(operand, compileExpression);
  if (isMingoOperator(name)) return callMingo(name, operand, compileExpression);
  if (isRefusedOperator(name)) throw notImplemented(`The expression ${name}`);
  throw new CommandError(168, `Unrecognized expression '${name}'`);
}

function checkPath(path: string): string[] {
  const parts = path.split('.');
  if (parts.includes(''))
    throw new CommandError(40353, "FieldPath must not end with a '.' or have an empty part.");
  const bad = parts.find((part) => part.startsWith('$'));
  if (bad)
    throw new CommandError(
      16410,
      `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
    );
  return parts;
}

function fieldPath(path: string): Expression {
  if (path === '') throw new CommandError(16872, "'$' by itself is not a valid FieldPath");
  const parts = checkPath(path).map(nameBytes);
  return (scope) => descend(scope.root, parts, 0);
}

const SYSTEM = new Set(['ROOT', 'CURRENT', 'NOW', 'REMOVE', 'DESCEND', 'PRUNE', 'KEEP', 'CLUSTER_TIME']);

function variablePath(path: string): Expression {
  const [name, ...rest] = path.split('.');
  const parts = rest.length > 0 ? checkPath(rest.join('.')).map(nameBytes) : [];
  const start: Expression =
    name === 'ROOT'
      ? (scope) => scope.variables.get('ROOT') ?? scope.root
      : name === 'CURRENT'
        ? (scope) => scope.root
        : name === 'NOW'
          ? (scope) => dateValue(scope.now)
          : name === 'REMOVE'
            ? () => undefined
            : (scope) => {
                if (!scope.variables.has(name!))
                  throw new CommandError(17276, `Use of undefined variable: ${name}`);
                return scope.variables.get(name!);
              };
  if (SYSTEM.has(name!) && !['ROOT', 'CURRENT', 'NOW', 'REMOVE'].includes(name!)) {
    throw new CommandError(238, `The variable $$${name} is not supported by the embedded database`);
  }
  return (scope) => {
    const value = start(scope);
    return value && parts.length > 0 ? descend(value, parts, 0) : value;
  };
}

/** Follows a path as expressions do: through an array it collects what its documents have. */
function descend(value: Value, parts: readonly Buffer[], at: number): Value | undefined {
  if (at === parts.length) return value;
  if (value.isObject) {
    const next = fieldAt(value.buf, value.start, parts[at]!);
    return next && descend(next, parts, at + 1);
  }
  if (!value.isArray) return undefined;
  const found: Value[] = [];
  for (const item of itemsOf(value)) {
    if (!item.isObject && !item.isArray) continue;
    const inner = descend(item, parts, at);
    if (inner) found.push(inner);
  }
  return arrayOf(found);
}

/** Evaluates an expression on a document. */
export function evaluate(
  expression: Expression,
  doc: Buffer,
  variables: Variables,
  now: number,
): Value | undefined {
  return expression({ root: docValue(doc), variables, now });
}
