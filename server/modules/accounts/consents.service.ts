import type { ClientSession } from 'mongoose';
import type { Reply } from '@contract';
import { messageTemplates, type MessageTemplate } from '@contract/enums';
import { requirePerson, type Context } from '../../context';
import { AppError, isDuplicateKey, type ErrorDetail } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { ConsentModel } from './consents.model';

/** Subscription messages left to the caller per template, with the ids WeChat asks with. */
export async function listConsents(ctx: Context): Promise<Reply<'GET /me/consents'>> {
  const left = await consentsOf(requirePerson(ctx).personId);
  const { templateIds } = ctx.environment.config.wechat;
  return messageTemplates.map((template) => ({
    template,
    templateId: templateIds[template],
    left: left.get(template) ?? 0,
  }));
}

/**
 * Records what the caller answered to WeChat's subscription question, keyed by template id: each `accept` allows one
 * message more; the other answers allow none.
 * @throws VALIDATION_FAILED when a template id is none of the product's
 */
export async function recordConsents(
  ctx: Context,
  answers: Record<string, 'accept' | 'reject' | 'ban' | 'filter'>,
): Promise<Reply<'POST /me/consents'>> {
  const { personId } = requirePerson(ctx);
  const { templateIds } = ctx.environment.config.wechat;
  const templates = new Map(messageTemplates.map((template) => [templateIds[template], template]));
  const details = Object.keys(answers).flatMap((id): ErrorDetail[] =>
    templates.has(id) ? [] : [{ path: `body.answers.${id}`, rule: '没有这个消息模板' }],
  );
  if (details.length > 0) throw new AppError('VALIDATION_FAILED', { details });
  for (const [id, answer] of Object.entries(answers)) {
    const template = templates.get(id);
    if (template && answer === 'accept') await recordAnswer(ctx, personId, template);
  }
  await recordAudit(ctx, { action: 'message-consent.answered', subject: { kind: 'person', id: personId } });
  const left = await consentsOf(personId);
  return messageTemplates.map((template) => ({ template, left: left.get(template) ?? 0 }));
}

/** Adds one consent to a person's account for a template. */
export async function grantConsent(personId: string, template: MessageTemplate, now?: Date): Promise<void> {
  await ConsentModel.updateOne(
    { personId, template },
    { $inc: { granted: 1 }, $setOnInsert: { spent: 0 }, ...(now ? { $set: { touchedAt: now } } : {}) },
    { upsert: true },
  );
}

/** An answer as the mini-program tells it; where WeChat has told it already, it counts no second time. */
async function recordAnswer(ctx: Context, personId: string, template: MessageTemplate): Promise<void> {
  if (!ctx.environment.config.wechat.callback) return grantConsent(personId, template, ctx.now);
  await mirror(personId, template, { by: 1, now: ctx.now });
}

/**
 * An answer as WeChat tells it, within the transaction that marks the call as taken; where the mini-program has told it
 * already, it counts no second time.
 */
export async function recordPopup(
  ctx: Context,
  { personId, template }: { personId: string; template: MessageTemplate },
  session: ClientSession,
): Promise<void> {
  await mirror(personId, template, { by: -1, now: ctx.now, session });
}

/** Counts an answer of one teller, unless the other one is ahead: then both have told the same. */
async function mirror(
  personId: string,
  template: MessageTemplate,
  { by, now, session }: { by: 1 | -1; now: Date; session?: ClientSession },
): Promise<void> {
  const isOtherAhead = by === 1 ? { $lt: 0 } : { $gt: 0 };
  const $set = { touchedAt: now };
  const options = session ? { session } : {};
  const matched = await ConsentModel.updateOne(
    { personId, template, ahead: isOtherAhead },
    { $inc: { ahead: by }, $set },
    options,
  );
  if (matched.modifiedCount === 1) return;
  try {
    await ConsentModel.updateOne(
      { personId, template, ahead: { $not: isOtherAhead } },
      { $inc: { granted: 1, ahead: by }, $setOnInsert: { spent: 0 }, $set },
      { ...options, upsert: true },
    );
  } catch (error) {
    // The other teller came in between; a transaction is begun again by its owner.
    if (session || !isDuplicateKey(error)) throw error;
    await mirror(personId, template, { by, now });
  }
}

/** Takes one consent from a person's account; false when none is left. Concurrent callers never take the same one. */
export async function spendConsent(personId: string, template: MessageTemplate): Promise<boolean> {
  const spent = await ConsentModel.updateOne(
    { personId, template, $expr: { $gt: ['$granted', '$spent'] } },
    { $inc: { spent: 1 } },
  );
  return spent.modifiedCount === 1;
}

/** Gives a consent back that was taken for a message which certainly wasn't sent. */
export async function refundConsent(personId: string, template: MessageTemplate): Promise<void> {
  await ConsentModel.updateOne({ personId, template, spent: { $gt: 0 } }, { $inc: { spent: -1 } });
}

/** Empties a person's account for a template, after WeChat said that it holds no consent. */
export async function clearConsents(
  personId: string,
  template: MessageTemplate,
  session: ClientSession | null = null,
): Promise<void> {
  const seen = await ConsentModel.findOne({ personId, template }).session(session).lean();
  if (!seen) return;
  // A consent given since then is newer than WeChat's answer: it stays.
  await ConsentModel.updateOne(
    { _id: seen._id, granted: seen.granted },
    { $set: { spent: seen.granted } },
  ).session(session);
}

/** Consents left per person for one template; people without any are left out. */
export async function consentsLeft(
  personIds: readonly string[],
  template: MessageTemplate,
): Promise<Map<string, number>> {
  const docs = await ConsentModel.find({
    personId: { $in: personIds },
    template,
    $expr: { $gt: ['$granted', '$spent'] },
  }).lean();
  return new Map(docs.map((doc) => [doc.personId.toString(), doc.granted - doc.spent]));
}

async function consentsOf(personId: string): Promise<Map<MessageTemplate, number>> {
  const docs = await ConsentModel.find({ personId }).lean();
  return new Map(docs.map((doc) => [doc.template, Math.max(0, doc.granted - doc.spent)]));
}
