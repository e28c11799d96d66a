import { Schema, model, type Types } from 'mongoose';
import { officerRoles, type OfficerRole } from '@contract/enums';

/** An office that waits for whoever holds the code. */
export interface InvitationDoc {
  _id: Types.ObjectId;
  /** Keyed hash of the code; the code itself is nowhere stored. */
  codeHash: string;
  name: string;
  organizationId: Types.ObjectId;
  /** The body and everything above it. */
  scope: Types.ObjectId[];
  roles: OfficerRole[];
  isHead: boolean;
  /** Absent where the command line invited. */
  invitedById?: Types.ObjectId;
  createdAt: Date;
  expiresAt: Date;
  acceptedById?: Types.ObjectId;
  acceptedAt?: Date;
  revokedAt?: Date;
}

const invitationSchema = new Schema<InvitationDoc>(
  {
    codeHash: { type: String, required: true },
    name: { type: String, required: true },
    organizationId: { type: Schema.Types.ObjectId, required: true },
    scope: { type: [Schema.Types.ObjectId], required: true },
    roles: { type: [String], enum: officerRoles, required: true },
    isHead: { type: Boolean, required: true },
    invitedById: Schema.Types.ObjectId,
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    acceptedById: Schema.Types.ObjectId,
    acceptedAt: Date,
    revokedAt: Date,
  },
  { versionKey: false, collection: 'invitations' },
);
// The look-up of a code.
invitationSchema.index({ codeHash: 1 }, { unique: true });
// Invitations an administrator sees, newest first.
invitationSchema.index({ scope: 1, _id: -1 });

export const InvitationModel = model<InvitationDoc>('Invitation', invitationSchema);
