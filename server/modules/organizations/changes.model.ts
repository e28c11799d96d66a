import { Schema, model, type Types } from 'mongoose';
import { issueFields, organizationChangeKinds } from '@contract/enums';
import type { IssueField, OrganizationChangeKind } from '@contract/enums';

/** One fact that changed, as people read it. */
export interface ChangeDetail {
  field: string;
  from?: string;
  to?: string;
}

/** What became of a body: who, when, from, to, why. Never changed, except for how far its consequences have got. */
export interface OrganizationChangeDoc {
  _id: Types.ObjectId;
  organizationId: Types.ObjectId;
  kind: OrganizationChangeKind;
  at: Date;
  by: string;
  personId?: Types.ObjectId;
  reason?: string;
  details: ChangeDetail[];
  /** Present where the records of the body's subtree have to follow. */
  propagation?: {
    isDone: boolean;
    /** Records that have followed so far, in all rounds. */
    updated: number;
    /** Until when rounds are made: requests that read the old tree have ended by then. */
    settlesAt: Date;
  };
}

const changeSchema = new Schema<OrganizationChangeDoc>(
  {
    organizationId: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, enum: organizationChangeKinds, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    personId: Schema.Types.ObjectId,
    reason: String,
    details: {
      type: [new Schema<ChangeDetail>({ field: String, from: String, to: String }, { _id: false })],
      required: true,
    },
    propagation: new Schema({ isDone: Boolean, updated: Number, settlesAt: Date }, { _id: false }),
  },
  { versionKey: false, collection: 'organization_changes' },
);
// The history of a body, newest first.
changeSchema.index({ organizationId: 1, _id: -1 });
// Moves whose records haven't all followed: always few.
changeSchema.index({ 'propagation.isDone': 1 }, { sparse: true });

export const OrganizationChangeModel = model<OrganizationChangeDoc>('OrganizationChange', changeSchema);

/** One change of the responsibility matrix. */
export interface ResponsibilityChangeDoc {
  _id: Types.ObjectId;
  field: IssueField;
  regionCode: string;
  at: Date;
  by: string;
  personId?: Types.ObjectId;
  fromId?: Types.ObjectId;
  toId?: Types.ObjectId;
  reason?: string;
}

const responsibilityChangeSchema = new Schema<ResponsibilityChangeDoc>(
  {
    field: { type: String, enum: issueFields, required: true },
    regionCode: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    personId: Schema.Types.ObjectId,
    fromId: Schema.Types.ObjectId,
    toId: Schema.Types.ObjectId,
    reason: String,
  },
  { versionKey: false, collection: 'responsibility_changes' },
);
// The history of a region's matrix, newest first.
responsibilityChangeSchema.index({ regionCode: 1, _id: -1 });
// The same of one field.
responsibilityChangeSchema.index({ regionCode: 1, field: 1, _id: -1 });

export const ResponsibilityChangeModel = model<ResponsibilityChangeDoc>(
  'ResponsibilityChange',
  responsibilityChangeSchema,
);

/** The one document that every change of the tree's shape writes, so that of two at once one waits for the other. */
const treeSchema = new Schema<{ _id: string; version: number }>(
  { _id: String, version: { type: Number, required: true } },
  { versionKey: false, collection: 'organization_tree' },
);

export const TreeModel = model('OrganizationTree', treeSchema);
