import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import { AppError } from '../errors';
import { templates } from '../modules/messages/templates';
import {
  CodeModel,
  CreditModel,
  PhoneModel,
  SandboxMessageModel,
  TextModel,
  type PhoneGroup,
  type StoredPhone,
  type StoredSandboxMessage,
  type StoredText,
} from './sandbox.model';
import type { TemplateBook } from './template-book';

/** Gives a person a phone in the sandbox, once per openid; asking again updates what it shows. */
export async function registerPhone(phone: {
  openid: string;
  name: string;
  group: PhoneGroup;
  line: string;
  organization?: string;
  hasConsole?: boolean;
  number?: string;
  isAtRisk?: boolean;
}): Promise<{ id: string }> {
  const { openid, ...shown } = phone;
  const stored = await PhoneModel.findOneAndUpdate(
    { openid },
    { $set: shown, $setOnInsert: { position: await PhoneModel.countDocuments() } },
    { upsert: true, returnDocument: 'after' },
  ).lean();
  return { id: stored._id.toHexString() };
}

/** A phone as the pages show it; the openid stays inside. */
export interface Phone {
  id: string;
  name: string;
  group: PhoneGroup;
  line: string;
  organization?: string;
  /** True for who has work at the console. */
  hasConsole: boolean;
  unread: number;
}

/** Every phone in the order of registration, with the messages not yet looked at. */
export async function listPhones(): Promise<Phone[]> {
  const [phones, counts] = await Promise.all([
    PhoneModel.find().sort({ position: 1 }).lean(),
    SandboxMessageModel.aggregate<{ _id: string; count: number }>([
      { $match: { isRead: false } },
      { $group: { _id: '$openid', count: { $sum: 1 } } },
    ]),
  ]);
  const unread = new Map(counts.map(({ _id, count }) => [_id, count]));
  return phones.map((phone) => toPhone(phone, unread.get(phone.openid) ?? 0));
}

function toPhone(stored: StoredPhone, unread: number): Phone {
  return {
    id: stored._id.toHexString(),
    name: stored.name,
    group: stored.group,
    line: stored.line,
    ...(stored.organization ? { organization: stored.organization } : {}),
    hasConsole: stored.hasConsole ?? stored.group !== 'enterprise',
    unread,
  };
}

/** @throws NOT_FOUND when no phone has the id */
async function getPhone(id: string): Promise<StoredPhone> {
  const phone = Types.ObjectId.isValid(id) ? await PhoneModel.findById(id).lean() : null;
  if (!phone) throw new AppError('NOT_FOUND', { message: '沙箱里没有这部手机' });
  return phone;
}

/**
 * A code as `wx.login` would give it on this phone.
 * @throws NOT_FOUND when no phone has the id
 */
export async function mintLoginCode(id: string, now: Date): Promise<{ code: string }> {
  const { openid } = await getPhone(id);
  const code = randomBytes(16).toString('hex');
  await CodeModel.create({ kind: 'login', code, openid, mintedAt: now });
  return { code };
}

/**
 * A code as WeChat's phone-number button would give it on this phone, after the owner agreed.
 * @throws NOT_FOUND when no phone has the id
 */
export async function mintPhoneCode(id: string, now: Date): Promise<{ code: string }> {
  const { openid } = await getPhone(id);
  const code = randomBytes(32).toString('hex');
  await CodeModel.create({ kind: 'phone', code, openid, mintedAt: now });
  return { code };
}

/** A text message as a phone shows it. */
export interface PhoneText {
  id: string;
  number: string;
  text: string;
  receivedAt: string;
}

function toPhoneText({ _id, number, text, receivedAt }: StoredText): PhoneText {
  return { id: _id.toHexString(), number, text, receivedAt: receivedAt.toISOString() };
}

/** The newest text messages to numbers that no phone of the sandbox has. */
export async function strayTexts(limit: number): Promise<PhoneText[]> {
  const owned = await PhoneModel.distinct('number');
  const texts = await TextModel.find({ number: { $nin: owned } })
    .sort({ receivedAt: -1 })
    .limit(limit)
    .lean();
  return texts.map(toPhoneText);
}

/**
 * WeChat's id of a phone's owner.
 * @throws NOT_FOUND when no phone has the id
 */
