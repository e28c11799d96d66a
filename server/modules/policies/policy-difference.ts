import { diffArrays } from 'diff';
import type { DifferencePiece, DifferenceRow, PolicyDifference } from '@contract/policy-versions';
import { cutWords } from '../../search/segment';
import { bodyText } from './policy-body';
import type { PolicyContent } from './policy-content';
import { ruleSentence } from './rule-text';

/** Paragraphs kept around a change, so that the reader knows where it stands. */
const contextRows = 1;
/** Share of words two paragraphs have in common, from which on one is the other changed. */
const likeEnough = 0.4;
/** Steps after which two texts count as nothing alike: the search for what they share grows with its square. */
const mostParagraphSteps = 1_000;
const mostWordSteps = 600;
/** Paragraphs that are looked through for the one that another has become: each with each would take minutes. */
const mostCandidates = 30;

/** What a reader has to know of the change from one version of a policy to the next: fields, then items, then its text. */
export function differenceOf(before: PolicyContent, after: PolicyContent): Omit<PolicyDifference, 'to'> {
  return {
    fields: fieldRows(before, after),
    rows: [
      ...compareParagraphs(itemParagraphs(before), itemParagraphs(after)),
      ...compareParagraphs(paragraphsOf(before.bodyHtml), paragraphsOf(after.bodyHtml)),
    ],
  };
}

const paragraphsOf = (bodyHtml: string) => bodyText(bodyHtml).split('\n').filter(Boolean);

/** Each item as a few lines that can be compared. */
function itemParagraphs({ items }: PolicyContent): string[] {
  return items.flatMap(({ title, benefit, rule, deadline, steps, materials }) => [
    `${title}：${benefit}`,
    `${title}，条件：${ruleSentence(rule)}`,
    `${title}，截止：${deadline ?? '常年受理'}`,
    ...(steps.length > 0 ? [`${title}，步骤：${steps.join('；')}`] : []),
    ...(materials.length > 0 ? [`${title}，材料：${materials.join('、')}`] : []),
  ]);
}

const fieldLabels = {
  title: '标题',
  docNo: '文号',
  issuer: '发文单位',
  issuedOn: '发文日期',
  effectiveOn: '施行日期',
  validUntil: '有效期到',
  reading: '解读',
} as const;

function fieldRows(before: PolicyContent, after: PolicyContent): PolicyDifference['fields'] {
  return Object.entries(fieldLabels).flatMap(([name, label]) => {
    const field = name as keyof typeof fieldLabels;
    const [from, to] = [before[field], after[field]];
    return from === to
      ? []
      : [{ label, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}

/** Two lists of paragraphs, row by row: what is the same is left out but for a line around each change. */
export function compareParagraphs(before: readonly string[], after: readonly string[]): DifferenceRow[] {
  const runs = diffArrays([...before], [...after], { maxEditLength: mostParagraphSteps });
  if (!runs) return [...before.map(removed), ...after.map(added)];
  const rows: DifferenceRow[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const settle = () => {
    rows.push(...pairUp(gone, come));
    [gone, come] = [[], []];
  };
  for (const run of runs) {
    if (run.removed) gone.push(...run.value);
    else if (run.added) come.push(...run.value);
    else {
      settle();
      rows.push(
        ...run.value.map((text): DifferenceRow => ({ kind: 'same', pieces: [{ kind: 'same', text }] })),
      );
    }
  }
  settle();
  return shortened(rows);
}

const removed = (text: string): DifferenceRow => ({ kind: 'removed', pieces: [{ kind: 'removed', text }] });
const added = (text: string): DifferenceRow => ({ kind: 'added', pieces: [{ kind: 'added', text }] });

/** Paragraphs that went and came at one place: in their order, like ones are one paragraph that changed. */
function pairUp(gone: readonly string[], come: readonly string[]): DifferenceRow[] {
  const rows: DifferenceRow[] = [];
  // Only where something went and something came are there words to compare.
  const bags = gone.length > 0 ? come.map(bagOf) : [];
  let next = 0;
  for (const before of gone) {
    const bag = next < come.length ? bagOf(before) : emptyBag;
    const found = bags
      .slice(next, next + mostCandidates)
      .findIndex((after) => likeness(bag, after) >= likeEnough);
    if (found === -1) {
      rows.push(removed(before));
      continue;
    }
    rows.push(...come.slice(next, next + found).map(added));
    rows.push({ kind: 'changed', pieces: comparedWords(before, come[next + found] ?? '') });
    next += found + 1;
  }
  return [...rows, ...come.slice(next).map(added)];
}

/** How often each word stands in a paragraph, and how many there are. */
interface Bag {
  counts: ReadonlyMap<string, number>;
  size: number;
}
const emptyBag: Bag = { counts: new Map(), size: 0 };

function bagOf(text: string): Bag {
  const words = cutWords(text);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { counts, size: words.length };
}

/** Share of the longer text's words that both have, from 0 to 1. */
function likeness(one: Bag, other: Bag): number {
  const [less, more] = [Math.min(one.size, other.size), Math.max(one.size, other.size, 1)];
  if (less / more < likeEnough) return 0;
  let common = 0;
  for (const [word, count] of one.counts) common += Math.min(count, other.counts.get(word) ?? 0);
  return common / more;
}

/** One paragraph in pieces that stayed, went and came, word by word. */
export function comparedWords(before: string, after: string): DifferencePiece[] {
  const runs = diffArrays(cutWords(before), cutWords(after), { maxEditLength: mostWordSteps });
  if (!runs)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  return runs.map((run) => ({
    kind: run.removed ? 'removed' : run.added ? 'added' : 'same',
    text: run.value.join(''),
  }));
}

function shortened(rows: readonly DifferenceRow[]): DifferenceRow[] {
  const isNear = (at: number) =>
    rows.slice(Math.max(0, at - contextRows), at + contextRows + 1).some(({ kind }) => kind !== 'same');
  const kept: DifferenceRow[] = [];
  let left = 0;
  const leave = () => {
    if (left > 0) kept.push({ kind: 'left-out', pieces: [], count: left });
    left = 0;
  };
  for (const [at, row] of rows.entries()) {
    if (!isNear(at)) {
      left += 1;
      continue;
    }
    leave();
    kept.push(row);
  }
  // Nothing changed: nothing is shown, not even how much is the same.
  if (kept.length > 0) leave();
  return kept;
}
