import type { FileRef } from '@contract/common';
import type { Accountable, Issue, IssueRow, LedgerEntry } from '@contract/issues';
import type { EnterpriseRef, OrganizationRef } from '@contract/common';
import { clock, timing } from './deadline';
import type { IssueDoc } from './issues.model';
import { isPublic, type Entry, type Party } from './ledger';
import { openStatuses, runningLimit, type IssueState } from './reducer';
import { allowedActions, isHandling, isOwnEnterprise, seesAsOfficer, type Viewer } from './rules';

/** Shown in place of an enterprise that asked not to be named. */
const hiddenEnterprise = { id: '0'.repeat(24), name: '企业名称不公开' };

/** The accountable person as the wire has them. */
export function toAccountable({ personId, name, body }: Party): Accountable {
  const { organizationId, name: bodyName, shortName } = body;
  return { personId, name, organization: { id: organizationId, name: bodyName, shortName } };
}

/** Whether the viewer may know which enterprise raised the issue: itself and who handles it; others unless it hid its name. */
function mayKnowEnterprise(issue: IssueDoc, viewer: Viewer): boolean {
  return !issue.isNameHidden || isOwnEnterprise(issue.state, viewer) || isHandling(issue.state, viewer);
}

/** One row of a list as the viewer may see it, with the limits as they stand now. */
export function toRow(
  issue: IssueDoc,
  viewer: Viewer,
  enterprise: EnterpriseRef | undefined,
  now: Date,
): IssueRow {
  const { state } = issue;
  const limit = runningLimit(state);
  const known = enterprise ?? {
    id: issue.enterpriseId.toHexString(),
    name: issue.enterpriseName,
    regionName: '',
  };
  return {
    id: issue._id.toHexString(),
    number: issue.number,
    title: state.title,
    kind: state.kind,
    field: state.field,
    source: state.source,
    status: state.status,
    enterprise: mayKnowEnterprise(issue, viewer)
      ? known
      : { ...hiddenEnterprise, regionName: known.regionName },
    submittedAt: state.submittedAt.toISOString(),
    ...(state.sign ? { signDueAt: state.sign.dueAt.toISOString() } : {}),
    answerDueAt: state.answerDueAt.toISOString(),
    ...timing(limit, now),
    ...(limit ? { runningLimit: limit.kind } : {}),
    accountable: toAccountable(state.accountable),
    latest: state.latest,
    returnCount: state.returnCount,
    disputeCount: state.disputeCount,
    ...(state.confirmBy ? { confirmBy: state.confirmBy.toISOString() } : {}),
    ...(state.closedAs ? { closedAs: state.closedAs } : {}),
    ...(state.rating ? { rating: { ...state.rating, ratedAt: state.rating.ratedAt.toISOString() } } : {}),
    clock: clock(promise(state), now),
  };
}

/** What the clock shows: the answer while it is owed, then the time to confirm it. */
function promise(state: IssueState): { from: Date; dueAt: Date } | undefined {
  if (!openStatuses.includes(state.status)) return undefined;
  const limit = runningLimit(state);
  return limit?.kind === 'confirm' ? limit : { from: state.answerFrom, dueAt: state.answerDueAt };
}

/** The whole issue as the viewer may see it. */
export function toIssue(
  issue: IssueDoc,
  viewer: Viewer,
  about: {
    entries: readonly Entry[];
    isChainValid: boolean;
    enterprise: EnterpriseRef | undefined;
    files: ReadonlyMap<string, FileRef>;
    /** Names of the enterprise's people by id, as they are today. */
    names: ReadonlyMap<string, string>;
    proposedBody: OrganizationRef | undefined;
  },
  now: Date,
): Issue {
  const { state } = issue;
  const isOfficer = seesAsOfficer(state, viewer);
  const isNamed = mayKnowEnterprise(issue, viewer);
  const filesOf = (ids: readonly string[]) => ids.flatMap((id) => about.files.get(id) ?? []);
  return {
    ...toRow(issue, viewer, about.enterprise, now),
    body: state.text,
    files: filesOf(state.fileIds),
    contactName: isNamed ? issue.contactName : '不公开',
    ...(isNamed && issue.maskedContactPhone ? { maskedContactPhone: issue.maskedContactPhone } : {}),
    ...(state.firstOwner ? { firstOwner: toAccountable(state.firstOwner) } : {}),
    ...(state.answer
      ? {
          answer: {
            text: state.answer.text,
            at: state.answer.at.toISOString(),
            by: toAccountable(state.answer.by),
            files: filesOf(state.answer.fileIds),
          },
        }
      : {}),
    entries: about.entries
      .filter(({ event }) => isOfficer || isPublic(event))
      .map((entry) =>
        toLedgerEntry(entry, { isOfficer, isNamed, names: about.names, files: filesOf(fileIdsOf(entry)) }),
      ),
    allowed: allowedActions(state, viewer),
    ...(about.proposedBody ? { proposedBody: about.proposedBody } : {}),
    isChainValid: about.isChainValid,
  };
}

/** Files that an entry brought. */
export function fileIdsOf({ event }: Entry): string[] {
  return 'fileIds' in event ? event.fileIds : [];
}

function toLedgerEntry(
  entry: Entry,
  seen: { isOfficer: boolean; isNamed: boolean; names: ReadonlyMap<string, string>; files: FileRef[] },
): LedgerEntry {
  const { actor, event } = entry;
  const to = targetOf(entry);
  const note = noteOf(entry, seen.isOfficer);
  return {
    sequence: entry.sequence,
    kind: event.kind,
    at: entry.at,
    actorName:
      actor.role !== 'enterprise'
        ? actor.name
        : ((seen.isNamed ? seen.names.get(actor.personId) : undefined) ?? '企业'),
    ...(actor.role === 'officer' ? { actorOrganization: actor.organizationName } : {}),
    ...(to ? { to } : {}),
    ...(note ? { note } : {}),
    ...(event.kind === 'dispatched' ? { noticeNumber: event.noticeNumber } : {}),
    ...(event.kind === 'returned' ? { reason: event.reason } : {}),
    ...('verdict' in event ? { result: event.verdict.result } : {}),
    files: seen.files,
    isPublic: isPublic(event),
    hash: entry.hash.slice(0, 8),
  };
}

function targetOf({ event }: Entry): string | undefined {
  if (event.kind === 'dispatched') return event.to.shortName;
  if (event.kind === 'returned' || event.kind === 'reassigned' || event.kind === 'disputed')
    return event.accountable.name;
  return undefined;
}

/** What was written with an entry; instructions between bodies are theirs. */
function noteOf({ event }: Entry, isOfficer: boolean): string | undefined {
  switch (event.kind) {
    case 'noted':
    case 'answered':
      return event.text;
    case 'confirmed':
    case 'disputed':
      return event.verdict.words;
    case 'dispatched':
    case 'returned':
      return isOfficer ? event.note : undefined;
    case 'withdrawn':
      return event.note;
    default:
      return undefined;
  }
}
