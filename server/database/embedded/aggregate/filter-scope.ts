import { docValue, type Value } from '../bson/raw';
import { provideExpressionTest } from '../query/parse-filter';
import { provideProjectionExpressions } from '../query/projection';
import { compileExpression } from './expression';
import { isTruthy } from './operands';
import { NO_VARIABLES, type Variables } from './variables';

/** What `$expr` and computed projections may refer to while they are compiled. */
export interface FilterScope {
  variables: Variables;
  now: number;
}

let current: FilterScope | undefined;

/** Compiles filters and projections whose expressions see the given variables. */
export function withFilterScope<T>(scope: FilterScope, compile: () => T): T {
  const before = current;
  current = scope;
  try {
    return compile();
  } finally {
    current = before;
  }
}

/** The variables that what is being compiled may refer to. */
export function scopeVariables(): Variables {
  return current?.variables ?? NO_VARIABLES;
}

function compute(expression: Value): (root: Value) => Value | undefined {
  const compiled = compileExpression(expression);
  const scope = current;
  return (root) =>
    compiled({ root, variables: scope?.variables ?? NO_VARIABLES, now: scope?.now ?? Date.now() });
}

/** Connects the query side with aggregation expressions. */
export function connectExpressions(): void {
  provideExpressionTest((expression) => {
    const value = compute(expression);
    return (buf, start) =>
      isTruthy(value(docValue(start === 0 ? buf : buf.subarray(start, start + buf.readInt32LE(start)))));
  });
  provideProjectionExpressions((expression) => {
    const value = compute(expression);
    return (doc) => value(docValue(doc));
  });
}
