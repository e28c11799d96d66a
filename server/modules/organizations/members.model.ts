import { Schema, model, type Types } from 'mongoose';

/** An enterprise's place in an association. */
export interface AssociationMemberDoc {
  _id: Types.ObjectId;
  organizationId: Types.ObjectId;
  enterpriseId: Types.ObjectId;
  joinedAt: Date;
}

const memberSchema = new Schema<AssociationMemberDoc>(
  {
    organizationId: { type: Schema.Types.ObjectId, required: true },
    enterpriseId: { type: Schema.Types.ObjectId, required: true },
    joinedAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'association_members' },
);
// An enterprise is a member once.
memberSchema.index({ organizationId: 1, enterpriseId: 1 }, { unique: true });
// The list of members, newest first.
memberSchema.index({ organizationId: 1, _id: -1 });

export const AssociationMemberModel = model<AssociationMemberDoc>('AssociationMember', memberSchema);
