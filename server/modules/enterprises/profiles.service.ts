import type { QueryFilter } from 'mongoose';
import type { Body, Enterprise, EnterpriseCard, EnterpriseRow, Query } from '@contract';
import { accessible, reaches } from '../../access/access';
import { requireEnterprise, requirePerson, type Context } from '../../context';
import { readCursor, writeCursor } from '../../cursor';
import { AppError, type ErrorDetail } from '../../errors';
import { wordsPattern } from '../../search/pattern';
import { findAccountable, membershipView } from '../accounts/memberships.service';
import { recordAudit } from '../audit/audit.service';
import { getOrganization } from '../organizations/organizations.service';
import { regionName, regionsWithin } from '../organizations/regions';
import { attributeText, attributes } from './attributes';
import { completenessOf } from './completeness.service';
import { EnterpriseModel, type EnterpriseDoc } from './enterprises.model';
import { getHeadByCode, toProfile } from './enterprises.service';
import { dayOf } from '../issues/calendar';
import { declarationRule, factsOf } from './facts';
import { industryName } from './industries';
import type { EnterpriseSize } from '@contract/enums';

/**
 * The profile of the enterprise the caller acts for.
 * @throws NOT_BOUND when the person acts for no enterprise
 */
export async function getMine(ctx: Context): Promise<Enterprise> {
  const doc = await EnterpriseModel.findById(requireEnterprise(ctx).id).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  return toEnterprise(ctx, doc);
}

/**
 * Fills in profile fields of the caller's enterprise; each is stored as self-declared with today's date.
 * @throws VALIDATION_FAILED naming every field that breaks the dictionary's rules; then nothing is stored
 * @throws CONFLICT when a field was verified by an office in the meantime
 */
export async function patchMine(ctx: Context, body: Body<'PUT /enterprises/mine'>): Promise<Enterprise> {
  const enterprise = requireEnterprise(ctx);
  const before = await EnterpriseModel.findById(enterprise.id).lean();
  if (!before) throw new AppError('NOT_FOUND');
  const declared = body.facts ?? [];
  const details = declared.flatMap(({ attribute, value }, index): ErrorDetail[] => {
    const label = attributes[attribute]?.label ?? attribute;
    const rule =
      declarationRule(attribute, value, ctx.now) ??
      (before.facts[attribute]?.source === 'verified' ? `${label}：已由主管部门核定，不能自己改` : null) ??
      (declared.findIndex((other) => other.attribute === attribute) < index ? `${label}：填了两次` : null);
    return rule ? [{ path: `body.facts.${index}.value`, rule }] : [];
  });
  if (details.length > 0) {
    throw new AppError('VALIDATION_FAILED', {
      ...(details.length === 1 && details[0] ? { message: details[0].rule } : {}),
      details,
    });
  }
  const changes: Record<string, unknown> = { updatedAt: ctx.now };
  const guards: Record<string, unknown> = {};
  for (const { attribute, value } of declared) {
    changes[`facts.${attribute}`] = { value, source: 'self-declared', asOf: dayOf(ctx.now) };
    guards[`facts.${attribute}.source`] = { $ne: 'verified' };
  }
  if (body.products !== undefined) changes.products = body.products.trim();
  if (body.address !== undefined) changes.address = body.address.trim();
  const after = await EnterpriseModel.findOneAndUpdate(
    { _id: enterprise.id, ...guards },
    { $set: changes },
    { returnDocument: 'after' },
  ).lean();
  if (!after) throw new AppError('CONFLICT');
  await recordAudit(ctx, {
    action: 'enterprise.declared',
    subject: { kind: 'enterprise', id: enterprise.id },
    enterpriseId: enterprise.id,
    reason: [
      ...declared.map(({ attribute }) => attribute),
      ...Object.keys(body).filter((key) => key !== 'facts'),
    ].join(' '),
  });
  return toEnterprise(ctx, after);
}

/**
 * What a person who types a credit code may learn of the enterprise before joining it.
 * @throws CREDIT_CODE_INVALID when the code is wrong, with the position where one can be named
 * @throws ENTERPRISE_NOT_FOUND when no enterprise has it
 */
export async function findByCode(ctx: Context, creditCode: string): Promise<EnterpriseCard> {
  const { personId } = requirePerson(ctx);
  const head = await getHeadByCode(creditCode, 'params.creditCode');
  const [doc, view] = await Promise.all([
    EnterpriseModel.findById(head.id, { address: 1, foundedOn: 1 }).lean(),
    membershipView(head.id, personId),
  ]);
  return {
    name: head.name,
    creditCode: head.creditCode,
    ...(doc?.address ? { address: doc.address } : {}),
    ...(doc?.foundedOn ? { foundedOn: doc.foundedOn } : {}),
    ...(view.adminName ? { maskedAdmin: `${[...view.adminName][0]}**` } : {}),
    memberCount: view.memberCount,
    ...(view.own ? { membership: view.own } : {}),
  };
}

