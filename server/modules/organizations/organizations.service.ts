import { Types, type ClientSession } from 'mongoose';
import type { Organization, OrganizationRef } from '@contract';
import type { ContactRole, IssueField, Level, OrganizationKind } from '@contract/enums';
import type { Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { wordsPattern } from '../../search/pattern';
import { sealPhone } from '../accounts/people.service';
import { maskPhone } from '../accounts/phone';
import { recordAudit } from '../audit/audit.service';
import { recordChange } from './history.service';
import {
  OrganizationModel,
  ResponsibilityModel,
  type ContactDoc,
  type OrganizationDoc,
} from './organizations.model';
import { findRegion, regionLevel, regionName, regionPath, regionsWithin } from './regions';
import { pathOf } from './tree';
import { changeTree } from './tree-lock';

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
  /** True where the body has ended. */
  isClosed?: true;
  /** The body that took over. */
  mergedIntoId?: string;
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
  /** Yearly rate of a guarantor or lender, per cent. */
  annualRatePercent?: number;
  isBenchmark?: boolean;
  contacts?: ContactInput[];
}

export interface ContactInput {
  role: ContactRole;
  /** A person; for 责任处室 the division. */
  name: string;
  title?: string;
  /** Published. */
  officePhone?: string;
  /** Own phone, stored encrypted. */
  phone?: string;
}

/**
 * Adds a body to the tree, below its parent or as a root.
 * @throws VALIDATION_FAILED when the region isn't in the table
 * @throws NOT_FOUND when the parent doesn't exist or has ended
 */
export async function createOrganization(
  ctx: Context,
  input: OrganizationInput,
  reason?: string,
): Promise<{ id: string }> {
  const [id = ''] = await createOrganizations(ctx, [input], reason);
  await recordAudit(ctx, {
    action: 'organization.created',
    subject: { kind: 'organization', id },
    ...(reason ? { reason } : {}),
  });
  return { id };
}

/**
 * Adds bodies of one level to the tree, all or none; gives their ids in order. The audit entry is the caller's.
 * @throws VALIDATION_FAILED when a region isn't in the table
 * @throws NOT_FOUND when a parent doesn't exist or has ended
 */
export async function createOrganizations(
  ctx: Context,
  inputs: readonly OrganizationInput[],
  reason?: string,
): Promise<string[]> {
  for (const { regionCode } of inputs)
    if (!findRegion(regionCode)) throw invalidField('body.regionCode', '区划：没有这个代码');
  const ids = inputs.map(() => new Types.ObjectId());
  // A parent that moves at the same instant must not leave its new child behind.
  await changeTree(async (session) => {
    const parentIds = [...new Set(inputs.flatMap(({ parentId }) => parentId ?? []))];
    const parents = new Map(
      (
        await OrganizationModel.find({ _id: { $in: parentIds }, closedAt: { $exists: false } })
          .session(session)
          .lean()
      ).map((doc) => [doc._id.toString(), doc]),
    );
    const docs = inputs.map((input, at) => toDocument(ctx, input, ids[at] as Types.ObjectId, parents));
    await OrganizationModel.insertMany(docs, { session });
    await recordChange(
      ctx,
      docs.map(({ _id, name, parentId }) => {
        const parent = parentId && parents.get(parentId.toString());
        return {
          organizationId: _id,
          kind: 'created' as const,
          details: [{ field: 'name', to: name }, ...(parent ? [{ field: 'parent', to: parent.name }] : [])],
          ...(reason ? { reason } : {}),
        };
      }),
      session,
    );
  });
  return ids.map(String);
}

/** A contact as it is stored: the own phone encrypted, and as officers see it. */
export function toContactDoc(ctx: Context, { phone, ...contact }: ContactInput): ContactDoc {
  return {
    ...contact,
    ...(phone ? { phoneCipher: sealPhone(ctx, phone), maskedPhone: maskPhone(phone) } : {}),
  };
}

function toDocument(
  ctx: Context,
  input: OrganizationInput,
  _id: Types.ObjectId,
  parents: ReadonlyMap<string, OrganizationDoc>,
): OrganizationDoc {
  const parent = input.parentId === undefined ? undefined : parents.get(input.parentId);
  if (input.parentId !== undefined && !parent) throw new AppError('NOT_FOUND');
  return {
    _id,
    name: input.name,
    shortName: input.shortName ?? input.name,
    kind: input.kind,
    level: input.level ?? regionLevel(input.regionCode),
    regionCode: input.regionCode,
    ancestorIds: parent ? [...parent.ancestorIds, parent._id] : [],
    ...(parent ? { parentId: parent._id } : {}),
    ...(input.address ? { address: input.address } : {}),
    ...(input.phone ? { phone: input.phone } : {}),
    ...(input.annualRatePercent === undefined ? {} : { annualRatePercent: input.annualRatePercent }),
    ...(input.isBenchmark === undefined ? {} : { isBenchmark: input.isBenchmark }),
    ...(input.contacts ? { contacts: input.contacts.map((contact) => toContactDoc(ctx, contact)) } : {}),
    createdAt: ctx.now,
  };
}

