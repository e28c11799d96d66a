import { setImmediate as turn } from 'node:timers/promises';
import type { Verdict } from '@contract/enums';
import type { Rule } from '@contract/policies';
import { isWithin } from '../organizations/regions';
import type { Columns } from '../../search/columns';
import { columnJudge, met, notMet, unknown } from './column-judge';

/** Rows judged in one go; between two goes other requests have their turn. */
const batchRows = 8_192;
/** Enterprises of each verdict that a sample is chosen from. */
const sampleRows = 8;

/** What a scan of the province has found. */
export interface Scan {
  counts: Record<Verdict, number>;
  /** For each rule, enterprises not yet excluded after each of its top-level clauses. */
  kept: number[][];
  /** The first rows of each verdict. */
  first: Record<Verdict, number[]>;
}

/** Rows of the enterprises that lie in any of the regions, in order of their ids. */
export function rowsWithin(columns: Columns, regionCodes: readonly string[]): Uint32Array {
  const rows = columns.rowsInOrder();
  const regions = columns.values('regionCode');
  if (!regions || regionCodes.length === 0) return new Uint32Array(0);
  const isInside = regions.values.map((code) =>
    regionCodes.some((regionCode) => isWithin(String(code), regionCode)),
  );
  const { codes } = regions;
  return rows.filter((row) => isInside[codes[row] as number]);
}

/**
 * Judges rows by several rules and takes the best verdict of each row. `visit` is handed the rows that are met or may
 * be, batch after batch, with the verdict code of every rule.
 */
export async function scanRows(
  columns: Columns,
  rows: Uint32Array,
  rules: readonly Rule[],
  now: Date,
  visit?: (chosen: Chosen[], batch: Uint32Array) => Promise<void>,
): Promise<Scan> {
  const judges = rules.map((rule) => columnJudge(rule, columns, now));
  const scan: Scan = {
    counts: { met: 0, unknown: 0, 'not-met': 0 },
    kept: judges.map(({ kept }) => kept),
    first: { met: [], unknown: [], 'not-met': [] },
  };
  const note = (verdict: Verdict, row: number) => {
    scan.counts[verdict] += 1;
    if (scan.first[verdict].length < sampleRows) scan.first[verdict].push(row);
  };
  for (let start = 0; start < rows.length; start += batchRows) {
    const batch = rows.subarray(start, start + batchRows);
    const byRule = judges.map(({ judge }) => judge(batch));
    const chosen: Chosen[] = [];
    for (const [at, row] of batch.entries()) {
      let isMet = false;
      let isOpen = false;
      for (const verdicts of byRule) {
        if (verdicts[at] === met) isMet = true;
        else if (verdicts[at] === unknown) isOpen = true;
      }
      note(isMet ? 'met' : isOpen ? 'unknown' : 'not-met', row);
      if (visit && (isMet || isOpen))
        chosen.push({
          row,
          verdicts: byRule.map((verdicts) => verdicts[at] ?? notMet),
          patterns: judges.map(({ patternAt }) => patternAt(at)),
        });
    }
    if (visit) await visit(chosen, batch);
    else await turn();
  }
  return scan;
}

/** A row that at least one rule meets or may meet, with the verdict code and the pattern of each. */
export interface Chosen {
  row: number;
  verdicts: number[];
  patterns: number[];
}
