import type { Context } from '../../context';
import { AppError } from '../../errors';
import { openPhone, revealPhone } from '../accounts/people.service';
import { recordAudit } from '../audit/audit.service';
import { findVisibleIssue, viewerOf } from './issue-access.service';
import { isHandling } from './rules';

/**
 * Whom to call about an issue, with the phone in full, for who handles it; the reading and its reason are audited.
 * @throws NOT_FOUND when the issue lies outside the caller's scope, or nobody left a phone
 * @throws FORBIDDEN when the caller doesn't handle the issue
 */
export async function viewContact(
  ctx: Context,
  id: string,
  body: { reason: string },
): Promise<{ name: string; phone: string }> {
  const issue = await findVisibleIssue(ctx, id);
  if (!isHandling(issue.state, viewerOf(ctx))) throw new AppError('FORBIDDEN');
  const subject = { kind: 'issue', id };
  const reason = body.reason.trim();
  const enterpriseId = issue.enterpriseId.toHexString();
  // The trace stands before the number is known: a reading without one can't happen.
  await recordAudit(ctx, {
    action: 'issue.contact-viewed',
    subject,
    enterpriseId,
    reason,
    // The own number of a person leaves its own trace when it is read.
    ...(issue.contactPhone ? { reads: [issue.contactPersonId.toHexString()] } : {}),
  });
  const phone = issue.contactPhone
    ? openPhone(ctx, issue.contactPhone)
    : await revealPhone(ctx, issue.contactPersonId.toHexString(), { subject, reason });
  if (!phone) throw new AppError('NOT_FOUND', { message: '联系人没有留电话' });
  return { name: issue.contactName, phone };
}