/**
 * One body of the tree, ended or not.
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
  const doc = await OrganizationModel.findOne({ ...body, closedAt: { $exists: false } }).lean();
  return doc && toRecord(doc);
}

/** Names of bodies by id; unknown ids are left out. */
export async function organizationRefs(
  ids: Iterable<string | Types.ObjectId>,
): Promise<Map<string, OrganizationRef>> {
  const records = await organizationRecords(ids);
  return new Map([...records].map(([id, { name, shortName }]) => [id, { id, name, shortName }]));
}

/** Bodies by id, ended ones included; unknown ids are left out. */
export async function organizationRecords(
  ids: Iterable<string | Types.ObjectId>,
  session?: ClientSession,
): Promise<Map<string, OrganizationRecord>> {
  const wanted = [...new Set([...ids].map(String))];
  if (wanted.length === 0) return new Map();
  const docs = await OrganizationModel.find({ _id: { $in: wanted } })
    .session(session ?? null)
    .lean();
  return new Map(docs.map((doc) => [doc._id.toString(), toRecord(doc)]));
}

/** Ids of the bodies with none above them. */
export async function rootOrganizationIds(): Promise<Types.ObjectId[]> {
  const docs = await OrganizationModel.find({ parentId: { $exists: false } }, { _id: 1 }).lean();
  return docs.map(({ _id }) => _id);
}

/**
 * What a record involving these bodies carries as its `scope`: the bodies and everything above them, each once. A
 * record of one body carries that body first: by it, it is found again when the body moves.
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
  const ids = new Set(docs.flatMap((doc) => pathOf(doc).map(String)));
  return [...ids].map((id) => new Types.ObjectId(id));
}

/**
 * The service office that looks after a region: the county's, else its city's, else the province's.
 * @throws NOT_FOUND when no office covers the region
 */
export async function findDesk(regionCode: string): Promise<OrganizationRecord> {
  const path = regionPath(regionCode);
  const docs = await OrganizationModel.find({
    kind: 'service-office',
    regionCode: { $in: path },
    closedAt: { $exists: false },
  })
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
 * The directory: bodies in a region and below it, of one level of the tree, by kind and words of the name, highest
 * level first; ended ones only where asked for.
 */
export async function listOrganizations(query: {
  regionCode?: string;
  kind?: OrganizationKind;
  q?: string;
  parentId?: string;
  rootsOnly?: boolean;
  withClosed?: boolean;
}): Promise<Organization[]> {
  const words = query.q?.trim();
  const isLevel = query.parentId !== undefined || query.rootsOnly === true;
  const docs = await OrganizationModel.find({
    ...(query.withClosed ? {} : { closedAt: { $exists: false } }),
    ...(query.parentId ? { parentId: query.parentId } : {}),
    ...(query.rootsOnly ? { parentId: { $exists: false } } : {}),
    ...(query.regionCode ? { regionCode: { $in: regionsWithin(query.regionCode) } } : {}),
    ...(query.kind ? { kind: query.kind } : {}),
    ...(words
      ? { $or: [{ name: { $regex: wordsPattern(words) } }, { shortName: { $regex: wordsPattern(words) } }] }
      : {}),
  })
    .sort({ regionCode: 1, _id: 1 })
    .limit(2000)
    .lean();
  const parents = isLevel
    ? new Set(
        (await OrganizationModel.distinct('parentId', { parentId: { $in: docs.map(({ _id }) => _id) } })).map(
          String,
        ),
      )
    : undefined;
  return docs.map((doc) => ({
    ...toOrganization(doc),
    ...(parents ? { hasChildren: parents.has(doc._id.toString()) } : {}),
  }));
}

/** A body as other modules see it. */
export function toRecord(doc: OrganizationDoc): OrganizationRecord {
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
    ...(doc.closedAt ? { isClosed: true as const } : {}),
    ...(doc.mergedIntoId ? { mergedIntoId: doc.mergedIntoId.toString() } : {}),
  };
}

/** A body as the wire has it. */
export function toOrganization(doc: OrganizationDoc): Organization {
  const { ancestorIds: _ancestorIds, mergedIntoId: _mergedIntoId, ...record } = toRecord(doc);
  return { ...record, regionName: regionName(doc.regionCode) };
}
