import { Schema, model, type Types } from 'mongoose';
import { enterpriseRoles, membershipStatuses, officerRoles } from '@contract/enums';
import type { EnterpriseRole, MembershipStatus, OfficerRole } from '@contract/enums';

/** A person's place in an enterprise, from the request on. */
export interface MembershipDoc {
  _id: Types.ObjectId;
  personId: Types.ObjectId;
  enterpriseId: Types.ObjectId;
  /** Bodies whose desk may decide about it: the enterprise's. */
  scope: Types.ObjectId[];
  role: EnterpriseRole;
  status: MembershipStatus;
  /** Held by the one person who came first: the desk examines them and they become the administrator. */
  isFirst?: true;
  licenceFileId?: Types.ObjectId;
  requestedAt: Date;
  decidedAt?: Date;
  decidedById?: Types.ObjectId;
  /** Why the request was refused, for the person to read. */
  refusalReason?: string;
  /** An administrator's offer to hand their role to this person. */
  handover?: { fromPersonId: Types.ObjectId; offeredAt: Date };
  endedAt?: Date;
  endedById?: Types.ObjectId;
  endReason?: string;
  /** When another administrator left and this one stayed: two who leave at once meet here. */
  stayedAt?: Date;
}

const membershipSchema = new Schema<MembershipDoc>(
  {
    personId: { type: Schema.Types.ObjectId, required: true },
    enterpriseId: { type: Schema.Types.ObjectId, required: true },
    scope: { type: [Schema.Types.ObjectId], required: true },
    role: { type: String, enum: enterpriseRoles, required: true },
    status: { type: String, enum: membershipStatuses, required: true },
    isFirst: Boolean,
    licenceFileId: Schema.Types.ObjectId,
    requestedAt: { type: Date, required: true },
    decidedAt: Date,
    decidedById: Schema.Types.ObjectId,
    refusalReason: String,
    handover: new Schema(
      {
        fromPersonId: { type: Schema.Types.ObjectId, required: true },
        offeredAt: { type: Date, required: true },
      },
      { _id: false },
    ),
    endedAt: Date,
    endedById: Schema.Types.ObjectId,
    endReason: String,
    stayedAt: Date,
  },
  { versionKey: false, collection: 'memberships' },
);
// A person stands in an enterprise once; also the look-up of every request.
membershipSchema.index({ personId: 1, enterpriseId: 1 }, { unique: true });
// Of two people who come first at once, one is the first.
membershipSchema.index({ enterpriseId: 1 }, { unique: true, partialFilterExpression: { isFirst: true } });
// Members of an enterprise.
membershipSchema.index({ enterpriseId: 1, status: 1 });
// Requests that wait for a desk.
membershipSchema.index({ scope: 1, status: 1, requestedAt: 1 });

export const MembershipModel = model<MembershipDoc>('Membership', membershipSchema);

/** The roles a person holds in a body. */
export interface OfficeDoc {
  _id: Types.ObjectId;
  personId: Types.ObjectId;
  organizationId: Types.ObjectId;
  /** The body and everything above it: whose administrators see the office. */
  scope: Types.ObjectId[];
  roles: OfficerRole[];
  isHead: boolean;
  isOnDuty: boolean;
  /** Raised by whatever relies on this officer staying: ending the office at the same time then collides with it. */
  revision: number;
}

const officeSchema = new Schema<OfficeDoc>(
  {
    personId: { type: Schema.Types.ObjectId, required: true },
    organizationId: { type: Schema.Types.ObjectId, required: true },
    scope: { type: [Schema.Types.ObjectId], required: true },
    roles: { type: [String], enum: officerRoles, required: true },
    isHead: { type: Boolean, required: true },
    isOnDuty: { type: Boolean, required: true },
    revision: { type: Number, required: true, default: 0 },
  },
  { versionKey: false, collection: 'offices' },
);
// A person holds one set of roles per body; also the look-up of every request.
officeSchema.index({ personId: 1, organizationId: 1 }, { unique: true });
// Officers of a body.
officeSchema.index({ organizationId: 1 });
// Officers that an administrator of a body above sees, in the order they came.
officeSchema.index({ scope: 1, _id: 1 });
// The same of one role, where the body above reaches far; no index holds two lists.
officeSchema.index({ roles: 1, _id: 1 });

export const OfficeModel = model<OfficeDoc>('Office', officeSchema);
