import type { Body } from '@contract';
import type { Issue } from '@contract/issues';
import type { Context } from '../../context';
import { answerDueAt } from './deadline';
import {
  announced,
  asEnterprise,
  currentOfficer,
  findVisibleIssue,
  requireAction,
} from './issue-access.service';
import type { Verdict } from './ledger';
import { appendEntry } from './ledger.service';

/**
 * The enterprise's verdict: solved closes the issue, partly solved or unsolved sends it back to who answered, under a new
 * answer limit.
 * @throws NOT_FOUND when it is another enterprise's
 * @throws FORBIDDEN when the caller worked on it themselves, or doesn't act for the enterprise
 * @throws ISSUE_STATE_CHANGED when it isn't waiting for a verdict any more
 */
export async function resolveIssue(
  ctx: Context,
  id: string,
  body: Body<'POST /issues/:id/resolution'>,
): Promise<Issue> {
  const issue = await findVisibleIssue(ctx, id);
  requireAction(ctx, issue, 'resolve');
  const words = body.words?.trim();
  const verdict: Verdict = {
    result: body.result,
    ...(body.stars ? { stars: body.stars } : {}),
    ...(words ? { words } : {}),
  };
  if (verdict.result === 'solved')
    return announced(ctx, await appendEntry(ctx, issue, asEnterprise(ctx), { kind: 'confirmed', verdict }));
  const accountable = await currentOfficer(issue.state.answer?.by ?? issue.state.accountable, ctx.now);
  return announced(
    ctx,
    await appendEntry(ctx, issue, asEnterprise(ctx), (_session, at) => ({
      kind: 'disputed',
      accountable,
      verdict,
      answerDueAt: answerDueAt(issue.state.kind, at).toISOString(),
    })),
  );
}

/**
 * The enterprise takes back an issue that isn't answered yet.
 * @throws NOT_FOUND when it is another enterprise's
 * @throws FORBIDDEN when the caller doesn't act for the enterprise
 * @throws ISSUE_STATE_CHANGED when it was answered or has ended
 */
export async function withdrawIssue(
  ctx: Context,
  id: string,
  body: Body<'POST /issues/:id/withdrawal'>,
): Promise<Issue> {
  const issue = await findVisibleIssue(ctx, id);
  requireAction(ctx, issue, 'withdraw');
  const note = body.note?.trim();
  return announced(
    ctx,
    await appendEntry(ctx, issue, asEnterprise(ctx), { kind: 'withdrawn', ...(note ? { note } : {}) }),
  );
}
