import type { Verdict } from '@contract/enums';
import type { Rule, RuleClause } from '@contract/policies';
import type { FactValue } from '../enterprises/attributes';
import { dayOf } from '../issues/calendar';
import type { Columns, ValueColumn } from '../../search/columns';
import { decide, decideClause, type Completion } from './completions';
import { attributesOf, clausesOf, clauseTruth, readerOver, ruleTruth, testOf, type Read } from './rule-logic';
import { isWhole } from './sampling';

/**
 * What a clause says of a row. Where one value of a share is known and the other isn't, rows differ although the clause
 * is open for all: `half` where the unknown value stands in no other clause and may turn this one either way, else
 * `mixed`.
 */
const fails = 0;
const holds = 1;
const open = 2;
const half = 3;
const mixed = 4;
/** Room for the answers to one clause. */
const answers = 5;

/** Codes of verdicts in arrays; 0 is for rows that weren't judged. */
export const verdictOf: Record<number, Verdict> = { 1: 'not-met', 2: 'met', 3: 'unknown' };
export const notMet = 1;
export const met = 2;
export const unknown = 3;
const undecided = 0;
/** The rows of a pattern have to be decided one by one. */
const apart = 4;

/** Reads a row of columns as rules read facts. */
export function rowReader(columns: Columns, row: number, now: Date): Read {
  return readerOver((attribute) => columns.cell(attribute, row), dayOf(now));
}

export interface ColumnJudge {
  /** Verdict codes of rows, in the same order; valid until the next call. */
  judge(rows: Uint32Array): Uint8Array;
  /**
   * Names the answers that the clauses gave the row at this place of the last batch: rows of one pattern have the same
   * verdict for the same reasons. 0 where a row stands by itself.
   */
  patternAt(place: number): number;
  /** For each part of the rule, how many of the rows so far are not excluded by it and those before it. */
  readonly kept: number[];
}

/**
 * Judges the rows of columns by the evaluator of single enterprises. Each clause is asked once per value, or per
 * number, of its column; rows to which all clauses give the same answers have the same verdict, and it is worked out
 * with one of them.
 */
