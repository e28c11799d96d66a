import type { AuditFault, AuditReport } from './verification.service';

const blockProblems: Record<Extract<AuditFault, { kind: 'block' }>['problem'], string> = {
  missing: '前面缺了环节',
  altered: '这一环的内容被改过',
  unlinked: '这一环和上一环对不上',
  'after-closing': '链已经封口，后面又多出这一环',
  cut: '从这一环起被截断了：检查点里有，库里没有',
  rewritten: '这一环被整段重算过：和检查点签下的不一样',
};
const checkpointProblems: Record<Extract<AuditFault, { kind: 'checkpoint' }>['problem'], string> = {
  unreadable: '这一行不是检查点',
  altered: '这一行的内容被改过',
  unsigned: '这一行不是用本系统的私钥签的',
  missing: '这一行和上一行接不上，中间缺了或次序变了',
  cut: '文件缺了后面的行：数据库记得有这一行',
  rewritten: '这一行和数据库记得的不一样',
};
const ledgerProblems: Record<Extract<AuditFault, { kind: 'ledger' }>['problem'], string> = {
  missing: '这一条台账不见了',
  altered: '这一条台账被改过',
  unwitnessed: '这一条台账在审计链里没有记录',
};

function faultText(fault: AuditFault): string {
  switch (fault.kind) {
    case 'checkpoint':
      return `检查点文件 ${fault.file} 第 ${fault.line} 行：${checkpointProblems[fault.problem]}`;
    case 'block':
      return `链 ${fault.chain} 第 ${fault.number} 环：${blockProblems[fault.problem]}`;
    case 'entry':
      return `链 ${fault.chain} 第 ${fault.sequence} 条（${fault.id}）：${fault.problem === 'missing' ? '这一条不见了' : '这一条的内容被改过'}`;
    case 'stray':
      return `审计记录 ${fault.id}：不在任何一条链上（写入者 ${fault.chain}）`;
    case 'ledger':
      return `诉求 ${fault.issueId} 第 ${fault.sequence} 条：${ledgerProblems[fault.problem]}`;
  }
}

/** An instant as an operator reads it, in Asia/Shanghai. */
function instantText(at: Date): string {
  return at.toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
}

/** What checking the audit trail found, line by line for the terminal. */
export function auditLines(report: AuditReport): string[] {
  const { chains, blocks, entries, lastCheckpoint: last, faults } = report;
  const checked = `查了 ${chains} 条链、${blocks} 环、${entries} 条审计记录、${report.checkpoints} 个检查点`;
  return [
    faults.length === 0 ? `${checked}，全部相符` : `${checked}，${faults.length} 处不符：`,
    ...faults.map((fault) => `  ${faultText(fault)}`),
    last
      ? `最后一个检查点：第 ${last.number} 行，${instantText(last.at)}，覆盖 ${last.chains} 条链、${report.coveredEntries} 条记录，连同它们见证的诉求台账`
      : '还没有检查点：链尾被截断、整链被重算，现在还查不出来',
    ...(report.uncoveredEntries + report.unlinkedEntries > 0
      ? [
          `检查点之后还有 ${report.uncoveredEntries} 条已入链、${report.unlinkedEntries} 条待入链，下一个检查点覆盖`,
        ]
      : []),
    ...(report.olderLedgers > 0 ? [`${report.olderLedgers} 件诉求的台账早于审计链，检查点不覆盖`] : []),
  ];
}
