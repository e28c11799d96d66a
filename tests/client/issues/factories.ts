import type { Issue, IssueRow, LedgerEntry } from '@contract';

const desk = { id: 'o-desk', name: '中牟县企业服务办公室', shortName: '县企业服务办' };

/** An issue in a list, in the hands of its desk unless told otherwise. */
export function anIssueRow(overrides: Partial<IssueRow> = {}): IssueRow {
  return {
    id: 'i',
    number: '2026-000382',
    title: '二期厂房用电增容，等了两个月',
    kind: 'help',
    field: 'utilities',
    source: 'mini-program',
    status: 'in-hand',
    enterprise: { id: 'e', name: '河南中原精工机械有限公司', regionName: '中牟县' },
    submittedAt: '2026-11-19T02:20:00.000Z',
    answerDueAt: '2026-11-26T09:30:00.000Z',
    isBreached: false,
    remainingMinutes: 1_620,
    limitMinutes: 2_100,
    runningLimit: 'answer',
    accountable: { personId: 'p', name: '周志强', organization: desk },
    latest: '县发展改革委周志强已签收，正在办',
    returnCount: 0,
    disputeCount: 0,
    clock: [],
    ...overrides,
  };
}

/** A whole issue, without entries unless told otherwise. */
export function anIssue(overrides: Partial<Issue> = {}): Issue {
  return {
    ...anIssueRow(),
    body: '从 400 千伏安增到 1,250 千伏安',
    files: [],
    contactName: '王海燕',
    entries: [],
    allowed: [],
    isChainValid: true,
    ...overrides,
  };
}

/** An entry of the ledger by an officer of the desk. */
export function anEntry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    sequence: 1,
    kind: 'accepted',
    at: '2026-11-19T02:52:00.000Z',
    actorName: '李雅琴',
    actorOrganization: '县企业服务办',
    files: [],
    isPublic: true,
    hash: '00000000',
    ...overrides,
  };
}
