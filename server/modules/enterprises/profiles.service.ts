import type { QueryFilter } from 'mongoose';
import type { Body, Enterprise, EnterpriseCard, EnterpriseRow, Query } from '@contract';
import { accessible, isAble } from '../../access/access';
import { requireEnterprise, requirePerson, type Context } from '../../context';
import { readCursor, writeCursor } from '../../cursor';
import { AppError } from '../../errors';
import { wordsPattern } from '../../search/pattern';
import { membershipView } from '../accounts/memberships.service';
import { regionsWithin } from '../organizations/regions';
import { checkCreditCode } from './credit-code';
import { toEnterprise, toRow } from './enterprise-view.service';
import { EnterpriseModel, type EnterpriseDoc } from './enterprises.model';
import { getHeadByCode } from './enterprises.service';
import { dayOf } from '../issues/calendar';
import { declarationRule } from './facts';
import { industriesWithin } from './industries';
import { requireGoodFacts, stateFacts } from './statements.service';

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
 * Fills in profile fields of the caller's enterprise; each is stored as self-declared with today's date. What an office
 * has verified stands; a word that differs from it is kept beside it for the office to see.
 * @throws VALIDATION_FAILED naming every field that breaks the dictionary's rules; then nothing is stored
 */
export async function patchMine(ctx: Context, body: Body<'PUT /enterprises/mine'>): Promise<Enterprise> {
  const { id } = requireEnterprise(ctx);
  const declared = body.facts ?? [];
  requireGoodFacts(declared, (attribute, value) => declarationRule(attribute, value, ctx.now));
  const after = await stateFacts(ctx, {
    enterprise: { _id: id },
    source: 'self-declared',
    asOf: dayOf(ctx.now),
    values: Object.fromEntries(declared.map(({ attribute, value }) => [attribute, value])),
    texts: {
      ...(body.products === undefined ? {} : { products: body.products.trim() }),
      ...(body.address === undefined ? {} : { address: body.address.trim() }),
    },
    action: 'enterprise.declared',
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
 * Enterprises in the caller's scope, latest change first; by words of the name or the beginning of the code, by region,
 * industry and size. The first page says how many there are.
 * @throws VALIDATION_FAILED when the cursor is none of ours
 */
export async function listEnterprises(
  ctx: Context,
  query: Query<'GET /enterprises'>,
): Promise<{ items: EnterpriseRow[]; next?: string; total?: number }> {
  const limit = query.limit ?? 20;
  const conditions = [accessible(ctx, 'read', 'enterprise', 'officer'), ...filterConditions(ctx, query)];
  const [docs, total] = await Promise.all([
    EnterpriseModel.find({ $and: query.cursor ? [...conditions, afterCursor(query.cursor)] : conditions })
      .sort({ updatedAt: -1, _id: -1 })
      .limit(limit + 1)
      .lean(),
    query.cursor ? undefined : EnterpriseModel.countDocuments({ $and: conditions }),
  ]);
  const items = docs.slice(0, limit).map((doc) => toRow(ctx, doc));
  const last = docs[limit - 1];
  return {
    items,
    ...(docs.length > limit && last ? { next: writeCursor({ at: last.updatedAt, id: last._id }) } : {}),
    ...(total === undefined ? {} : { total }),
  };
}

/**
 * What an officer narrows the list of enterprises by, as conditions of a query. The beginning of a code finds only
 * whom the officer may know by their whole code: letter by letter it would tell what is masked.
 */
export function filterConditions(
  ctx: Context,
  query: Pick<Query<'GET /enterprises'>, 'q' | 'regionCode' | 'industryCode' | 'size'>,
): QueryFilter<EnterpriseDoc>[] {
  const words = query.q?.trim();
  return [
    ...(query.regionCode ? [{ regionCode: { $in: regionsWithin(query.regionCode) } }] : []),
    ...(query.industryCode ? [{ industryCode: { $in: industriesWithin(query.industryCode) } }] : []),
    ...(query.size ? [{ size: query.size }] : []),
    ...(words ? [{ $or: [{ name: { $regex: wordsPattern(words) } }, ...codeConditions(ctx, words)] }] : []),
  ];
}

function codeConditions(ctx: Context, words: string): QueryFilter<EnterpriseDoc>[] {
  const check = checkCreditCode(words);
  if (check.ok) return [{ creditCode: check.code }];
  if (!isAble(ctx, 'identify', 'enterprise', 'officer')) return [];
  const beginning = { creditCode: { $regex: `^${wordsPattern(words.toUpperCase())}` } };
  return [{ $and: [accessible(ctx, 'identify', 'enterprise', 'officer'), beginning] }];
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
