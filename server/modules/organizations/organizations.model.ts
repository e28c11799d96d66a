import { Schema, model, type Types } from 'mongoose';
import { contactRoles, issueFields, levels, organizationKinds } from '@contract/enums';
import type { ContactRole, IssueField, Level, OrganizationKind } from '@contract/enums';

/** Whom to turn to in a body. */
export interface ContactDoc {
  role: ContactRole;
  name: string;
  title?: string;
  /** Published. */
  officePhone?: string;
  /** Own phone, encrypted, and how officers see it. */
  phoneCipher?: string;
  maskedPhone?: string;
}

/** A body of the tree: office, department, park, bank, school, association or provider. */
export interface OrganizationDoc {
  _id: Types.ObjectId;
  name: string;
  shortName: string;
  kind: OrganizationKind;
  level: Level;
  regionCode: string;
  parentId?: Types.ObjectId;
  /** From the root down to the parent. */
  ancestorIds: Types.ObjectId[];
  address?: string;
  phone?: string;
  /** Yearly rate of a guarantor or lender, per cent. */
  annualRatePercent?: number;
  isBenchmark?: boolean;
  contacts?: ContactDoc[];
  createdAt: Date;
  /** When the body ended; its records still name it. */
  closedAt?: Date;
  /** The body that took over; the ended one stands below it. */
  mergedIntoId?: Types.ObjectId;
}

const contactSchema = new Schema<ContactDoc>(
  {
    role: { type: String, enum: contactRoles, required: true },
    name: { type: String, required: true },
    title: String,
    officePhone: String,
    phoneCipher: String,
    maskedPhone: String,
  },
  { _id: false },
);

const organizationSchema = new Schema<OrganizationDoc>(
  {
    name: { type: String, required: true },
    shortName: { type: String, required: true },
    kind: { type: String, enum: organizationKinds, required: true },
    level: { type: String, enum: levels, required: true },
    regionCode: { type: String, required: true },
    parentId: Schema.Types.ObjectId,
    ancestorIds: { type: [Schema.Types.ObjectId], required: true },
    address: String,
    phone: String,
    annualRatePercent: Number,
    isBenchmark: Boolean,
    contacts: { type: [contactSchema], default: undefined },
    createdAt: { type: Date, required: true },
    closedAt: Date,
    mergedIntoId: Schema.Types.ObjectId,
  },
  { versionKey: false, collection: 'organizations' },
);
// The directory and the search for a region's desk.
organizationSchema.index({ regionCode: 1, kind: 1 });
// A body's subtree.
organizationSchema.index({ ancestorIds: 1 });
// One level of the tree.
organizationSchema.index({ parentId: 1 });
// The directory of one kind of body.
organizationSchema.index({ kind: 1 });
// Contacts' numbers encrypted under an older key.
organizationSchema.index({ 'contacts.phoneCipher': 1 }, { sparse: true });

export const OrganizationModel = model<OrganizationDoc>('Organization', organizationSchema);

/** One row of the responsibility matrix: who answers for a field in a region. */
export interface ResponsibilityDoc {
  _id: Types.ObjectId;
  field: IssueField;
  regionCode: string;
  organizationId: Types.ObjectId;
}

const responsibilitySchema = new Schema<ResponsibilityDoc>(
  {
    field: { type: String, enum: issueFields, required: true },
    regionCode: { type: String, required: true },
    organizationId: { type: Schema.Types.ObjectId, required: true },
  },
  { versionKey: false, collection: 'responsibilities' },
);
// One answerable body per field and region; also the look-up of a proposal.
responsibilitySchema.index({ field: 1, regionCode: 1 }, { unique: true });

// What a body answers for, when it ends.
responsibilitySchema.index({ organizationId: 1 });

export const ResponsibilityModel = model<ResponsibilityDoc>('Responsibility', responsibilitySchema);
