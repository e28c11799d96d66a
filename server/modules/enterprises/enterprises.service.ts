import mongoose, { type Types } from 'mongoose';
import type { EnterpriseRef } from '@contract';
import type { FactSource } from '@contract/enums';
import type { Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { findDesk, getOrganization, scopeOf } from '../organizations/organizations.service';
import { findRegion, regionName } from '../organizations/regions';
import { derivedAttributes, findAttribute, type FactValue } from './attributes';
import { checkCreditCode } from './credit-code';
import { EnterpriseModel, type EnterpriseDoc, type Fact } from './enterprises.model';
import { dayOf } from '../issues/calendar';
import { factsOf, valueRule } from './facts';
import { findIndustry, industryName } from './industries';
import { storedSize } from './precedence';
import { recordStatements } from './statements.service';

export { findByCode, getEnterprise, getMine, listEnterprises, patchMine } from './profiles.service';
export { factHistory, verifyFacts } from './statements.service';

/** What rules, matching and routing read of an enterprise: its facts with origin, the derived ones included. */
export interface EnterpriseProfile {
  id: string;
  name: string;
  regionCode: string;
  industryCode: string;
  deskOrganizationId: string;
  facts: Record<string, Fact>;
}

export interface EnterpriseInput {
  name: string;
  creditCode: string;
  regionCode: string;
  industryCode: string;
  address?: string;
  /** YYYY-MM-DD. */
  foundedOn?: string;
  products?: string;
  /** The service office of the region where absent. */
  deskOrganizationId?: string;
  /** Plain values take the input's source and today's date. */
  facts?: Record<string, FactValue | Fact>;
  /** `imported` where absent. */
  source?: FactSource;
}

/**
 * Registers an enterprise with the desk of its region.
 * @throws CREDIT_CODE_INVALID when the code's form or check character is wrong
 * @throws VALIDATION_FAILED when region, industry, founding day or a fact doesn't keep the dictionary's rules
 * @throws CONFLICT when an enterprise with this code exists
 */
export async function createEnterprise(ctx: Context, input: EnterpriseInput): Promise<{ id: string }> {
  const check = checkCreditCode(input.creditCode);
  if (!check.ok) throw creditCodeInvalid('body.creditCode', check.rule);
  if (!findRegion(input.regionCode)) throw invalidField('body.regionCode', '所在地区：没有这个区划代码');
  if (!findIndustry(input.industryCode))
    throw invalidField('body.industryCode', '所属行业：没有这个行业代码');
  const dayRule = input.foundedOn === undefined ? null : valueRule('foundedOn', input.foundedOn, ctx.now);
  if (dayRule) throw invalidField('body.foundedOn', dayRule);
  const source = input.source ?? 'imported';
  const facts = readFacts(input.facts ?? {}, source, ctx.now);
  const desk = input.deskOrganizationId
    ? await getOrganization(input.deskOrganizationId)
    : await findDesk(input.regionCode);
  const scope = await scopeOf([desk.id]);
  const doc = new EnterpriseModel({
    name: input.name,
    creditCode: check.code,
    regionCode: input.regionCode,
    industryCode: input.industryCode,
    deskOrganizationId: desk.id,
    scope,
    ...(input.address ? { address: input.address } : {}),
    ...(input.foundedOn ? { foundedOn: input.foundedOn } : {}),
    ...(input.products ? { products: input.products } : {}),
    registrationSource: source,
    facts,
    size: storedSize({ industryCode: input.industryCode, facts }),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  await mongoose.connection.transaction(async (session) => {
    await EnterpriseModel.create([doc.toObject()], { session });
    await recordStatements(doc._id, facts, ctx.now, session);
  });
  const id = doc._id.toString();
  await recordAudit(ctx, {
    action: 'enterprise.created',
    subject: { kind: 'enterprise', id },
    enterpriseId: id,
  });
  return { id };
}

/** A refused credit code: the code of the error and the field it was typed in. */
function creditCodeInvalid(path: string, rule: string): AppError {
  return new AppError('CREDIT_CODE_INVALID', { message: rule, details: [{ path, rule }] });
}

function readFacts(
  facts: Record<string, FactValue | Fact>,
  source: FactSource,
  now: Date,
): Record<string, Fact> {
  const derived: readonly string[] = derivedAttributes;
  return Object.fromEntries(
    Object.entries(facts).map(([key, given]) => {
      const fact =
        typeof given === 'object' && !Array.isArray(given)
          ? given
          : { value: given, source, asOf: dayOf(now) };
      const rule = derived.includes(key)
        ? `${findAttribute(key)?.label ?? key}：由登记信息和其他数据得出，不单独填`
        : valueRule(key, fact.value, now);
      if (rule) throw invalidField(`body.facts.${key}`, rule);
      return [key, fact];
    }),
  );
}

/**
 * The profile of an enterprise at an instant; ages follow from the instant.
 * @throws NOT_FOUND when there is none with this id
 */
export async function getProfile(enterpriseId: string, now: Date): Promise<EnterpriseProfile> {
  const doc = await EnterpriseModel.findById(enterpriseId).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  return toProfile(doc, now);
}

/** Names of enterprises with their region, by id; unknown ids are left out. */
export async function enterpriseRefs(
  ids: Iterable<string | Types.ObjectId>,
): Promise<Map<string, EnterpriseRef>> {
  const heads = await enterpriseHeads(ids);
  return new Map(
    [...heads].map(([id, { name, regionName: region }]) => [id, { id, name, regionName: region }]),
  );
}

/** What the registration says of an enterprise, and who looks after it. */
export interface EnterpriseHead {
  id: string;
  name: string;
  creditCode: string;
  regionCode: string;
  regionName: string;
  industryName: string;
  deskOrganizationId: string;
  scope: Types.ObjectId[];
}

/** Registrations by enterprise id; unknown ids are left out. */
export async function enterpriseHeads(
  ids: Iterable<string | Types.ObjectId>,
): Promise<Map<string, EnterpriseHead>> {
  const wanted = [...new Set([...ids].map(String))];
  if (wanted.length === 0) return new Map();
  const docs = await EnterpriseModel.find({ _id: { $in: wanted } }, { facts: 0 }).lean();
  return new Map(docs.map((doc) => [doc._id.toString(), toHead(doc)]));
}

/**
 * The enterprise with this credit code, as somebody typed it.
 * @throws CREDIT_CODE_INVALID naming the field when the code is wrong
 * @throws ENTERPRISE_NOT_FOUND when no enterprise has it
 */
export async function getHeadByCode(creditCode: string, path: string): Promise<EnterpriseHead> {
  const check = checkCreditCode(creditCode);
  if (!check.ok) throw creditCodeInvalid(path, check.rule);
  const doc = await EnterpriseModel.findOne({ creditCode: check.code }, { facts: 0 }).lean();
  if (!doc) throw new AppError('ENTERPRISE_NOT_FOUND');
  return toHead(doc);
}

function toHead(doc: Omit<EnterpriseDoc, 'facts'>): EnterpriseHead {
  return {
    id: doc._id.toString(),
    name: doc.name,
    creditCode: doc.creditCode,
    regionCode: doc.regionCode,
    regionName: regionName(doc.regionCode),
    industryName: industryName(doc.industryCode),
    deskOrganizationId: doc.deskOrganizationId.toString(),
    scope: doc.scope,
  };
}

/** The profile of a stored enterprise at an instant. */
export function toProfile(doc: EnterpriseDoc, now: Date): EnterpriseProfile {
  return {
    id: doc._id.toString(),
    name: doc.name,
    regionCode: doc.regionCode,
    industryCode: doc.industryCode,
    deskOrganizationId: doc.deskOrganizationId.toString(),
    facts: factsOf(doc, now),
  };
}
