import type { Fault } from './ledger';
import type { LedgerReport } from './ledger.service';

const problems: Record<Fault['problem'], string> = {
  missing: '这一条不见了',
  altered: '这一条的内容被改过',
  unlinked: '这一条和上一条对不上',
  impossible: '这一条不可能接在上一条后面',
  projection: '现在的状态和台账算出来的不一样',
};

/** What checking the ledgers found, line by line for the terminal. */
export function reportLines({ issues, entries, faults }: LedgerReport): string[] {
  const checked = `查了 ${issues} 件诉求、${entries} 条台账`;
  if (faults.length === 0) return [`${checked}，全部相符`];
  return [
    `${checked}，${faults.length} 处不符：`,
    ...faults.map(
      ({ issueId, number, sequence, problem }) =>
        `  ${number ?? '没有主件的台账'}（${issueId}）第 ${sequence} 条：${problems[problem]}`,
    ),
  ];
}