export async function openidOf(id: string): Promise<string> {
  return (await getPhone(id)).openid;
}

/** A message as the phone shows it. */
export interface PhoneMessage {
  id: string;
  title: string;
  fields: { label: string; value: string }[];
  page?: string;
  receivedAt: string;
  isRead: boolean;
}

function toPhoneMessage(stored: StoredSandboxMessage): PhoneMessage {
  return {
    id: stored._id.toHexString(),
    title: stored.title,
    fields: stored.fields.map(({ label, value }) => ({ label, value })),
    ...(stored.page ? { page: stored.page } : {}),
    receivedAt: stored.receivedAt.toISOString(),
    isRead: stored.isRead,
  };
}

/**
 * A phone with the messages it received, newest first, and what it still accepts.
 * @throws NOT_FOUND when no phone has the id
 */
export async function readPhone(
  id: string,
  book: TemplateBook,
): Promise<
  Phone & {
    number?: string;
    messages: PhoneMessage[];
    texts: PhoneText[];
    credits: { templateId: string; title: string; left: number }[];
  }
> {
  const phone = await getPhone(id);
  const { openid, number } = phone;
  const [messages, unread, credits, texts] = await Promise.all([
    SandboxMessageModel.find({ openid }).sort({ receivedAt: -1 }).limit(100).lean(),
    SandboxMessageModel.countDocuments({ openid, isRead: false }),
    CreditModel.find({ openid }).lean(),
    number ? TextModel.find({ number }).sort({ receivedAt: -1 }).limit(20).lean() : [],
  ]);
  const left = new Map(credits.map((credit) => [credit.templateId, credit.left]));
  return {
    ...toPhone(phone, unread),
    ...(number ? { number } : {}),
    messages: messages.map(toPhoneMessage),
    texts: texts.map(toPhoneText),
    credits: [...book].map(([templateId, template]) => ({
      templateId,
      title: templates[template].title,
      left: left.get(templateId) ?? 0,
    })),
  };
}

/**
 * The owner looked at the phone's messages.
 * @throws NOT_FOUND when no phone has the id
 */
export async function markPhoneRead(id: string): Promise<{ ok: true }> {
  const { openid } = await getPhone(id);
  await SandboxMessageModel.updateMany({ openid, isRead: false }, { $set: { isRead: true } });
  return { ok: true };
}

/**
 * The owner answers the question of `wx.requestSubscribeMessage`: accepting adds one message per template. An
 * unknown template is left out of the answer, as WeChat leaves it out.
 * @throws NOT_FOUND when no phone has the id
 */
export async function answerSubscription(
  id: string,
  book: TemplateBook,
  { templateIds, choice }: { templateIds: string[]; choice: 'accept' | 'reject' },
): Promise<Record<string, 'accept' | 'reject'>> {
  const { openid } = await getPhone(id);
  const known = [...new Set(templateIds)].filter((templateId) => book.has(templateId));
  if (choice === 'accept') {
    for (const templateId of known)
      await CreditModel.updateOne({ openid, templateId }, { $inc: { left: 1 } }, { upsert: true });
  }
  return Object.fromEntries(known.map((templateId) => [templateId, choice]));
}

/**
 * The owner refuses a template in WeChat's own settings: whatever was accepted before is gone.
 * @throws NOT_FOUND when no phone has the id
 */
export async function refuseTemplate(id: string, templateId: string): Promise<{ ok: true }> {
  const { openid } = await getPhone(id);
  await CreditModel.updateOne({ openid, templateId }, { $set: { left: 0 } });
  return { ok: true };
}

/** The newest messages of all phones, with their owners. */
export async function recentMessages(
  limit: number,
): Promise<(PhoneMessage & { phoneId: string; name: string })[]> {
  const messages = await SandboxMessageModel.find().sort({ receivedAt: -1 }).limit(limit).lean();
  const phones = await PhoneModel.find({ openid: { $in: messages.map(({ openid }) => openid) } }).lean();
  const owners = new Map(phones.map((phone) => [phone.openid, phone]));
  return messages.flatMap((message) => {
    const owner = owners.get(message.openid);
    return owner ? [{ ...toPhoneMessage(message), phoneId: owner._id.toHexString(), name: owner.name }] : [];
  });
}
