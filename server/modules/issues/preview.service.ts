import { Types, type QueryFilter } from 'mongoose';
import type { Body } from '@contract';
import type { IssueField } from '@contract/enums';
import type { IssuePreview } from '@contract/issues';
import { requireEnterprise, type Context } from '../../context';
import { AppError } from '../../errors';
import { createTextIndex, type TextIndex } from '../../search/text-index';
import { accountableOfficer } from '../accounts/memberships.service';
import { enterpriseHeads } from '../enterprises/enterprises.service';
import { proposeBody } from '../organizations/organizations.service';
import { cityOf } from '../organizations/regions';
import { isProvisional } from './calendar';
import { answerDueAt, clock, signDueAt } from './deadline';
import { toParty } from './issue-access.service';
import { toAccountable } from './issue-view';
import { IssueModel, type IssueDoc } from './issues.model';
import { proposeCategory, type Likeness } from './proposals';
import { openStatuses } from './reducer';

/** How many of a city's latest issues a text is compared with. */
const candidates = 200;
const closedLikeEnough = 0.15;
const openLikeEnough = 0.25;
const mostIndexed = 20_000;

/**
 * What raising this issue would mean, before submitting: category as proposed or chosen, promised date with its clock,
 * who will answer for it, which body the matrix names, and how many other enterprises of the city have a like one open.
 * @throws NOT_BOUND when the caller acts for no enterprise
 */
export async function previewIssue(ctx: Context, body: Body<'POST /issues/preview'>): Promise<IssuePreview> {
  const enterpriseId = requireEnterprise(ctx).id;
  const head = (await enterpriseHeads([enterpriseId])).get(enterpriseId);
  if (!head) throw new AppError('NOT_FOUND');
  const cityCode = cityOf(head.regionCode) ?? head.regionCode;
  const text = body.body.trim();
  const like = text ? await likeClosedIssues(text, cityCode) : [];
  const proposal = proposeCategory(text, like);
  const kind = body.kind ?? proposal.kind;
  const field = body.field ?? proposal.field;
  const dueAt = answerDueAt(kind, ctx.now);
  const [accountable, proposed, similarEnterprises] = await Promise.all([
    accountableOfficer(head.deskOrganizationId, { at: ctx.now }).then(toParty),
    proposeBody(field, head.regionCode),
    text ? countLikeOpenIssues(text, { cityCode, field, enterpriseId }) : 0,
  ]);
  return {
    kind,
    field,
    answerDueAt: dueAt.toISOString(),
    signDueAt: signDueAt(ctx.now).toISOString(),
    isProvisional: isProvisional(ctx.now, dueAt),
    clock: clock({ from: ctx.now, dueAt }, ctx.now),
    accountable: toAccountable(accountable),
    ...(proposed
      ? { proposedBody: { id: proposed.id, name: proposed.name, shortName: proposed.shortName } }
      : {}),
    similarEnterprises,
  };
}

/** Closed issues of the city that are like the text. */
async function likeClosedIssues(text: string, cityCode: string): Promise<Likeness[]> {
  const issues = await compare(text, { cityCode, 'state.status': 'closed' });
  return issues
    .map(({ similarity, issue: { state } }) => ({ kind: state.kind, field: state.field, similarity }))
    .filter(({ similarity }) => similarity >= closedLikeEnough)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, 5);
}

/** How many other enterprises of the city have an open issue in the field that is like the text. */
async function countLikeOpenIssues(
  text: string,
  { cityCode, field, enterpriseId }: { cityCode: string; field: IssueField; enterpriseId: string },
): Promise<number> {
  const issues = await compare(text, {
    cityCode,
    'state.status': { $in: [...openStatuses] },
    'state.field': field,
    enterpriseId: { $ne: new Types.ObjectId(enterpriseId) },
  });
  const like = issues.filter(({ similarity }) => similarity >= openLikeEnough);
  return new Set(like.map(({ issue }) => issue.enterpriseId.toHexString())).size;
}

// What an issue says never changes, so each is segmented once per process.
let index: TextIndex = createTextIndex();

/** The latest issues of a filter, each with its likeness to the text in [0, 1]. */
async function compare(
  text: string,
  filter: QueryFilter<IssueDoc>,
): Promise<{ issue: IssueDoc; similarity: number }[]> {
  const issues = await IssueModel.find(filter).sort({ 'state.submittedAt': -1 }).limit(candidates).lean();
  if (index.size > mostIndexed) index = createTextIndex();
  for (const { _id, state } of issues) {
    const id = _id.toHexString();
    if (!index.has(id))
      index.add(id, [
        { text: state.title, weight: 1 },
        { text: state.text, weight: 1 },
      ]);
  }
  return issues.map((issue) => ({ issue, similarity: index.similarity(text, issue._id.toHexString()) }));
}
