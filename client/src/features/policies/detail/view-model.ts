import type { ClauseResult, FactOrigin, ItemVerdict, Verdict } from '@contract';
import { factSourceText } from '@contract/words';
import { formatMonthDay } from '@/format/dates';

const rank: Record<Verdict, number> = { met: 0, unknown: 1, 'not-met': 2 };

/** The verdict to open a policy with: the item that was asked for, else the one nearest to being met. */
export function chooseVerdict(verdicts: readonly ItemVerdict[], itemKey?: string): ItemVerdict | undefined {
  const asked = verdicts.find((verdict) => verdict.itemKey === itemKey);
  return asked ?? [...verdicts].sort((a, b) => rank[a.verdict] - rank[b.verdict])[0];
}

/** “5 条满足 4 条”. */
export function countClauses(clauses: readonly ClauseResult[]): string {
  const met = clauses.filter(({ verdict }) => verdict === 'met').length;
  return met === clauses.length ? `${met} 条都满足` : `${clauses.length} 条满足 ${met} 条`;
}

/** The sentence that says what the verdict asks for. */
export function headlineOf(verdict: ItemVerdict): string {
  if (verdict.verdict === 'met') return '您符合，可以申报';
  if (verdict.verdict === 'not-met') return notMetHeadline(verdict);
  const labels = verdict.missing.map(({ label }) => label);
  if (labels.length === 1) return `只差一项：${labels[0]}`;
  return labels.length === 0 ? '还缺资料' : `还差 ${labels.length} 项：${labels.join('、')}`;
}

function notMetHeadline(verdict: ItemVerdict): string {
  if (!verdict.isChangeable) return '这项现在报不了';
  if (verdict.changes.length === 1) return '改一样就符合';
  return verdict.changes.length > 1 ? `改这 ${verdict.changes.length} 样就符合` : '现在不符合';
}

/** Where a value was seen and when: “企业填报，4月18日”. */
export function describeOrigin(origin: FactOrigin, now: Date): string {
  return `${factSourceText[origin.source]}，${formatMonthDay(origin.asOf, now)}`;
}

/** A step that begins with what to do, set off by a colon: “网上填报：登录河南政务服务网”. */
export function splitStep(step: string): { lead?: string; rest: string } {
  const at = step.search(/[：:]/);
  // A colon far into the sentence, or the one of an address, sets nothing off.
  if (at < 2 || at > 10 || step.startsWith('//', at + 1)) return { rest: step };
  return { lead: step.slice(0, at), rest: step.slice(at + 1) };
}
