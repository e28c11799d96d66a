import type { Types } from 'mongoose';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { PersonModel, type PersonDoc } from './people.model';
import { decryptPhone, encryptPhone, maskPhone, phoneIndex, staleCiphers, staleIndexes } from './phone';

/** A person as the product's own modules see them: the phone number only masked. */
export interface PersonRecord {
  id: string;
  name: string;
  title?: string;
  maskedPhone?: string;
}

/**
 * Records a person by their WeChat id.
 * @throws CONFLICT when a person with this openid exists
 */
export async function createPerson(
  ctx: Context,
  input: { openid: string; name: string; title?: string; phone?: string },
): Promise<{ id: string }> {
  const doc = await PersonModel.create({
    openid: input.openid,
    name: input.name,
    ...(input.title ? { title: input.title } : {}),
    ...(input.phone ? phoneFields(ctx, input.phone) : {}),
    createdAt: ctx.now,
  });
  const id = doc._id.toString();
  await recordAudit(ctx, { action: 'person.created', subject: { kind: 'person', id } });
  return { id };
}

/**
 * A person with the phone number masked.
 * @throws NOT_FOUND when there is none with this id
 */
export async function getPerson(ctx: Context, personId: string): Promise<PersonRecord> {
  const [person] = (await people(ctx, [personId])).values();
  if (!person) throw new AppError('NOT_FOUND');
  return person;
}

/** People by id, phone numbers masked; unknown ids are left out. */
export async function people(
  ctx: Context,
  personIds: Iterable<string | Types.ObjectId>,
): Promise<Map<string, PersonRecord>> {
  const docs = await PersonModel.find({ _id: { $in: [...new Set([...personIds].map(String))] } }).lean();
  return new Map(docs.map((doc) => [doc._id.toString(), toRecord(ctx, doc)]));
}

/**
 * The whole phone number, for whoever handles the matter; the reading is recorded in the audit trail.
 * Undefined when the person gave none.
 * @throws NOT_FOUND when the person doesn't exist
 */
export async function revealPhone(
  ctx: Context,
  personId: string,
  { subject, reason }: { subject: { kind: string; id: string }; reason: string },
): Promise<string | undefined> {
  const doc = await PersonModel.findById(personId, { phoneCipher: 1 }).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  if (!doc.phoneCipher) return undefined;
  // The entry stands before the number is known: a reading without a trace can't happen.
  await recordAudit(ctx, {
    action: 'phone.revealed',
    subject: { kind: 'person', id: personId },
    reason: `${reason} (${subject.kind} ${subject.id})`,
  });
  return openPhone(ctx, doc.phoneCipher);
}

/** WeChat's id of a person, for the gateway only; it never leaves the server. */
export async function findOpenid(personId: string): Promise<string | undefined> {
  return (await PersonModel.findById(personId, { openid: 1 }).lean())?.openid;
}

/** The person of one of WeChat's ids. */
export async function findByOpenid(openid: string): Promise<string | undefined> {
  return (await PersonModel.findOne({ openid }, { _id: 1 }).lean())?._id.toString();
}

/** A person's whole phone number, for the gateway of text messages only: nobody gets to read it. */
export async function findPhone(ctx: Context, personId: string): Promise<string | undefined> {
  const doc = await PersonModel.findById(personId, { phoneCipher: 1 }).lean();
  return doc?.phoneCipher ? openPhone(ctx, doc.phoneCipher) : undefined;
}

/** Names by person id; unknown ids are left out. */
export async function nameMap(personIds: Iterable<string | Types.ObjectId>): Promise<Map<string, string>> {
  const docs = await PersonModel.find(
    { _id: { $in: [...new Set([...personIds].map(String))] } },
    { name: 1 },
  ).lean();
  return new Map(docs.map((doc) => [doc._id.toString(), doc.name]));
}

/** A phone number as it is stored: encrypted under the current key. */
export function sealPhone(ctx: Context, phone: string): string {
  return encryptPhone(ctx.environment.config.keys.phoneEncryptionKeys, phone);
}

/** A stored phone number in clear: for reading it out, record that first. */
export function openPhone(ctx: Context, stored: string): string {
  return decryptPhone(ctx.environment.config.keys.phoneEncryptionKeys, stored);
}

/** The stored fields of a person's phone number: its cipher text and its look-up value. */
export function phoneFields(ctx: Context, phone: string): { phoneCipher: string; phoneIndex: string } {
  return {
    phoneCipher: sealPhone(ctx, phone),
    phoneIndex: phoneIndex(ctx.environment.config.keys.phoneIndexKeys, phone),
  };
}

/** Puts up to `limit` people's phone numbers that stand under an older key under the current ones; answers how many. */
export async function renewPersonPhones(ctx: Context, limit: number): Promise<number> {
  const { phoneEncryptionKeys, phoneIndexKeys } = ctx.environment.config.keys;
  const fields = { phoneCipher: 1, phoneIndex: 1 };
  const stale = await PersonModel.find(staleCiphers(phoneEncryptionKeys, 'phoneCipher'), fields)
    .limit(limit)
    .lean();
  if (stale.length < limit) {
    const rest = limit - stale.length;
    stale.push(
      ...(await PersonModel.find(staleIndexes(phoneIndexKeys, 'phoneIndex'), fields).limit(rest).lean()),
    );
  }
  let renewed = 0;
  for (const { _id, phoneCipher } of stale) {
    if (!phoneCipher) continue;
    // Who changes their number meanwhile keeps the new one.
    const written = await PersonModel.updateOne(
      { _id, phoneCipher },
      { $set: phoneFields(ctx, openPhone(ctx, phoneCipher)) },
    );
    renewed += written.modifiedCount;
  }
  return renewed;
}

function toRecord(ctx: Context, doc: PersonDoc): PersonRecord {
  return {
    id: doc._id.toString(),
    name: doc.name,
    ...(doc.title ? { title: doc.title } : {}),
    ...(doc.phoneCipher ? { maskedPhone: maskPhone(openPhone(ctx, doc.phoneCipher)) } : {}),
  };
}
