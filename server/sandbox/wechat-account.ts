import { randomBytes, randomInt } from 'node:crypto';
import type { Config } from '../config';
import type { Clock } from '../clock';
import { templates, type TemplateField } from '../modules/messages/templates';
import { noFaults, type Faults } from './faults';
import { acceptsField } from './field-rules';
import { CodeModel, CreditModel, PhoneModel, SandboxMessageModel } from './sandbox.model';
import { templateBook, type TemplateBook } from './template-book';
import { noPush, type Push } from './wechat-push';
import { createQuotas, usualLimits, type Limits, type Quotas } from './wechat-quotas';
import { createTokens, type Tokens } from './wechat-tokens';

/** One mini-program account at the sandbox's WeChat. */
export interface Account {
  appId: string;
  appSecret: string;
  book: TemplateBook;
  clock: Clock;
  faults: Faults;
  limits: Limits;
  tokens: Tokens;
  quotas: Quotas;
  /** People a message is being sent to right now: WeChat refuses a second one meanwhile (43108). */
  sendingTo: Set<string>;
  /** Tells the product what happens at WeChat. */
  push: Push;
}

/** The account that the configuration names, with fresh tokens and counters. */
export function createAccount(config: Config, clock: Clock): Account {
  return {
    appId: config.wechat.appId,
    appSecret: config.wechat.appSecret,
    book: templateBook(config),
    clock,
    faults: noFaults(),
    limits: usualLimits(),
    tokens: createTokens(),
    quotas: createQuotas(),
    sendingTo: new Set(),
    push: noPush,
  };
}

/** WeChat's refusal: its code and the words that go with it. */
export class Refusal extends Error {
  readonly errcode: number;
  constructor(errcode: number, message: string) {
    super(message);
    this.errcode = errcode;
  }
}

const codeLifeMs = 300_000;
const sensitiveWords = ['赌博', '代开发票', '刷单'];

/**
 * `GET /sns/jscode2session`
 * @throws Refusal 41002, 41004, 40002, 40013, 40125, 40029, 40163, 40226, 45011
 */
export async function exchangeCode(
  account: Account,
  query: Record<string, string | undefined>,
): Promise<object> {
  checkCredentials(account, query.appid, query.secret);
  if (query.grant_type !== 'authorization_code') throw new Refusal(40002, 'invalid grant_type');
  const now = account.clock.now();
  const code = query.js_code ? await CodeModel.findOne({ kind: 'login', code: query.js_code }).lean() : null;
  if (!code) throw new Refusal(40029, 'invalid code');
  if (code.usedAt) throw new Refusal(40163, 'code been used');
  if (now.getTime() - code.mintedAt.getTime() > codeLifeMs) throw new Refusal(40029, 'invalid code');
  if (!account.quotas.take(`login:${code.openid}`, 'minute', account.limits.loginsPerMinute, now))
    throw new Refusal(45011, 'api minute-quota reach limit, must slower, retry next minute');
  const { modifiedCount } = await CodeModel.updateOne(
    { _id: code._id, usedAt: { $exists: false } },
    { $set: { usedAt: now } },
  );
  if (modifiedCount === 0) throw new Refusal(40163, 'code been used');
  const phone = await PhoneModel.findOne({ openid: code.openid }).lean();
  if (phone?.isAtRisk) throw new Refusal(40226, 'code blocked');
  return { session_key: randomBytes(16).toString('base64'), openid: code.openid };
}

/**
 * `POST /wxa/business/getuserphonenumber`, the token checked before.
 * @throws Refusal 47001, 40029
 */
export async function tellPhoneNumber(account: Account, body: Record<string, unknown>): Promise<object> {
  if (typeof body.code !== 'string') throw new Refusal(47001, 'data format error');
  const now = account.clock.now();
  const code = await CodeModel.findOneAndUpdate(
    {
      kind: 'phone',
      code: body.code,
      usedAt: { $exists: false },
      mintedAt: { $gte: new Date(now.getTime() - codeLifeMs) },
    },
    { $set: { usedAt: now } },
  ).lean();
  const phone = code && (await PhoneModel.findOne({ openid: code.openid }).lean());
  if (!phone?.number) throw new Refusal(40029, 'invalid code');
  return {
    errcode: 0,
    errmsg: 'ok',
    phone_info: {
      phoneNumber: phone.number,
      purePhoneNumber: phone.number,
      countryCode: 86,
      watermark: { timestamp: Math.floor(now.getTime() / 1000), appid: account.appId },
    },
  };
}

/**
 * `POST /cgi-bin/stable_token`
 * @throws Refusal 41002, 41004, 40002, 40013, 40125, 45011
 */
