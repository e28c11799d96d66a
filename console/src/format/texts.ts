/** Words of the console alone; what both clients say alike stands in the mini-program's format/codes. */
import type { IssueStatus, LedgerEntryKind, ListingSide, RuleOperator } from '@contract/enums';

export const issueStatusText: Record<IssueStatus, string> = {
  submitted: '待受理',
  accepted: '待转办',
  dispatched: '待签收',
  'in-hand': '在办',
  answered: '待确认',
  closed: '已办结',
  withdrawn: '已撤回',
};
export const issueStatusTone: Record<IssueStatus, 'accent' | 'amber' | 'green' | 'grey'> = {
  submitted: 'accent',
  accepted: 'accent',
  dispatched: 'accent',
  'in-hand': 'grey',
  answered: 'amber',
  closed: 'green',
  withdrawn: 'grey',
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
  within: '在（含下级）',
  has: '包含',
  'size-at-least': '规模不小于',
  'size-at-most': '规模不大于',
};
export const sideText: Record<ListingSide, string> = { offer: '供', need: '需' };
