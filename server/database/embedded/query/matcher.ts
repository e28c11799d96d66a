import type { Value } from '../bson/raw';
import { visitPath, type LeafArrays, type Path } from './path';

/** What a match found on its way: the array position that `$` stands for. */
export interface MatchDetails {
  position: number;
}

/** A compiled filter over the document at `start`. */
export type Matches = (buf: Buffer, start: number, details?: MatchDetails) => boolean;

/** A test of one value; undefined stands for a missing field. */
export type Test = (value: Value | undefined) => boolean;

/** A condition on one path, in a form the planner can read. */
export interface Condition {
  kind: 'condition';
  path: Path;
  operator: string;
  /** The operand, or undefined where the operator has none the planner can use. */
  operand: Value | undefined;
  matches: Matches;
  /** The filter below an `$elemMatch` on documents. */
  inner?: Filter;
}

/** A connective over filters. */
export interface Connective {
  kind: 'and' | 'or' | 'nor' | 'not';
  branches: Filter[];
  matches: Matches;
}

/** A filter that the planner can't look into. */
export interface Opaque {
  kind: 'opaque';
  matches: Matches;
}

export type Filter = Condition | Connective | Opaque;

/** A condition that holds when some value the path leads to passes the test. */
export function someValue(path: Path, test: Test, leaf: LeafArrays = 'open'): Matches {
  return (buf, start, details) =>
    visitPath(path, buf, start, path.isElement ? 'closed' : leaf, (value, position) => {
      if (!test(value)) return false;
      if (details && position >= 0) details.position = position;
      return true;
    });
}

/** All branches hold. */
export function allOf(branches: Filter[]): Filter {
  if (branches.length === 1) return branches[0]!;
  const tests = branches.map((branch) => branch.matches);
  return {
    kind: 'and',
    branches,
    matches: (buf, start, details) => {
      for (const test of tests) if (!test(buf, start, details)) return false;
      return true;
    },
  };
}

/** Some branch holds. */
export function anyOf(branches: Filter[]): Filter {
  const tests = branches.map((branch) => branch.matches);
  return {
    kind: 'or',
    branches,
    matches: (buf, start, details) => {
      for (const test of tests) if (test(buf, start, details)) return true;
      return false;
    },
  };
}

/** No branch holds. */
export function noneOf(branches: Filter[]): Filter {
  const tests = branches.map((branch) => branch.matches);
  return {
    kind: 'nor',
    branches,
    matches: (buf, start) => {
      for (const test of tests) if (test(buf, start)) return false;
      return true;
    },
  };
}

/** The branch doesn't hold. */
export function negation(branch: Filter): Filter {
  return { kind: 'not', branches: [branch], matches: (buf, start) => !branch.matches(buf, start) };
}
