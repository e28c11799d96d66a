import type { ClientSession } from 'mongoose';
import type { Context } from '../../context';
import { openPhone } from '../accounts/people.service';
import { IssueEntryModel, IssueModel } from './issues.model';
import { openStatuses } from './reducer';

/** Stands where the name of somebody stood whose account is closed. */
const formerContact = '某企业人员';

/** What a person submitted and wrote to issues, with the contact they left in clear: for the person alone. */
export async function personalIssues(ctx: Context, personId: string): Promise<Record<string, unknown>[]> {
  const issues = await IssueModel.find({ contactPersonId: personId }).sort({ _id: 1 }).lean();
  const entries = await IssueEntryModel.find({
    issueId: { $in: issues.map(({ _id }) => _id) },
    'actor.personId': personId,
  })
    .sort({ issueId: 1, sequence: 1 })
    .lean();
  return issues.map((issue) => ({
    number: issue.number,
    enterprise: issue.enterpriseName,
    submittedAt: issue.state.submittedAt.toISOString(),
    status: issue.state.status,
    title: issue.state.title,
    text: issue.state.text,
    contactName: issue.contactName,
    ...(issue.contactPhone ? { contactPhone: openPhone(ctx, issue.contactPhone) } : {}),
    entries: entries
      .filter(({ issueId }) => issueId.equals(issue._id))
      .map(({ at, event }) => ({
        at: at.toISOString(),
        kind: event.kind,
        ...('text' in event ? { text: event.text } : {}),
        ...('verdict' in event ? { verdict: event.verdict } : {}),
        ...('note' in event && event.note ? { note: event.note } : {}),
      })),
  }));
}

/** A person's issues that have not ended: they go on without them. */
export async function openIssuesOf(
  personId: string,
): Promise<{ id: string; number: string; title: string }[]> {
  const docs = await IssueModel.find(
    { contactPersonId: personId, 'state.status': { $in: openStatuses } },
    { number: 1, state: 1 },
  )
    .sort({ _id: 1 })
    .lean();
  return docs.map(({ _id, number, state }) => ({ id: _id.toHexString(), number, title: state.title }));
}

/** Takes a person's name and number out of the issues they submitted; the ledgers know them by id alone. */
export async function forgetContact(personId: string, session?: ClientSession): Promise<void> {
  await IssueModel.updateMany(
    { contactPersonId: personId },
    { $set: { contactName: formerContact }, $unset: { contactPhone: 1, maskedContactPhone: 1 } },
    session ? { session } : {},
  );
}
