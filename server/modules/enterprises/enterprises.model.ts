import { Schema, model, type mongo, type Types } from 'mongoose';
import type { EnterpriseSize, FactSource } from '@contract/enums';
import { numberChanges, numberWrites, type ChangeNumbered } from '../../database/change-numbers';
import type { FactValue } from './attributes';

/** A value of the attribute dictionary with where it comes from and the day it was taken. */
export interface Fact {
  value: FactValue;
  source: FactSource;
  /** YYYY-MM-DD in Asia/Shanghai. */
  asOf: string;
}

export interface EnterpriseDoc extends ChangeNumbered {
  _id: Types.ObjectId;
  name: string;
  creditCode: string;
  regionCode: string;
  industryCode: string;
  /** The service office that looks after it. */
  deskOrganizationId: Types.ObjectId;
  /** That office and everything above it: officers there may see it. */
  scope: Types.ObjectId[];
  address?: string;
  /** YYYY-MM-DD. */
  foundedOn?: string;
  products?: string;
  /** The day on which the enterprise itself wrote these, YYYY-MM-DD. */
  writtenOn?: Partial<Record<'address' | 'products', string>>;
  registrationSource: FactSource;
  /** The day the registration was taken, YYYY-MM-DD; the day of creation where absent. */
  registeredAsOf?: string;
  /** By attribute: what stands. */
  facts: Record<string, Fact>;
  /** By attribute: what somebody else says, where it differs and doesn't stand. */
  others?: Record<string, Fact>;
  /** Follows from industry and facts; stored for lists to ask for. */
  size?: EnterpriseSize | 'unknown';
  createdAt: Date;
  updatedAt: Date;
}

const enterpriseSchema = new Schema<EnterpriseDoc>(
  {
    name: { type: String, required: true },
    creditCode: { type: String, required: true },
    regionCode: { type: String, required: true },
    industryCode: { type: String, required: true },
    deskOrganizationId: { type: Schema.Types.ObjectId, required: true },
    scope: { type: [Schema.Types.ObjectId], required: true },
    address: String,
    foundedOn: String,
    products: String,
    writtenOn: { type: new Schema({ address: String, products: String }, { _id: false }) },
    registrationSource: { type: String, required: true },
    registeredAsOf: String,
    facts: { type: Schema.Types.Mixed, default: {} },
    others: { type: Schema.Types.Mixed },
    size: String,
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'enterprises', minimize: false },
);
// One record per registered body; look-up when somebody joins.
enterpriseSchema.index({ creditCode: 1 }, { unique: true });
// An officer's list, latest change first.
enterpriseSchema.index({ scope: 1, updatedAt: -1, _id: -1 });
// The same of one size.
enterpriseSchema.index({ scope: 1, size: 1, updatedAt: -1, _id: -1 });
// Those whose size isn't stored yet.
enterpriseSchema.index({ size: 1 });
// The same within a region.
enterpriseSchema.index({ scope: 1, regionCode: 1, updatedAt: -1, _id: -1 });

/** Writes of this process to enterprises; all are numbered for the columns that follow them. */
export const enterpriseWrites = numberChanges(enterpriseSchema, 'enterprises');
/** Numbers writes to enterprises that go to the driver in bulk. */
export const numberEnterpriseWrites = async (writes: mongo.AnyBulkWriteOperation<EnterpriseDoc>[]) => {
  await numberWrites('enterprises', writes);
  enterpriseWrites.count += 1;
};

export const EnterpriseModel = model<EnterpriseDoc>('Enterprise', enterpriseSchema);
