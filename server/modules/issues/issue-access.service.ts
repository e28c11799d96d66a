import type { FileRef } from '@contract/common';
import type { Issue } from '@contract/issues';
import { accessible } from '../../access/access';
import { rolesFor } from '../../access/grants';
import { requirePerson, type Context } from '../../context';
import { AppError } from '../../errors';
import { accountableOfficer, findOfficers } from '../accounts/memberships.service';
import { nameMap } from '../accounts/people.service';
import { enterpriseRefs } from '../enterprises/enterprises.service';
import { fileRefs } from '../files/files.service';
import {
  getOrganization,
  organizationRecords,
  proposeBody,
  type OrganizationRecord,
} from '../organizations/organizations.service';
import { announce } from './issue-messages.service';
import { fileIdsOf, toIssue } from './issue-view';
import { IssueModel, type IssueDoc } from './issues.model';
import type { EntryActor, LedgerBody, Party } from './ledger';
import { entriesOf, faultOf, type Written } from './ledger.service';
import { capacities, isOwnEnterprise, isPossible, officesIn, type IssueAction, type Viewer } from './rules';

/**
 * The caller as the rules see them.
 * @throws NOT_SIGNED_IN when nobody is signed in
 */
export function viewerOf(ctx: Context): Viewer {
  const { personId, enterprise, offices } = requirePerson(ctx);
  return { personId, offices, ...(enterprise ? { enterpriseId: enterprise.id } : {}) };
}

/**
 * An issue the caller may see.
 * @throws NOT_FOUND when there is none, or it is another enterprise's or lies outside the caller's offices
 */
export async function findVisibleIssue(ctx: Context, id: string): Promise<IssueDoc> {
  const issue = await IssueModel.findOne({ $and: [accessible(ctx, 'read', 'issue'), { _id: id }] }).lean();
  if (!issue) throw new AppError('NOT_FOUND');
  return issue;
}

/**
 * The offices (or the enterprise) in which the caller may do this to the issue now.
 * @throws ISSUE_STATE_CHANGED when its status doesn't admit it
 * @throws FORBIDDEN when it isn't the caller's to do
 */
export function requireAction(ctx: Context, issue: IssueDoc, action: IssueAction): string[] {
  if (!isPossible(issue.state, action)) throw new AppError('ISSUE_STATE_CHANGED');
  const offices = capacities(issue.state, viewerOf(ctx), action);
  if (offices.length === 0) throw new AppError('FORBIDDEN');
  return offices;
}

/** The issue as the caller sees it, with its ledger. */
export async function describeIssue(ctx: Context, issue: IssueDoc): Promise<Issue> {
  const viewer = viewerOf(ctx);
  const [entries, enterprises] = await Promise.all([
    entriesOf(issue._id),
    enterpriseRefs([issue.enterpriseId]),
  ]);
  const fileIds = [...issue.state.fileIds, ...entries.flatMap(fileIdsOf)];
  const [files, names] = await Promise.all([
    fileIds.length > 0 ? fileRefs(fileIds) : new Map<string, FileRef>(),
    nameMap(entries.flatMap(({ actor }) => (actor.role === 'enterprise' ? [actor.personId] : []))),
  ]);
  return toIssue(
    issue,
    viewer,
    {
      entries,
      isChainValid: faultOf(issue, entries) === null,
      enterprise: enterprises.get(issue.enterpriseId.toHexString()),
      files,
      names,
      proposedBody: await proposalFor(issue, viewer),
    },
    ctx.now,
  );
}

/** Tells those concerned of what was written, and gives the issue as the caller sees it now. */
export async function announced(ctx: Context, written: Written): Promise<Issue> {
  await announce(ctx, written);
  return describeIssue(ctx, written.issue);
}

/** The body the matrix names, while the issue waits for its dispatch; to officers only where they could dispatch to it. */
async function proposalFor(issue: IssueDoc, viewer: Viewer) {
  const { status, field } = issue.state;
  if (status !== 'submitted' && status !== 'accepted') return undefined;
  const body = await proposeBody(field, issue.regionCode);
  if (!body) return undefined;
  const isReachable =
    isOwnEnterprise(issue.state, viewer) ||
    officesIn(viewer, [...body.ancestorIds, body.id], rolesFor('dispatch', 'issue')).length > 0;
  return isReachable ? { id: body.id, name: body.name, shortName: body.shortName } : undefined;
}

/** A body as the ledger keeps it. */
export function toLedgerBody({ id, name, shortName, ancestorIds }: OrganizationRecord): LedgerBody {
  return { organizationId: id, name, shortName, path: [...ancestorIds, id] };
}

/** An officer in a body, as the ledger keeps them. */
export async function toParty(officer: {
  personId: string;
  name: string;
  organizationId: string;
}): Promise<Party> {
  const { personId, name, organizationId } = officer;
  return { personId, name, body: toLedgerBody(await getOrganization(organizationId)) };
}

/** The same officer while they work in their body or lead it; else whoever answers for it now. */
export async function currentOfficer(party: Party, now: Date): Promise<Party> {
  const { organizationId } = party.body;
  const officer = (await findOfficers(organizationId)).find(({ personId }) => personId === party.personId);
  const isThere =
    officer && (officer.isHead || rolesFor('work', 'issue').some((role) => officer.roles.includes(role)));
  return isThere ? party : toParty(await accountableOfficer(organizationId, { at: now }));
}

/** The caller as an officer of the nearest of these offices: the one deepest in the tree. */
export async function actingParty(ctx: Context, offices: readonly string[]): Promise<Party> {
  const { personId, name } = requirePerson(ctx);
  const records = [...(await organizationRecords(offices)).values()];
  const [nearest] = records.sort(
    (a, b) => b.ancestorIds.length - a.ancestorIds.length || offices.indexOf(a.id) - offices.indexOf(b.id),
  );
  if (!nearest) throw new AppError('FORBIDDEN');
  return { personId, name, body: toLedgerBody(nearest) };
}

/** Who an entry by this officer names as its writer. */
export function asOfficer({ personId, name, body }: Party): EntryActor {
  return {
    role: 'officer',
    personId,
    name,
    organizationId: body.organizationId,
    organizationName: body.shortName,
  };
}

/** Who an entry by the caller names as its writer, as somebody of the enterprise. */
export function asEnterprise(ctx: Context): EntryActor {
  return { role: 'enterprise', personId: requirePerson(ctx).personId };
}
