import type { Verdict } from '@contract/enums';
import type { Audience, Rule } from '@contract/policies';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { readEnterpriseColumns } from '../enterprises/columns.service';
import { enterpriseRefs } from '../enterprises/enterprises.service';
import type { Columns } from '../../search/columns';
import { rowsWithin, scanRows, type Scan } from './audience-scan';
import { rowReader } from './column-judge';
import { reasonFor } from './eligibility';
import { editorRegions } from './policies.service';
import { checkRule } from './rule-check';
import { ruleSentence } from './rule-text';

const sampleSize = 8;

/**
 * Whom a rule reaches among the enterprises of the caller's area: counts, what each clause leaves, a mixed sample.
 * @throws VALIDATION_FAILED naming the part of the rule that is wrong
 */
export async function previewAudience(ctx: Context, rule: Rule): Promise<Audience> {
  const details = checkRule(rule, 'body.rule');
  const [first] = details;
  if (first) throw new AppError('VALIDATION_FAILED', { message: first.rule, details });
  const columns = await readEnterpriseColumns();
  const began = performance.now();
  const scan = await scanRows(columns, rowsWithin(columns, await editorRegions(ctx)), [rule], ctx.now);
  const tookMs = Math.round(performance.now() - began);
  return {
    ...(await toAudience(columns, scan, [rule], ctx.now)),
    kept: scan.kept[0] ?? [],
    sentence: ruleSentence(rule),
    tookMs,
  };
}

/** Counts and a sample of a scan by these rules: a few enterprises of each verdict, each with one reason. */
export async function toAudience(
  columns: Columns,
  { counts, first }: Scan,
  rules: readonly Rule[],
  now: Date,
): Promise<Pick<Audience, 'counts' | 'total' | 'sample'>> {
  const chosen = chooseSample(first).map(({ row, verdict }) => {
    const read = rowReader(columns, row, now);
    const reasons = rules.map((rule) => reasonFor(rule, read));
    const because = reasons.find((reason) => reason.verdict === verdict)?.because ?? '没有还能申报的事项';
    return { id: columns.idAt(row), verdict, because };
  });
  const refs = await enterpriseRefs(chosen.map(({ id }) => id));
  const { met, unknown, 'not-met': notMet } = counts;
  return {
    counts: { met, unknown, notMet },
    total: met + unknown + notMet,
    sample: chosen.flatMap(({ id, verdict, because }) => {
      const enterprise = refs.get(id);
      return enterprise ? [{ enterprise, verdict, because }] : [];
    }),
  };
}

/** Three, two and three of each verdict; what one kind lacks, the others fill up. */
function chooseSample(first: Scan['first']): { row: number; verdict: Verdict }[] {
  const shares: [Verdict, number][] = [
    ['met', 3],
    ['unknown', 2],
    ['not-met', 3],
  ];
  const own = shares.flatMap(([verdict, count]) => first[verdict].slice(0, count));
  const more = shares.flatMap(([verdict, count]) => first[verdict].slice(count));
  const chosen = new Set([...own, ...more].slice(0, sampleSize));
  return shares.flatMap(([verdict]) =>
    first[verdict].filter((row) => chosen.has(row)).map((row) => ({ row, verdict })),
  );
}
