import type { Issue, Organization } from '@contract';
import type { ReturnReason } from '@contract/enums';

export type OfficerAction = 'accept' | 'receive' | 'answer' | 'dispatch' | 'return' | 'note';

export const actionText: Record<OfficerAction, string> = {
  accept: '受理',
  receive: '签收',
  answer: '答复',
  dispatch: '转办',
  return: '退回',
  note: '记一笔',
};

/** What stands on the bar, the best next step last, where the thumb is; the rest is listed on the page. */
export function barActions({
  allowed,
  proposedBody,
  accountable,
}: Pick<Issue, 'allowed' | 'proposedBody' | 'accountable'>): OfficerAction[] {
  if (allowed.includes('accept')) return ['accept'];
  if (allowed.includes('receive')) return allowed.includes('return') ? ['return', 'receive'] : ['receive'];
  if (!allowed.includes('answer')) return allowed.includes('dispatch') ? ['dispatch'] : [];
  if (!allowed.includes('dispatch')) return ['answer'];
  // The matrix names another body: passing it on is the likelier step.
  const isOthers = proposedBody !== undefined && proposedBody.id !== accountable.organization.id;
  return isOthers ? ['answer', 'dispatch'] : ['dispatch', 'answer'];
}

/** What else the officer may do. */
export function furtherActions(
  issue: Pick<Issue, 'allowed' | 'proposedBody' | 'accountable'>,
): OfficerAction[] {
  const onBar = barActions(issue);
  const known: readonly OfficerAction[] = ['dispatch', 'return', 'note'];
  return known.filter((action) => issue.allowed.includes(action) && !onBar.includes(action));
}

/** What the sender has to do about a return, by its reason. */
export const returnConsequence: Record<ReturnReason, string> = {
  'not-our-duty': '转出的人另选单位',
  'needs-other-body-first': '写明要哪个单位先办',
  'wrong-level': '写明该由哪一级办',
  incomplete: '写明还缺什么材料',
};

/** Bodies an issue can be given to, out of the directory: not the one that has it, not partners from outside. */
export function possibleBodies(
  found: readonly Organization[],
  { accountable, proposedBody }: Pick<Issue, 'accountable' | 'proposedBody'>,
): Organization[] {
  return found.filter(
    ({ id, kind }) =>
      id !== accountable.organization.id &&
      id !== proposedBody?.id &&
      (kind === 'service-office' || kind === 'department' || kind === 'park'),
  );
}
