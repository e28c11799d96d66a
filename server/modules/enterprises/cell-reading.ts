import type { FactValue } from './attributes';

/** What a cell says: nothing, a value, or something that can't be taken for sure, with the rule in Chinese. */
export type CellReading =
  { kind: 'empty' } | { kind: 'value'; value: FactValue } | { kind: 'bad'; rule: string };

/** Nothing. */
export const empty: CellReading = { kind: 'empty' };
/** Something that can be taken. */
export const value = (given: FactValue): CellReading => ({ kind: 'value', value: given });
/** Something that can't, and the rule it breaks, in Chinese. */
export const bad = (rule: string): CellReading => ({ kind: 'bad', rule });

/** A name without spaces, quotes, brackets and the word 企业 at its end: what people write differently. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s"“”'()]/g, '')
    .replace(/企业$/, '');
}
