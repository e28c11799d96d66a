import { Schema, model, type Types } from 'mongoose';
import type { EntryActor, IssueEvent } from './ledger';
import type { IssueState } from './reducer';

/** An issue: the projection of its ledger, and beside it what queries and the contact need. */
export interface IssueDoc {
  _id: Types.ObjectId;
  /** e.g. 2026-000382, running per year. */
  number: string;
  /** Chosen by who submitted; the same one opens one issue only. */
  nonce: string;
  /** SHA-256 of what was submitted under the nonce. */
  requestHash: string;
  enterpriseId: Types.ObjectId;
  /** Name at submission, for searching. */
  enterpriseName: string;
  regionCode: string;
  cityCode: string;
  isNameHidden: boolean;
  contactName: string;
  contactPersonId: Types.ObjectId;
  /** Encrypted; absent when the contact's own phone is meant. */
  contactPhone?: string;
  maskedContactPhone?: string;
  policyId?: Types.ObjectId;
  /** `state.scope` as ids: officers of these bodies see the issue. */
  scope: Types.ObjectId[];
  /** When the next reminder of the running limit falls due; absent when none is left. */
  nextReminderAt?: Date;
  /** Exactly what replaying the ledger gives. */
  state: IssueState;
}

const issueSchema = new Schema<IssueDoc>(
  {
    number: { type: String, required: true },
    nonce: { type: String, required: true },
    requestHash: { type: String, required: true },
    enterpriseId: { type: Schema.Types.ObjectId, required: true },
    enterpriseName: { type: String, required: true },
    regionCode: { type: String, required: true },
    cityCode: { type: String, required: true },
    isNameHidden: { type: Boolean, required: true },
    contactName: { type: String, required: true },
    contactPersonId: { type: Schema.Types.ObjectId, required: true },
    contactPhone: String,
    maskedContactPhone: String,
    policyId: Schema.Types.ObjectId,
    scope: { type: [Schema.Types.ObjectId], required: true },
    nextReminderAt: Date,
    // Mixed: the reducer alone decides its shape, and nothing may be cast, defaulted or dropped on the way.
    state: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, collection: 'issues', minimize: false },
);
// The same submission, sent twice, opens one issue.
issueSchema.index({ enterpriseId: 1, nonce: 1 }, { unique: true });
// A number names one issue.
issueSchema.index({ number: 1 }, { unique: true });
// An enterprise's list, newest first.
issueSchema.index({ enterpriseId: 1, 'state.submittedAt': -1, _id: -1 });
// An enterprise's issues in hand, waiting and closed, newest first.
issueSchema.index({ enterpriseId: 1, 'state.status': 1, 'state.submittedAt': -1, _id: -1 });
// An officer's groups, the limit that ends first on top.
issueSchema.index({ scope: 1, 'state.status': 1, 'state.dueAt': 1, _id: 1 });
// An officer's whole list, latest change first.
issueSchema.index({ scope: 1, 'state.updatedAt': -1, _id: -1 });
// An officer's closed issues, latest change first.
issueSchema.index({ scope: 1, 'state.status': 1, 'state.updatedAt': -1, _id: -1 });
// An officer's list of one field, and of one source, latest change first.
issueSchema.index({ scope: 1, 'state.field': 1, 'state.updatedAt': -1, _id: -1 });
issueSchema.index({ scope: 1, 'state.source': 1, 'state.updatedAt': -1, _id: -1 });
// An officer's disputed issues, always few.
issueSchema.index(
  { scope: 1, 'state.status': 1, 'state.dueAt': 1, 'state.disputeCount': 1 },
  { partialFilterExpression: { 'state.disputeCount': { $gt: 0 } } },
);
// What a body has been sent.
issueSchema.index({ 'state.dispatch.to.organizationId': 1, 'state.status': 1 });
// What waits for one person.
issueSchema.index({ 'state.accountable.personId': 1, 'state.status': 1, 'state.dueAt': 1 });
// Answers whose confirm window has passed.
issueSchema.index({ 'state.status': 1, 'state.dueAt': 1 });
// What one person submitted.
issueSchema.index({ contactPersonId: 1, _id: 1 });
// Contacts' numbers encrypted under an older key.
issueSchema.index({ contactPhone: 1 }, { sparse: true });
// Reminders that fall due.
issueSchema.index({ nextReminderAt: 1 }, { sparse: true });
// Candidates for likeness: a city's issues of a status, newest first.
issueSchema.index({ cityCode: 1, 'state.status': 1, 'state.submittedAt': -1 });

export const IssueModel = model<IssueDoc>('Issue', issueSchema);

/** One line of an issue's ledger, as stored. */
export interface IssueEntryDoc {
  _id: Types.ObjectId;
  issueId: Types.ObjectId;
  sequence: number;
  at: Date;
  actor: EntryActor;
  event: IssueEvent;
  previousHash: string;
  hash: string;
}

const issueEntrySchema = new Schema<IssueEntryDoc>(
  {
    issueId: { type: Schema.Types.ObjectId, required: true },
    sequence: { type: Number, required: true },
    at: { type: Date, required: true },
    actor: { type: Schema.Types.Mixed, required: true },
    event: { type: Schema.Types.Mixed, required: true },
    previousHash: { type: String, required: true },
    hash: { type: String, required: true },
  },
  { versionKey: false, collection: 'issue_entries', minimize: false },
);
// Of two who write at once, one loses here; also the ledger in order.
issueEntrySchema.index({ issueId: 1, sequence: 1 }, { unique: true });

export const IssueEntryModel = model<IssueEntryDoc>('IssueEntry', issueEntrySchema);
