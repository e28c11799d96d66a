/** Words of the console alone; what all say alike stands in the contract's words. */
import type {
  ApplyPath,
  EventStatus,
  IssueStatus,
  LedgerEntryKind,
  ListingSide,
  PolicyStatus,
  RuleOperator,
} from '@contract/enums';
import type { Issue, IssueRow } from '@contract/index';

export type ToneName = 'accent' | 'amber' | 'green' | 'red' | 'grey';

export const issueStatusText: Record<IssueStatus, string> = {
  submitted: '待受理',
  accepted: '待转办',
  dispatched: '待签收',
  'in-hand': '在办',
  answered: '待确认',
  closed: '已办结',
  withdrawn: '已撤回',
};
export const issueStatusTone: Record<IssueStatus, ToneName> = {
  submitted: 'accent',
  accepted: 'accent',
  dispatched: 'accent',
  'in-hand': 'grey',
  answered: 'amber',
  closed: 'green',
  withdrawn: 'grey',
};
export const issueActionText: Record<Issue['allowed'][number], string> = {
  accept: '受理',
  receive: '签收',
  answer: '答复',
  dispatch: '转办',
  return: '退回',
  note: '写记录',
  resolve: '评价',
  withdraw: '撤回',
};
export const limitText: Record<NonNullable<IssueRow['runningLimit']>, string> = {
  sign: '签收',
  answer: '答复',
  confirm: '确认',
};
export const ledgerKindText: Record<LedgerEntryKind, string> = {
  submitted: '提交',
  accepted: '受理',
  dispatched: '转办',
  received: '签收',
  returned: '退回',
  noted: '记录',
  answered: '答复',
  confirmed: '确认解决',
  disputed: '未解决，重办',
  lapsed: '到期未确认',
  withdrawn: '撤回',
  reassigned: '改派',
  relocated: '单位归属变更',
};
export const policyStatusTone: Record<PolicyStatus, ToneName> = {
  draft: 'grey',
  upcoming: 'amber',
  'in-force': 'green',
  unverified: 'amber',
  expired: 'grey',
  repealed: 'grey',
  superseded: 'grey',
  withdrawn: 'red',
};
export const eventStatusTone: Record<EventStatus, ToneName> = {
  draft: 'grey',
  open: 'green',
  cancelled: 'red',
};
export const operatorText: Record<RuleOperator, string> = {
  eq: '是',
  ne: '不是',
  gte: '≥',
  lte: '≤',
  gt: '>',
  lt: '<',
  in: '属于任一',
  'not-in': '不属于',
  within: '在',
  has: '含任一',
  'size-at-least': '不小于',
  'size-at-most': '不大于',
};
/** Numbers are compared by sign, days by word. */
export const dayOperatorText: Partial<Record<RuleOperator, string>> = {
  eq: '是',
  ne: '不是',
  gte: '不早于',
  lte: '不晚于',
  gt: '晚于',
  lt: '早于',
};
export const applyPathHint: Record<ApplyPath, string> = {
  link: '企业点开网址申报',
  appointment: '企业约窗口时间',
  application: '企业在小程序里申报',
  automatic: '不用申报，名单确认后直接给',
};
export const sideText: Record<ListingSide, string> = { offer: '供', need: '需' };
