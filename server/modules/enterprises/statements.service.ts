import mongoose, { type ClientSession, type Types } from 'mongoose';
import type { Body, Enterprise, Reply } from '@contract';
import type { FactSource } from '@contract/enums';
import { accessible, bodiesOf } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { AppError, invalidField, type ErrorDetail } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { attachFiles, fileRefs } from '../files/files.service';
import { organizationRefs } from '../organizations/organizations.service';
import { attributes, attributeText, derivedAttributes, findAttribute, type FactValue } from './attributes';
import { EnterpriseModel, type EnterpriseDoc, type Fact } from './enterprises.model';
import { toEnterprise } from './enterprise-view.service';
import { valueRule } from './facts';
import { applyFacts, isSameValue, storedSize } from './precedence';
import { StatementModel, type StatementDoc } from './statements.model';

/** What is said of an enterprise in one act. */
interface Said {
  /** Which enterprise, and who may say it. */
  enterprise: Record<string, unknown>;
  source: FactSource;
  /** YYYY-MM-DD. */
  asOf: string;
  values: Record<string, FactValue>;
  texts?: Partial<Pick<EnterpriseDoc, 'products' | 'address'>>;
  organizationId?: string;
  basis?: string;
  fileIds?: readonly string[];
  action: string;
}

/**
 * Records what is said of an enterprise: what stands by the order of sources is stored, what doesn't is kept beside it,
 * and the whole statement goes into the history; all or nothing.
 * @throws NOT_FOUND when there is no such enterprise, or one of the files isn't the caller's fresh upload
 */
export async function stateFacts(ctx: Context, said: Said): Promise<EnterpriseDoc> {
  const person = requirePerson(ctx);
  const { source, asOf, values, texts = {} } = said;
  return mongoose.connection.transaction(async (session) => {
    const doc = await EnterpriseModel.findOne(said.enterprise, null, { session }).lean();
    if (!doc) throw new AppError('NOT_FOUND');
    const id = doc._id.toString();
    const facts = Object.fromEntries(
      Object.entries(values).map(([key, value]): [string, Fact] => [key, { value, source, asOf }]),
    );
    const book = applyFacts(doc, facts);
    const after = await EnterpriseModel.findOneAndUpdate(
      { _id: doc._id },
      {
        $set: {
          ...texts,
          ...Object.fromEntries(Object.keys(texts).map((text) => [`writtenOn.${text}`, asOf])),
          ...(book ? { facts: book.facts, others: book.others, size: storedSize(book) } : {}),
          updatedAt: ctx.now,
        },
      },
      { returnDocument: 'after', session },
    ).lean();
    if (!after) throw new AppError('NOT_FOUND');
    if (said.fileIds?.length)
      await attachFiles(
        ctx,
        said.fileIds,
        { subject: { kind: 'enterprise', id }, enterpriseId: id, scope: doc.scope },
        session,
      );
    if (Object.keys(values).length > 0) {
      const statement: Omit<StatementDoc, '_id'> = {
        enterpriseId: doc._id,
        at: ctx.now,
        source,
        asOf,
        values,
        by: {
          personId: new mongoose.Types.ObjectId(person.personId),
          name: person.name,
          ...(said.organizationId
            ? { organizationId: new mongoose.Types.ObjectId(said.organizationId) }
            : {}),
        },
        ...(said.basis ? { basis: said.basis } : {}),
        ...(said.fileIds?.length
          ? { fileIds: said.fileIds.map((fileId) => new mongoose.Types.ObjectId(fileId)) }
          : {}),
      };
      await StatementModel.create([statement], { session });
    }
    await recordAudit(
      ctx,
      {
        action: said.action,
        subject: { kind: 'enterprise', id },
        enterpriseId: id,
        reason: [said.basis, ...Object.keys(values), ...Object.keys(texts)].filter(Boolean).join(' '),
      },
      session as ClientSession,
    );
    return after;
  });
}

/** Takes the facts with which an enterprise is registered into its history: one statement for each source and day. */
export async function recordStatements(
  enterpriseId: Types.ObjectId,
  facts: Readonly<Record<string, Fact>>,
  now: Date,
  session: ClientSession,
): Promise<void> {
  const statements = new Map<string, Omit<StatementDoc, '_id'>>();
  for (const [key, { value, source, asOf }] of Object.entries(facts)) {
    const name = `${source} ${asOf}`;
    const statement = statements.get(name) ?? { enterpriseId, at: now, source, asOf, values: {} };
    statement.values[key] = value;
    statements.set(name, statement);
  }
  if (statements.size > 0) await StatementModel.create([...statements.values()], { session, ordered: true });
}

/**
 * Marks facts of an enterprise verified by the caller's office, with what that rests on.
 * @throws NOT_FOUND when the enterprise lies outside the caller's reach, or a file isn't the caller's fresh upload
 * @throws VALIDATION_FAILED naming every value that breaks the dictionary's rules; then nothing is stored
 */
