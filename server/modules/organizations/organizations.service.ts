import { Types, type ClientSession } from 'mongoose';
import type { Organization, OrganizationRef } from '@contract';
import type { IssueField, Level, OrganizationKind } from '@contract/enums';
import type { Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { wordsPattern } from '../../search/pattern';
import { recordAudit } from '../audit/audit.service';
import { OrganizationModel, ResponsibilityModel, type OrganizationDoc } from './organizations.model';
import { findRegion, regionLevel, regionName, regionPath, regionsWithin } from './regions';

/** A body as other modules see it. */
export interface OrganizationRecord {
  id: string;
  name: string;
  shortName: string;
  kind: OrganizationKind;
  level: Level;
  regionCode: string;
  parentId?: string;
  /** From the root down to the parent. */
  ancestorIds: string[];
  address?: string;
  /** Published office phone. */
  phone?: string;
}

export interface OrganizationInput {
  name: string;
  /** Taken from the name where absent. */
  shortName?: string;
  kind: OrganizationKind;
  regionCode: string;
  /** The region's level where absent. */
  level?: Level;
  parentId?: string;
  address?: string;
  phone?: string;
}

/**
 * Adds a body to the tree, below its parent or as a root.
 * @throws VALIDATION_FAILED when the region isn't in the table
 * @throws NOT_FOUND when the parent doesn't exist
 */
export async function createOrganization(ctx: Context, input: OrganizationInput): Promise<{ id: string }> {
  if (!findRegion(input.regionCode)) throw invalidField('body.regionCode', '区划：没有这个代码');
  const parent = input.parentId === undefined ? undefined : await getOrganization(input.parentId);
  const doc = await OrganizationModel.create({
    name: input.name,
    shortName: input.shortName ?? input.name,
    kind: input.kind,
    level: input.level ?? regionLevel(input.regionCode),
    regionCode: input.regionCode,
    ...(parent
      ? { parentId: parent.id, ancestorIds: [...parent.ancestorIds, parent.id] }
      : { ancestorIds: [] }),
    ...(input.address ? { address: input.address } : {}),
    ...(input.phone ? { phone: input.phone } : {}),
    createdAt: ctx.now,
  });
  const id = doc._id.toString();
  await recordAudit(ctx, { action: 'organization.created', subject: { kind: 'organization', id } });
  return { id };
}

/**
 * One body of the tree.
 * @throws NOT_FOUND when there is none with this id
 */
export async function getOrganization(id: string): Promise<OrganizationRecord> {
  const doc = await OrganizationModel.findById(id).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  return toRecord(doc);
}

/** The body with this name and kind in a region, or null. */
export async function findOrganization(body: {
  name: string;
  regionCode: string;
  kind: OrganizationKind;
}): Promise<OrganizationRecord | null> {
  const doc = await OrganizationModel.findOne(body).lean();
  return doc && toRecord(doc);
}

/** Names of bodies by id; unknown ids are left out. */
export async function organizationRefs(
  ids: Iterable<string | Types.ObjectId>,
): Promise<Map<string, OrganizationRef>> {
  const records = await organizationRecords(ids);
  return new Map([...records].map(([id, { name, shortName }]) => [id, { id, name, shortName }]));
}

/** Bodies by id; unknown ids are left out. */
export async function organizationRecords(
  ids: Iterable<string | Types.ObjectId>,
): Promise<Map<string, OrganizationRecord>> {
  const wanted = [...new Set([...ids].map(String))];
  if (wanted.length === 0) return new Map();
  const docs = await OrganizationModel.find({ _id: { $in: wanted } }).lean();
  return new Map(docs.map((doc) => [doc._id.toString(), toRecord(doc)]));
}

/**
 * What a record involving these bodies carries as its `scope`: the bodies and everything above them, each once.
 * @throws NOT_FOUND when one of them doesn't exist
 */
export async function scopeOf(
  organizationIds: readonly string[],
  session?: ClientSession,
): Promise<Types.ObjectId[]> {
  const wanted = [...new Set(organizationIds)];
  const docs = await OrganizationModel.find({ _id: { $in: wanted } }, { ancestorIds: 1 })
    .session(session ?? null)
    .lean();
  if (docs.length < wanted.length) throw new AppError('NOT_FOUND');
  const ids = new Set(docs.flatMap((doc) => [doc._id, ...doc.ancestorIds].map(String)));
  return [...ids].map((id) => new Types.ObjectId(id));
}

/**
 * The service office that looks after a region: the county's, else its city's, else the province's.
 * @throws NOT_FOUND when no office covers the region
 */
export async function findDesk(regionCode: string): Promise<OrganizationRecord> {
  const path = regionPath(regionCode);
  const docs = await OrganizationModel.find({ kind: 'service-office', regionCode: { $in: path } })
    .sort({ _id: 1 })
    .lean();
  const nearest = path.toReversed().flatMap((code) => docs.filter((doc) => doc.regionCode === code))[0];
  if (!nearest) throw new AppError('NOT_FOUND', { message: `${regionName(regionCode)}还没有企业服务办` });
  return toRecord(nearest);
}

/** The body that answers for a field in a region by the responsibility matrix; the nearest level that has one. */
export async function proposeBody(field: IssueField, regionCode: string): Promise<OrganizationRecord | null> {
  const path = regionPath(regionCode);
  const rows = await ResponsibilityModel.find({ field, regionCode: { $in: path } }).lean();
  const row = path.toReversed().flatMap((code) => rows.filter((each) => each.regionCode === code))[0];
  if (!row) return null;
  const doc = await OrganizationModel.findById(row.organizationId).lean();
  return doc && toRecord(doc);
}

/**
 * Makes a body answerable for a field in its own region, in place of the one before.
 * @throws NOT_FOUND when the body doesn't exist
 */
export async function setResponsibility(
  ctx: Context,
  { field, organizationId }: { field: IssueField; organizationId: string },
): Promise<void> {
  const { regionCode } = await getOrganization(organizationId);
  await ResponsibilityModel.updateOne({ field, regionCode }, { $set: { organizationId } }, { upsert: true });
  await recordAudit(ctx, {
    action: 'responsibility.set',
    subject: { kind: 'organization', id: organizationId },
    reason: field,
  });
}

/** The directory: bodies in a region and below it, by kind and words of the name, highest level first. */
export async function listOrganizations(query: {
  regionCode?: string;
  kind?: OrganizationKind;
  q?: string;
}): Promise<Organization[]> {
  const words = query.q?.trim();
  const docs = await OrganizationModel.find({
    ...(query.regionCode ? { regionCode: { $in: regionsWithin(query.regionCode) } } : {}),
    ...(query.kind ? { kind: query.kind } : {}),
    ...(words
      ? { $or: [{ name: { $regex: wordsPattern(words) } }, { shortName: { $regex: wordsPattern(words) } }] }
      : {}),
  })
    .sort({ regionCode: 1, _id: 1 })
    .limit(2000)
    .lean();
  return docs.map(toOrganization);
}

function toRecord(doc: OrganizationDoc): OrganizationRecord {
  return {
    id: doc._id.toString(),
    name: doc.name,
    shortName: doc.shortName,
    kind: doc.kind,
    level: doc.level,
    regionCode: doc.regionCode,
    ...(doc.parentId ? { parentId: doc.parentId.toString() } : {}),
    ancestorIds: doc.ancestorIds.map(String),
    ...(doc.address ? { address: doc.address } : {}),
    ...(doc.phone ? { phone: doc.phone } : {}),
  };
}

function toOrganization(doc: OrganizationDoc): Organization {
  const { ancestorIds: _, ...record } = toRecord(doc);
  return { ...record, regionName: regionName(doc.regionCode) };
}