/**
 * Enterprises in the caller's scope, latest change first; by words of the name or the beginning of the code, by region.
 * @throws VALIDATION_FAILED when the cursor is none of ours
 */
export async function listEnterprises(
  ctx: Context,
  query: Query<'GET /enterprises'>,
): Promise<{ items: EnterpriseRow[]; next?: string }> {
  const limit = query.limit ?? 20;
  const words = query.q?.trim();
  const conditions: QueryFilter<EnterpriseDoc>[] = [accessible(ctx, 'read', 'enterprise', 'officer')];
  if (query.regionCode) conditions.push({ regionCode: { $in: regionsWithin(query.regionCode) } });
  if (words) {
    const pattern = wordsPattern(words);
    conditions.push({
      $or: [{ name: { $regex: pattern } }, { creditCode: { $regex: `^${pattern.toUpperCase()}` } }],
    });
  }
  if (query.cursor) conditions.push(afterCursor(query.cursor));
  const docs = await EnterpriseModel.find({ $and: conditions })
    .sort({ updatedAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean();
  const items = docs.slice(0, limit).map((doc) => toRow(ctx, doc));
  const last = docs[limit - 1];
  return {
    items,
    ...(docs.length > limit && last ? { next: writeCursor({ at: last.updatedAt, id: last._id }) } : {}),
  };
}

/**
 * One enterprise in the caller's scope.
 * @throws NOT_FOUND when it doesn't exist or lies outside the scope
 */
export async function getEnterprise(ctx: Context, id: string): Promise<Enterprise> {
  const doc = await EnterpriseModel.findOne({
    $and: [accessible(ctx, 'read', 'enterprise', 'officer'), { _id: id }],
  }).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  return toEnterprise(ctx, doc);
}

function afterCursor(cursor: string): QueryFilter<EnterpriseDoc> {
  const { at, id } = readCursor(cursor);
  return { $or: [{ updatedAt: { $lt: at } }, { updatedAt: at, _id: { $lt: id } }] };
}

function toRow(ctx: Context, doc: EnterpriseDoc): EnterpriseRow {
  const knowsCode = reaches(ctx, 'identify', 'enterprise', doc, 'officer');
  const size = factsOf(doc, ctx.now).size?.value as EnterpriseSize | undefined;
  return {
    id: doc._id.toString(),
    name: doc.name,
    creditCode: knowsCode ? doc.creditCode : `${doc.creditCode.slice(0, 8)}******${doc.creditCode.slice(-4)}`,
    regionName: regionName(doc.regionCode),
    industryName: industryName(doc.industryCode),
    ...(size ? { size } : {}),
    updatedAt: doc.updatedAt.toISOString(),
  };
}

async function toEnterprise(ctx: Context, doc: EnterpriseDoc): Promise<Enterprise> {
  const profile = toProfile(doc, ctx.now);
  const [completeness, officer] = await Promise.all([
    completenessOf(profile, ctx.now),
    findAccountable(profile.deskOrganizationId),
  ]);
  const office = officer && (await getOrganization(officer.organizationId));
  const size = profile.facts.size?.value as EnterpriseSize | undefined;
  return {
    id: profile.id,
    name: doc.name,
    creditCode: doc.creditCode,
    regionCode: doc.regionCode,
    regionName: regionName(doc.regionCode),
    industryCode: doc.industryCode,
    industryName: industryName(doc.industryCode),
    ...(size ? { size } : {}),
    ...(doc.address ? { address: doc.address } : {}),
    ...(doc.foundedOn ? { foundedOn: doc.foundedOn } : {}),
    ...(doc.products ? { products: doc.products } : {}),
    facts: Object.keys(attributes).flatMap((key) => {
      const fact = profile.facts[key];
      return fact
        ? [
            {
              attribute: key,
              label: attributes[key]?.label ?? key,
              value: fact.value,
              text: attributeText(key, fact.value),
              origin: { source: fact.source, asOf: fact.asOf },
            },
          ]
        : [];
    }),
    completeness,
    ...(officer && office
      ? {
          serviceOfficer: {
            name: officer.name,
            organizationName: office.name,
            ...(office.phone ? { phone: office.phone } : {}),
          },
        }
      : {}),
  };
}