export function columnJudge(rule: Rule, columns: Columns, now: Date): ColumnJudge {
  const today = dayOf(now);
  const parts = 'all' in rule ? rule.all : [rule];
  const stages = parts.map((part, at) => ({
    rule: at === parts.length - 1 ? rule : { all: parts.slice(0, at + 1) },
    askers: clausesOf(part).map((clause) => asker(clause, rule, columns, today)),
  }));
  const patterns = createPatterns();
  const witnesses = new Map<number, { known: Witness[]; searches: number }>();
  const kept = parts.map(() => 0);
  let places = new Uint32Array(0);
  let nodes = new Uint32Array(0);
  let verdicts = new Uint8Array(0);

  const readAt = (row: number): Read => {
    const read = readerOver((attribute) => columns.cell(attribute, row), today);
    return (attribute) => {
      // A column of numbers holds nothing else: there is nothing to look up about its type.
      const number = columns.numbers(attribute)?.[row];
      if (number === undefined) return read(attribute);
      return Number.isNaN(number) ? undefined : number;
    };
  };

  /** The verdict of a row, and of all rows of its pattern where that is certain. */
  function decideAt(node: number, row: number, prefix: Rule): number {
    const read = readAt(row);
    const plain = patterns.isMixed(node)
      ? // Kleene's logic sees only the clauses' answers, which the pattern holds.
        ruleTruth(prefix, (clause) => clauseTruth(clause, read))
      : decide(prefix, read);
    const verdict = plain === null && patterns.isMixed(node) ? apart : toCode(plain);
    patterns.setVerdict(node, verdict);
    return verdict;
  }

  /** The verdict of a row that has to be looked at by itself. */
  function decideApart(node: number, row: number, prefix: Rule): number {
    const heard = witnesses.get(node) ?? { known: [], searches: 0 };
    witnesses.set(node, heard);
    const read = readAt(row);
    if (differ(heard.known, prefix, read)) return unknown;
    if (heard.searches === maxSearches) return toCode(decide(prefix, read));
    const found: Completion[] = [];
    const verdict = toCode(decide(prefix, read, found));
    if (verdict === unknown) heard.searches += 1;
    const fresh = found.filter(isPossible).map((completion) => toWitness(completion, prefix, read));
    heard.known = [...fresh, ...heard.known].slice(0, maxWitnesses);
    return verdict;
  }

  function judge(rows: Uint32Array): Uint8Array {
    if (places.length < rows.length) {
      places = new Uint32Array(rows.length);
      nodes = new Uint32Array(rows.length);
      verdicts = new Uint8Array(rows.length);
    }
    nodes.fill(0, 0, rows.length);
    let left = rows.length;
    for (let at = 0; at < left; at++) places[at] = at;
    for (const [stage, { rule: prefix, askers }] of stages.entries()) {
      for (const ask of askers) {
        const answer = ask();
        for (let at = 0; at < left; at++) {
          const place = places[at] as number;
          nodes[place] = patterns.step(nodes[place] as number, answer(rows[place] as number));
        }
      }
      const before = left;
      left = 0;
      for (let at = 0; at < before; at++) {
        const place = places[at] as number;
        const row = rows[place] as number;
        const node = nodes[place] as number;
        let verdict = patterns.verdict(node);
        if (verdict === undecided) verdict = decideAt(node, row, prefix);
        if (verdict === apart) verdict = decideApart(node, row, prefix);
        verdicts[place] = verdict;
        // What a part excludes, no later part brings back.
        if (verdict !== notMet) places[left++] = place;
      }
      kept[stage] = (kept[stage] ?? 0) + left;
    }
    return verdicts.subarray(0, rows.length);
  }

  return {
    judge,
    patternAt(place) {
      const node = nodes[place] as number;
      return patterns.isMixed(node) ? 0 : node;
    },
    kept,
  };
}

function toCode(truth: boolean | null): number {
  if (truth === null) return unknown;
  return truth ? met : notMet;
}

/** A completion, with what it makes of the clauses that are answered alike for all rows of a pattern. */
interface Witness {
  completion: Completion;
  truths: ReadonlyMap<RuleClause, boolean | null>;
}
const maxWitnesses = 6;
/** Rows of a pattern for which completions are looked for that may serve the other rows. */
const maxSearches = 20;

/** Whether a completion could be true of an enterprise: nobody employs half a person. */
function isPossible(completion: Completion): boolean {
  return [...completion].every(([name, value]) => !isWhole(name) || Number.isInteger(value));
}

function toWitness(completion: Completion, rule: Rule, read: Read): Witness {
  const completed: Read = (name) => completion.get(name) ?? read(name);
  const isHalfKnown = (clause: RuleClause) =>
    clause.per !== undefined && (read(clause.attribute) === undefined) !== (read(clause.per) === undefined);
  const alike = clausesOf(rule).filter((clause) => !isHalfKnown(clause));
  return { completion, truths: new Map(alike.map((clause) => [clause, clauseTruth(clause, completed)])) };
}

/** Whether completions found for other rows of the pattern give this one both verdicts: then it is unknown. */
function differ(known: readonly Witness[], rule: Rule, read: Read): boolean {
  let seen: boolean | null = null;
  for (const { completion, truths } of known) {
    const completed: Read = (name) => completion.get(name) ?? read(name);
    const truth = ruleTruth(rule, (clause) => truths.get(clause) ?? clauseTruth(clause, completed));
    if (truth === null) continue;
    if (seen !== null && truth !== seen) return true;
    seen = truth;
  }
  return false;
}