export async function verifyFacts(
  ctx: Context,
  id: string,
  body: Body<'POST /enterprises/:id/verifications'>,
): Promise<Enterprise> {
  const derived: readonly string[] = derivedAttributes;
  const dayRule = valueRule('foundedOn', body.asOf, ctx.now);
  if (dayRule) throw invalidField('body.asOf', dayRule.replace('成立日期', '数据日期'));
  requireGoodFacts(body.facts, (attribute, value) =>
    derived.includes(attribute)
      ? `${attributes[attribute]?.label}：由登记信息和其他数据得出，不单独核定`
      : valueRule(attribute, value, ctx.now),
  );
  const reachable = accessible(ctx, 'verify', 'enterprise', 'officer');
  const seen = await EnterpriseModel.findOne({ $and: [reachable, { _id: id }] }, { scope: 1 }).lean();
  if (!seen) throw new AppError('NOT_FOUND');
  const office = bodiesOf(ctx, 'verify', 'enterprise').find((body_) =>
    seen.scope.some((each) => each.toString() === body_),
  );
  const after = await stateFacts(ctx, {
    enterprise: { $and: [reachable, { _id: id }] },
    source: 'verified',
    asOf: body.asOf,
    values: Object.fromEntries(body.facts.map(({ attribute, value }) => [attribute, value])),
    ...(office ? { organizationId: office } : {}),
    basis: body.basis.trim(),
    fileIds: body.fileIds ?? [],
    action: 'enterprise.verified',
  });
  return toEnterprise(ctx, after);
}

/**
 * What was said of one attribute of an enterprise in the caller's scope, latest first.
 * @throws NOT_FOUND when the enterprise lies outside the scope, or the dictionary doesn't know the attribute
 */
export async function factHistory(
  ctx: Context,
  id: string,
  attribute: string,
): Promise<Reply<'GET /enterprises/:id/facts/:attribute/history'>> {
  const definition = findAttribute(attribute);
  const doc =
    definition &&
    (await EnterpriseModel.findOne({
      $and: [accessible(ctx, 'read', 'enterprise', 'officer'), { _id: id }],
    }).lean());
  if (!doc || !definition) throw new AppError('NOT_FOUND');
  const statements = await StatementModel.find({
    enterpriseId: doc._id,
    [`values.${attribute}`]: { $exists: true },
  })
    .sort({ _id: -1 })
    .limit(100)
    .lean();
  const [files, offices] = await Promise.all([
    fileRefs(statements.flatMap(({ fileIds }) => fileIds ?? [])),
    organizationRefs(statements.flatMap(({ by }) => by?.organizationId ?? [])),
  ]);
  const standing = doc.facts[attribute];
  const stands = (statement: StatementDoc) =>
    standing !== undefined &&
    statement.source === standing.source &&
    statement.asOf === standing.asOf &&
    isSameValue(statement.values[attribute] as FactValue, standing.value);
  const current = statements.find(stands);
  const items = statements.map((statement) => ({
    origin: { source: statement.source, asOf: statement.asOf },
    at: statement.at.toISOString(),
    value: statement.values[attribute] as FactValue,
    text: attributeText(attribute, statement.values[attribute] as FactValue),
    ...(statement.by ? { by: whoSaid(statement.by, offices) } : {}),
    ...(statement.basis ? { basis: statement.basis } : {}),
    files: (statement.fileIds ?? []).flatMap((fileId: Types.ObjectId) => files.get(fileId.toString()) ?? []),
    isStanding: statement === current,
  }));
  // A fact from the registration or an earlier version has no statement: it is told as it stands.
  if (standing && !current)
    items.push({
      origin: { source: standing.source, asOf: standing.asOf },
      at: doc.createdAt.toISOString(),
      value: standing.value,
      text: attributeText(attribute, standing.value),
      files: [],
      isStanding: true,
    });
  return { label: definition.label, items };
}

function whoSaid(
  by: NonNullable<StatementDoc['by']>,
  offices: Awaited<ReturnType<typeof organizationRefs>>,
): string {
  const office = by.organizationId && offices.get(by.organizationId.toString());
  return office ? `${office.shortName} ${by.name}` : by.name;
}

/**
 * Refuses values that break a rule, or an attribute given twice.
 * @throws VALIDATION_FAILED naming every such field
 */
export function requireGoodFacts(
  facts: readonly { attribute: string; value: FactValue }[],
  ruleOf: (attribute: string, value: FactValue) => string | null,
): void {
  const details = facts.flatMap(({ attribute, value }, index): ErrorDetail[] => {
    const isTwice = facts.findIndex((other) => other.attribute === attribute) < index;
    const label = findAttribute(attribute)?.label ?? attribute;
    const rule = ruleOf(attribute, value) ?? (isTwice ? `${label}：填了两次` : null);
    return rule ? [{ path: `body.facts.${index}.value`, rule }] : [];
  });
  if (details.length === 0) return;
  throw new AppError('VALIDATION_FAILED', {
    ...(details.length === 1 && details[0] ? { message: details[0].rule } : {}),
    details,
  });
}
