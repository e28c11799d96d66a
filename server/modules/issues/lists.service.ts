import type { QueryFilter } from 'mongoose';
import type { Query } from '@contract';
import type { Issue, IssueCounts, IssueRow } from '@contract/issues';
import { accessible, bodiesOf } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { readCursor, writeCursor } from '../../cursor';
import { wordsPattern } from '../../search/pattern';
import { enterpriseRefs } from '../enterprises/enterprises.service';
import { dayOf, startOfDay } from './calendar';
import { describeIssue, findVisibleIssue, viewerOf } from './issue-access.service';
import { toRow } from './issue-view';
import { IssueModel, type IssueDoc } from './issues.model';
import { openStatuses, unansweredStatuses } from './reducer';

type Side = Query<'GET /issues'>['as'];
type Group = NonNullable<Query<'GET /issues'>['group']>;
type Filter = QueryFilter<IssueDoc>;

const dayMs = 24 * 3_600_000;

/**
 * One issue with its ledger, as far as the caller may see it.
 * @throws NOT_FOUND when there is none, or it lies outside the caller's scope
 */
export async function getIssue(ctx: Context, id: string): Promise<Issue> {
  return describeIssue(ctx, await findVisibleIssue(ctx, id));
}

/**
 * Issues of the caller's enterprise, newest first, or those in the caller's offices: an open group with the limit that
 * ends first on top, the rest latest change first.
 * @throws NOT_BOUND when the caller acts for no enterprise
 * @throws FORBIDDEN when the caller holds no office that sees issues
 * @throws VALIDATION_FAILED when the cursor is none of ours
 */
export async function listIssues(
  ctx: Context,
  query: Query<'GET /issues'>,
): Promise<{ items: IssueRow[]; next?: string; total: number }> {
  const filter: Filter = {
    $and: [
      accessible(ctx, 'read', 'issue', query.as),
      ...(query.group ? [groupFilter(ctx, query.as, query.group)] : []),
      ...(query.field ? [{ 'state.field': query.field }] : []),
      ...(query.source ? [{ 'state.source': query.source }] : []),
      ...(query.q?.trim() ? [wordFilter(query.q.trim())] : []),
    ],
  };
  const order = orderOf(query);
  const limit = query.limit ?? 20;
  const [found, total] = await Promise.all([
    IssueModel.find(query.cursor ? { $and: [filter, afterCursor(order, query.cursor)] } : filter)
      .sort({ [order.key]: order.direction, _id: order.direction })
      .limit(limit + 1)
      .lean(),
    IssueModel.countDocuments(filter),
  ]);
  const issues = found.slice(0, limit);
  const last = found.length > limit ? issues.at(-1) : undefined;
  const viewer = viewerOf(ctx);
  const enterprises = await enterpriseRefs(issues.map(({ enterpriseId }) => enterpriseId));
  return {
    items: issues.map((issue) =>
      toRow(issue, viewer, enterprises.get(issue.enterpriseId.toHexString()), ctx.now),
    ),
    ...(last ? { next: writeCursor({ at: order.read(last) ?? new Date(0), id: last._id }) } : {}),
    total,
  };
}

/**
 * How many issues each group holds.
 * @throws NOT_BOUND when the caller acts for no enterprise
 * @throws FORBIDDEN when the caller holds no office that sees issues
 */
export async function countIssues(ctx: Context, as: Side): Promise<IssueCounts> {
  const side = accessible(ctx, 'read', 'issue', as);
  const count = (group: Group) => IssueModel.countDocuments({ $and: [side, groupFilter(ctx, as, group)] });
  const [open, inHand, waitingForMe, closed, breached, dueToday, toAccept, toReceive, disputed] =
    await Promise.all([
      count('open'),
      count('in-hand'),
      count('waiting-for-me'),
      count('closed'),
      count('breached'),
      count('due-today'),
      count('to-accept'),
      count('to-receive'),
      count('disputed'),
    ]);
  return { open, inHand, waitingForMe, closed, breached, dueToday, toAccept, toReceive, disputed };
}

/**
 * The groups of both sides. To an enterprise everything that hasn't ended is in hand, and answers wait for it; to an
 * officer work that somebody has taken on is in hand, and what waits for them is what they answer for, unless another
 * body has to sign for it first, and what their own body has to sign for.
 */
function groupFilter(ctx: Context, as: Side, group: Group): Filter {
  const { now } = ctx;
  const unanswered = { 'state.status': { $in: [...unansweredStatuses] } };
  switch (group) {
    case 'open':
      return { 'state.status': { $in: [...openStatuses] } };
    case 'in-hand':
      return {
        'state.status': {
          $in: as === 'enterprise' ? [...openStatuses] : ['accepted', 'dispatched', 'in-hand'],
        },
      };
    case 'waiting-for-me':
      if (as === 'enterprise') return { 'state.status': 'answered' };
      return {
        $or: [
          {
            'state.accountable.personId': requirePerson(ctx).personId,
            'state.status': { $in: ['submitted', 'accepted', 'in-hand'] },
          },
          {
            'state.dispatch.to.organizationId': { $in: bodiesOf(ctx, 'work', 'issue') },
            'state.status': 'dispatched',
          },
        ],
      };
    case 'closed':
      return { 'state.status': { $in: ['closed', 'withdrawn'] } };
    case 'breached':
      return { ...unanswered, 'state.dueAt': { $lt: now } };
    case 'due-today': {
      const tomorrow = new Date(startOfDay(dayOf(now)).getTime() + dayMs);
      return { ...unanswered, 'state.dueAt': { $gte: now, $lt: tomorrow } };
    }
    case 'to-accept':
      return { 'state.status': 'submitted' };
    case 'to-receive':
      return { 'state.status': 'dispatched' };
    case 'disputed':
      return { 'state.status': 'in-hand', 'state.disputeCount': { $gt: 0 } };
  }
}

/** Number, title or enterprise; an enterprise that hid its name isn't found by it. */
function wordFilter(words: string): Filter {
  const pattern = { $regex: wordsPattern(words), $options: 'i' };
  return {
    $or: [{ number: pattern }, { 'state.title': pattern }, { enterpriseName: pattern, isNameHidden: false }],
  };
}

interface Order {
  key: 'state.dueAt' | 'state.updatedAt' | 'state.submittedAt';
  direction: 1 | -1;
  read: (issue: IssueDoc) => Date | undefined;
}

function orderOf({ as, group }: Query<'GET /issues'>): Order {
  if (as === 'enterprise')
    return { key: 'state.submittedAt', direction: -1, read: ({ state }) => state.submittedAt };
  // Only open issues have a limit to be ordered by.
  if (group && group !== 'closed')
    return { key: 'state.dueAt', direction: 1, read: ({ state }) => state.dueAt };
  return { key: 'state.updatedAt', direction: -1, read: ({ state }) => state.updatedAt };
}

function afterCursor(order: Order, cursor: string): Filter {
  const { at, id } = readCursor(cursor);
  const beyond = order.direction === 1 ? '$gt' : '$lt';
  return { $or: [{ [order.key]: { [beyond]: at } }, { [order.key]: at, _id: { [beyond]: id } }] };
}
