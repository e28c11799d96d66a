import type { Types } from 'mongoose';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { PersonModel, type PersonDoc } from './people.model';
import { decryptPhone, encryptPhone, maskPhone, phoneIndex } from './phone';

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
  return decryptPhone(ctx.environment.config.keys.phoneEncryptionKey, doc.phoneCipher);
}

/** WeChat's id of a person, for the gateway only; it never leaves the server. */
export async function findOpenid(personId: string): Promise<string | undefined> {
  return (await PersonModel.findById(personId, { openid: 1 }).lean())?.openid;
}

/** Names by person id; unknown ids are left out. */
export async function nameMap(personIds: Iterable<string | Types.ObjectId>): Promise<Map<string, string>> {
  const docs = await PersonModel.find(
    { _id: { $in: [...new Set([...personIds].map(String))] } },
    { name: 1 },
  ).lean();
  return new Map(docs.map((doc) => [doc._id.toString(), doc.name]));
}

/** The stored fields of a phone number: its cipher text and its look-up value. */
export function phoneFields(ctx: Context, phone: string): { phoneCipher: string; phoneIndex: string } {
  const { keys } = ctx.environment.config;
  return {
    phoneCipher: encryptPhone(keys.phoneEncryptionKey, phone),
    phoneIndex: phoneIndex(keys.phoneIndexKey, phone),
  };
}

function toRecord(ctx: Context, doc: PersonDoc): PersonRecord {
  const { phoneEncryptionKey } = ctx.environment.config.keys;
  return {
    id: doc._id.toString(),
    name: doc.name,
    ...(doc.title ? { title: doc.title } : {}),
    ...(doc.phoneCipher ? { maskedPhone: maskPhone(decryptPhone(phoneEncryptionKey, doc.phoneCipher)) } : {}),
  };
}