/** A tree of the answers that rows have had to one clause after the other. */
function createPatterns() {
  let next = new Uint32Array(answers * 256);
  let verdicts = new Uint8Array(256);
  let isMixed = new Uint8Array(256);
  let count = 1;
  function add(node: number, answer: number): number {
    const made = count++;
    if (made === verdicts.length) {
      const size = made * 2;
      const larger = {
        next: new Uint32Array(answers * size),
        verdicts: new Uint8Array(size),
        isMixed: new Uint8Array(size),
      };
      larger.next.set(next);
      larger.verdicts.set(verdicts);
      larger.isMixed.set(isMixed);
      ({ next, verdicts, isMixed } = larger);
    }
    next[answers * node + answer] = made;
    isMixed[made] = answer === mixed ? 1 : (isMixed[node] as number);
    return made;
  }
  return {
    step: (node: number, answer: number) => next[answers * node + answer] || add(node, answer),
    verdict: (node: number) => verdicts[node] as number,
    setVerdict(node: number, verdict: number) {
      verdicts[node] = verdict;
    },
    isMixed: (node: number) => isMixed[node] === 1,
  };
}

type Answer = (row: number) => number;

/** Makes a clause ready for columns. Asked again before every batch: columns move when they grow. */
function asker(clause: RuleClause, rule: Rule, columns: Columns, today: string): () => Answer {
  const { attribute, per } = clause;
  if (per !== undefined) return shareAsker(clause, rule, columns, today);
  const test = testOf(clause);
  const table = answerTable((cell) =>
    toAnswer(test(readerOver((name) => (name === sourceOf(attribute) ? cell : undefined), today)(attribute))),
  );
  return () => {
    const numbers = columns.numbers(attribute);
    if (numbers)
      return (row) => {
        const value = numbers[row] as number;
        return Number.isNaN(value) ? open : toAnswer(test(value));
      };
    const column = columns.values(sourceOf(attribute));
    if (!column) return () => open;
    const { codes } = column;
    const byCode = table(column);
    return (row) => byCode[codes[row] as number] as number;
  };
}

/** The column that an attribute is read from. */
const sourceOf = (attribute: string) => (attribute === 'ageYears' ? 'foundedOn' : attribute);

/** Answers by code of a value column, worked out once per value. */
function answerTable(answerOf: (cell: FactValue | undefined) => number): (column: ValueColumn) => Uint8Array {
  let byCode = new Uint8Array(0);
  return ({ values }) => {
    if (byCode.length < values.length) {
      const known = byCode;
      byCode = Uint8Array.from(values, (cell, code) => known[code] ?? answerOf(cell));
    }
    return byCode;
  };
}

function shareAsker(clause: RuleClause, rule: Rule, columns: Columns, today: string): () => Answer {
  const test = testOf(clause);
  const names = attributesOf(clause);
  const others = clausesOf(rule).filter((other) => other !== clause);
  // An unknown that no other clause asks for can be settled here; else the whole rule has to look at the row.
  const isOwn = names.map((name) => !others.some((other) => attributesOf(other).includes(name)));
  const numberAt = (name: string) => {
    const numbers = columns.numbers(name);
    if (numbers) return (row: number) => numbers[row] as number;
    if (name !== 'ageYears') return () => NaN;
    return (row: number) => {
      const age = readerOver((attribute) => columns.cell(attribute, row), today)(name);
      return typeof age === 'number' ? age : NaN;
    };
  };
  return () => {
    const [baseAt, valueAt] = [numberAt(names[0] as string), numberAt(names[1] as string)];
    return (row) => {
      const base = baseAt(row);
      const value = valueAt(row);
      const isKnown = { base: !Number.isNaN(base), value: !Number.isNaN(value) };
      const truth = test(isKnown.value ? value : undefined, isKnown.base ? base : undefined);
      if (truth !== null) return toAnswer(truth);
      if (!isKnown.base && !isKnown.value) return open;
      if (!isOwn[isKnown.base ? 1 : 0]) return mixed;
      const settled = decideClause(clause, (name) => {
        const number = name === names[0] ? base : value;
        return Number.isNaN(number) ? undefined : number;
      });
      return settled === null ? half : toAnswer(settled);
    };
  };
}

function toAnswer(truth: boolean | null): number {
  if (truth === null) return open;
  return truth ? holds : fails;
}
