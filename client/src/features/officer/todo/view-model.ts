import type { IssueRow, Office } from '@contract';
import { urgencyOf, type Urgency } from '../time-left';

/** What an officer can do from the list: two at once in place, the others on their page. */
export type TodoAction = 'accept' | 'receive' | 'answer' | 'dispatch' | 'return';

/** The best next step first. */
export function actionsOf({ status }: Pick<IssueRow, 'status'>): TodoAction[] {
  switch (status) {
    case 'submitted':
      return ['accept'];
    case 'dispatched':
      return ['receive', 'return'];
    case 'accepted':
      return ['answer', 'dispatch'];
    case 'in-hand':
      return ['answer', 'return'];
    default:
      return [];
  }
}

export type UrgencyCounts = Record<Urgency, number>;

/**
 * How many of my issues are overdue, due today, and later. The list comes with the limit that ends first on top, so what
 * isn't loaded yet is later than what is.
 */
export function countByUrgency(issues: readonly IssueRow[], total: number, now: Date): UrgencyCounts {
  const count = (urgency: Urgency) => issues.filter((issue) => urgencyOf(issue, now) === urgency).length;
  const breached = count('breached');
  const today = count('today');
  return { breached, today, later: Math.max(0, total - breached - today) };
}

/** The issues of one urgency, or all. */
export function filterByUrgency(
  issues: readonly IssueRow[],
  urgency: Urgency | undefined,
  now: Date,
): IssueRow[] {
  return urgency ? issues.filter((issue) => urgencyOf(issue, now) === urgency) : [...issues];
}

/** “上午好”, by Shanghai's clock. */
export function greeting(now: Date): string {
  const hour = (now.getUTCHours() + 8) % 24;
  if (hour < 5 || hour >= 18) return '晚上好';
  if (hour < 12) return '上午好';
  return hour < 14 ? '中午好' : '下午好';
}

/** The bodies an officer works in: “中牟县企业服务办”, “中牟县企业服务办等 2 个单位”. */
export function officesText(offices: readonly Office[]): string {
  const names = [...new Set(offices.map(({ organization }) => organization.name))];
  const [first = ''] = names;
  return names.length > 1 ? `${first}等 ${names.length} 个单位` : first;
}
