import { createHash } from 'node:crypto';
import mongoose, { type ClientSession } from 'mongoose';
import { messageTemplates } from '@contract/enums';
import type { Query } from '@contract';
import type { Context } from '../../context';
import { AppError, invalidField, isDuplicateKey } from '../../errors';
import { callbackSignature, isSameSignature, openCallback } from '../../gateways/wechat-callback';
import { clearConsents, recordPopup } from '../accounts/consents.service';
import { findByOpenid } from '../accounts/people.service';
import { recordAudit } from '../audit/audit.service';
import { DeliveryModel } from './messages.model';
import { readEvent, type WeChatEntry } from './wechat-event';
import { WeChatEventModel } from './wechat-events.model';

/** A call that WeChat signed longer ago, or that much ahead, is none of its own any more; its retries take seconds. */
const oldestMs = 300_000;
/** Longer than a call may be old: until then an entry is remembered. */
const rememberedMs = 3_600_000;

/**
 * WeChat's question whether this address belongs to the account: the text it sent, if it is signed.
 * @throws NOT_FOUND when no address is set up
 * @throws FORBIDDEN when the signature is wrong or old
 */
export function proveAddress(ctx: Context, query: Query<'GET /wechat-events'>): string {
  const { token } = callbackOf(ctx);
  checkSignature(ctx, query.signature, token, query);
  return query.echostr ?? '';
}

/**
 * Takes what WeChat tells: consents follow what people answer and what they refuse in WeChat's own settings, and messages
 * that WeChat lost after all become failed. Each entry counts once, however often WeChat sends it.
 * @throws NOT_FOUND when no address is set up
 * @throws FORBIDDEN when the signature is wrong or old, or the call isn't encrypted although a key is set up
 * @throws VALIDATION_FAILED when it is no event in JSON
 * @throws CONFLICT when a lost message isn't known yet: WeChat tells it again
 */
export async function takeEvents(
  ctx: Context,
  query: Query<'POST /wechat-events'>,
  body: unknown,
): Promise<string> {
  const event = readEvent(readMessage(ctx, query, body));
  if (!event) throw invalidField('body', '应为 JSON 格式的微信事件');
  await WeChatEventModel.deleteMany({ at: { $lt: new Date(ctx.now.getTime() - rememberedMs) } });
  let untaken: unknown;
  for (const entry of event.entries)
    await takeEntry(ctx, entry).catch((error: unknown) => {
      // The others of the call are taken all the same; WeChat tells this one again.
      untaken = error;
    });
  if (untaken) throw untaken;
  return 'success';
}

async function takeEntry(ctx: Context, entry: WeChatEntry, triesLeft = 2): Promise<void> {
  const personId = await findByOpenid(entry.openid);
  if (!personId) return;
  const id = createHash('sha256').update(JSON.stringify(entry)).digest('base64url');
  try {
    // What is told takes effect with the mark that it was taken, or not at all.
    await mongoose.connection.transaction(async (session) => {
      await WeChatEventModel.create([{ _id: id, at: ctx.now }], { session });
      await apply(ctx, entry, personId, session);
    });
  } catch (error) {
    // It came before: WeChat calls again where it didn't see the answer.
    if (!isDuplicateKey(error)) throw error;
    if (await WeChatEventModel.exists({ _id: id })) return;
    // The mini-program told the same answer at the same instant.
    if (triesLeft === 0) throw error;
    return takeEntry(ctx, entry, triesLeft - 1);
  }
  if (entry.kind !== 'sent')
    await recordAudit(ctx, {
      action: 'wechat-event.taken',
      subject: { kind: 'person', id: personId },
      reason: `${entry.kind} ${entry.answer}`,
    });
}

async function apply(
  ctx: Context,
  entry: WeChatEntry,
  personId: string,
  session: ClientSession,
): Promise<void> {
  if (entry.kind === 'sent') return applySent(ctx, entry, session);
  const { templateIds } = ctx.environment.config.wechat;
  const template = messageTemplates.find((each) => templateIds[each] === entry.templateId);
  if (!template) return;
  if (entry.kind === 'popup' && entry.answer === 'accept')
    await recordPopup(ctx, { personId, template }, session);
  // Refusing the question once takes nothing back that was allowed before; refusing in the settings does.
  if (entry.kind === 'change' && entry.answer === 'reject') await clearConsents(personId, template, session);
}

async function applySent(
  ctx: Context,
  { messageId, errorCode, errorStatus }: Extract<WeChatEntry, { kind: 'sent' }>,
  session: ClientSession,
): Promise<void> {
  if (errorCode === '0') return;
  const { matchedCount } = await DeliveryModel.updateOne(
    { messageId },
    {
      $set: {
        status: 'failed',
        reason: `WeChat: ${errorCode} ${errorStatus}`.slice(0, 200),
        settledAt: ctx.now,
      },
    },
    { session },
  );
  // The answer with the message's id may still be on its way.
  if (matchedCount === 0) throw new AppError('CONFLICT');
}

function callbackOf(ctx: Context) {
  const { callback } = ctx.environment.config.wechat;
  if (!callback) throw new AppError('NOT_FOUND');
  return callback;
}

/** The message in clear, once its signature is known to be WeChat's. */
function readMessage(ctx: Context, query: Query<'POST /wechat-events'>, body: unknown): unknown {
  const { token, key } = callbackOf(ctx);
  const sent = typeof body === 'string' ? parse(body) : body;
  if (!key) {
    checkSignature(ctx, query.signature, token, query);
    return sent;
  }
  const encrypted = (sent as { Encrypt?: unknown } | null | undefined)?.Encrypt;
  if (typeof encrypted !== 'string') throw new AppError('FORBIDDEN');
  // The plain signature covers nothing of the content.
  checkSignature(ctx, query.msg_signature, token, query, encrypted);
  const message = openCallback(key, ctx.environment.config.wechat.appId, encrypted);
  if (message === null) throw new AppError('FORBIDDEN');
  return parse(message);
}

function checkSignature(
  ctx: Context,
  given: string | undefined,
  token: string,
  { timestamp = '', nonce = '' }: { timestamp?: string; nonce?: string },
  ...content: string[]
): void {
  const isFresh = Math.abs(ctx.now.getTime() - Number(timestamp) * 1000) <= oldestMs;
  if (!isFresh || !isSameSignature(given, callbackSignature(token, timestamp, nonce, ...content)))
    throw new AppError('FORBIDDEN');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
