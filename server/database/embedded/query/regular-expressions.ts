import { regexOf, textOf } from '../bson/decode';
import type { Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { badValue, CommandError } from '../errors';
import type { Test } from './matcher';

/** A regular expression of MongoDB as a JavaScript one. @throws BadValue when it can't be compiled */
export function toRegExp(pattern: string, flags: string): RegExp {
  let source = pattern;
  let jsFlags = 'u';
  for (const flag of flags) {
    if (flag === 'i' || flag === 'm' || flag === 's') jsFlags += flag;
    else if (flag === 'x') source = extendedSource(source);
    else if (flag !== 'u') throw new CommandError(51108, `invalid flag in regex options: ${flag}`);
  }
  // PCRE lets a pattern begin with its options, as in (?i)abc.
  const inline = /^\(\?([ims]+)\)/.exec(source);
  if (inline) {
    source = source.slice(inline[0].length);
    for (const flag of inline[1]!) if (!jsFlags.includes(flag)) jsFlags += flag;
  }
  try {
    return new RegExp(source, jsFlags);
  } catch {
    // Unicode mode refuses escapes that PCRE lets pass, such as \_ or \-.
    try {
      return new RegExp(source, jsFlags.replace('u', ''));
    } catch (error) {
      throw new CommandError(51091, `Regular expression is invalid: ${(error as Error).message}`);
    }
  }
}

function extendedSource(source: string): string {
  let result = '';
  let inClass = false;
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i]!;
    if (char === '\\') {
      result += char + (source[i + 1] ?? '');
      i += 1;
    } else if (inClass) {
      result += char;
      if (char === ']') inClass = false;
    } else if (char === '#') {
      while (i < source.length && source[i] !== '\n') i += 1;
    } else if (!/\s/.test(char)) {
      result += char;
      if (char === '[') inClass = true;
    }
  }
  return result;
}

/** `$regex` with its options; matches strings and an equal regular expression. */
export function regexTest(operand: Value, options?: Value): { test: Test; regex: RegExp } {
  let pattern: string;
  let flags = '';
  if (operand.type === BsonType.regex) {
    ({ pattern, flags } = regexOf(operand));
  } else if (operand.type === BsonType.string) {
    pattern = textOf(operand);
  } else {
    throw badValue('$regex has to be a string');
  }
  if (options) {
    if (options.type !== BsonType.string) throw badValue('$options has to be a string');
    if (flags !== '') throw new CommandError(51074, 'options set in both $regex and $options');
    flags = textOf(options);
  }
  const regex = toRegExp(pattern, flags);
  const sameFlags = [...flags].sort().join('');
  return {
    regex,
    test: (value) => {
      if (value === undefined) return false;
      if (value.type === BsonType.string || value.type === BsonType.symbol) return regex.test(textOf(value));
      if (value.type !== BsonType.regex) return false;
      const own = regexOf(value);
      return own.pattern === pattern && [...own.flags].sort().join('') === sameFlags;
    },
  };
}