export function issueToken(account: Account, body: Record<string, unknown>): object {
  checkCredentials(account, body.appid, body.secret);
  if (body.grant_type !== 'client_credential') throw new Refusal(40002, 'invalid grant_type');
  const now = account.clock.now();
  if (!account.quotas.take('token', 'minute', account.limits.tokensPerMinute, now))
    throw new Refusal(45011, 'api minute-quota reach limit, must slower, retry next minute');
  return account.tokens.issue(now, body.force_refresh === true);
}

function checkCredentials(account: Account, appId: unknown, secret: unknown): void {
  if (!appId) throw new Refusal(41002, 'appid missing');
  if (!secret) throw new Refusal(41004, 'appsecret missing');
  if (appId !== account.appId) throw new Refusal(40013, 'invalid appid');
  if (secret !== account.appSecret) throw new Refusal(40125, 'invalid appsecret');
}

/** @throws Refusal 41001, 40014, 40001, 42001 */
export function checkToken(account: Account, token: string | undefined): void {
  const errcode = account.faults.invalidToken ? 40001 : account.tokens.check(token, account.clock.now());
  if (errcode !== 0) throw new Refusal(errcode, tokenWords[errcode]);
}

const tokenWords = {
  41001: 'access_token missing',
  40014: 'invalid access_token',
  40001:
    'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken',
  42001: 'access_token expired',
} as const;

/**
 * `POST /cgi-bin/message/subscribe/send`, the token checked before.
 * @throws Refusal 47001, 40003, 40037, 43101, 43108, 45168, 47003, 45009, 45011
 */
export async function acceptMessage(
  account: Account,
  body: Record<string, unknown>,
): Promise<{ msgid: string }> {
  const { touser, template_id: templateId, data } = body;
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new Refusal(47001, 'data format error');
  if (typeof touser !== 'string' || !(await PhoneModel.exists({ openid: touser })))
    throw new Refusal(40003, 'invalid openid');
  const template = typeof templateId === 'string' ? account.book.get(templateId) : undefined;
  if (typeof templateId !== 'string' || !template) throw new Refusal(40037, 'invalid template_id');
  if (account.sendingTo.has(touser)) throw new Refusal(43108, 'concurrent sends to one user');
  account.sendingTo.add(touser);
  try {
    const credit = { openid: touser, templateId, left: { $gt: 0 } };
    if (account.faults.refused || !(await CreditModel.exists(credit)))
      throw new Refusal(43101, 'user refuse to accept the msg');
    const fields = readFields(templates[template].fields, data as Record<string, unknown>);
    if (sensitiveWords.some((word) => fields.some(({ value }) => value.includes(word))))
      throw new Refusal(45168, 'hit sensitive word');
    const now = account.clock.now();
    if (account.faults.dailyQuota || !account.quotas.take('send', 'day', account.limits.sendsPerDay, now))
      throw new Refusal(45009, 'reach max api daily quota limit');
    if (!account.quotas.take('send', 'minute', account.limits.sendsPerMinute, now))
      throw new Refusal(45011, 'api minute-quota reach limit, must slower, retry next minute');
    const { modifiedCount } = await CreditModel.updateOne(credit, { $inc: { left: -1 } });
    if (modifiedCount === 0) throw new Refusal(43101, 'user refuse to accept the msg');
    // 64 bits, as WeChat's: beyond what a JSON number can hold exactly.
    const msgid = `2${Array.from({ length: 18 }, () => randomInt(10)).join('')}`;
    account.push.sent(touser, { templateId, messageId: msgid, isDelivered: !account.faults.undelivered });
    if (account.faults.undelivered) return { msgid };
    await SandboxMessageModel.create({
      openid: touser,
      messageId: msgid,
      templateId,
      title: templates[template].title,
      fields,
      ...(typeof body.page === 'string' && body.page !== '' ? { page: body.page } : {}),
      receivedAt: now,
      isRead: false,
    });
    return { msgid };
  } finally {
    account.sendingTo.delete(touser);
  }
}

/** @throws Refusal 47003 naming the first keyword that is missing, empty or against the rule of its kind */
function readFields(
  wanted: Record<string, TemplateField>,
  data: Record<string, unknown>,
): { key: string; label: string; value: string }[] {
  return Object.values(wanted).map(({ key, label }) => {
    const value = (data[key] as { value?: unknown } | undefined)?.value;
    if (value === undefined || value === null || String(value).trim() === '')
      throw new Refusal(47003, `argument invalid! data.${key}.value is empty`);
    if (!acceptsField(key, String(value)))
      throw new Refusal(47003, `argument invalid! data.${key}.value invalid`);
    return { key, label, value: String(value) };
  });
}
