import type { Reply } from '@contract';
import { messageTemplates, type MessageTemplate } from '@contract/enums';
import { requirePerson, type Context } from '../../context';
import { AppError, type ErrorDetail } from '../../errors';
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
    if (template && answer === 'accept') await grantConsent(personId, template, ctx.now);
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
export async function clearConsents(personId: string, template: MessageTemplate): Promise<void> {
  const seen = await ConsentModel.findOne({ personId, template }).lean();
  if (!seen) return;
  // A consent given since then is newer than WeChat's answer: it stays.
  await ConsentModel.updateOne({ _id: seen._id, granted: seen.granted }, { $set: { spent: seen.granted } });
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
