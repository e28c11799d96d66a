import mongoose, { type ClientSession } from 'mongoose';
import type { Body, Session } from '@contract';
import type { Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { CredentialModel } from './credentials.model';
import { MembershipModel, OfficeModel } from './memberships.model';
import { PersonModel, type PersonDoc } from './people.model';
import { phoneFields } from './people.service';
import { signInPhoneOf, usePhoneCode } from './phone-codes.service';
import { settlePhone, type Account } from './phone-proof';
import { getPrivacyText, recordPrivacyConsent } from './privacy-consents.service';
import { SessionModel } from './sessions.model';
import { signIn } from './sessions.service';

/**
 * Signs in with a phone number and the code sent to it; a number nobody has proven yet gets an account of its own.
 * @throws CONSENT_REQUIRED when the privacy text agreed to isn't the one that holds now
 * @throws RATE_LIMITED when too many codes were tried from the address
 * @throws PHONE_CODE_INVALID when the code is wrong, expired, used or was tried five times
 */
export async function openSessionByPhone(
  ctx: Context,
  { phone, code, privacyVersion }: Body<'POST /sessions/phone'>,
): Promise<Session> {
  // The number is personal data: it is stored of nobody who hasn't agreed first.
  if (privacyVersion !== getPrivacyText(ctx).version) throw new AppError('CONSENT_REQUIRED');
  await usePhoneCode(ctx, { phone, code });
  const signInPhone = signInPhoneOf(ctx, phone);
  const personId = (await findByPhone(signInPhone)) ?? (await createOnce(ctx, phone, signInPhone));
  await recordPrivacyConsent(ctx, personId, privacyVersion);
  return signIn(ctx, personId, 'phone');
}

async function findByPhone(signInPhone: string): Promise<string | undefined> {
  return (await PersonModel.findOne({ signInPhone }, { _id: 1 }).lean())?._id.toString();
}

async function createOnce(ctx: Context, phone: string, signInPhone: string): Promise<string> {
  try {
    const fields = { ...phoneFields(ctx, phone), signInPhone };
    const { _id } = await PersonModel.create({ name: '手机用户', ...fields, createdAt: ctx.now });
    await recordAudit(ctx, { action: 'person.created', subject: { kind: 'person', id: _id.toString() } });
    return _id.toString();
  } catch (error) {
    const found = isDuplicateKey(error) ? await findByPhone(signInPhone) : undefined;
    if (!found) throw error;
    return found;
  }
}

/**
 * Writes down that a phone number is this person's: they sign in with it and are called on it. Where another account
 * holds the number, the two become one, or the newest proof counts. Answers which account has it now.
 * @throws NOT_FOUND when the person doesn't exist
 * @throws PHONE_TAKEN when both accounts have records of their own
 * @throws CONFLICT when the number was proven by two at once
 */
export async function provePhone(ctx: Context, personId: string, phone: string): Promise<string> {
  const signInPhone = signInPhoneOf(ctx, phone);
  try {
    let keeper = personId;
    await mongoose.connection.transaction(async (session) => {
      const claimant = await PersonModel.findById(personId).session(session).lean();
      if (!claimant) throw new AppError('NOT_FOUND');
      const holder = await PersonModel.findOne({ signInPhone }).session(session).lean();
      const keeperId =
        holder && !holder._id.equals(claimant._id)
          ? await settle(ctx, claimant, holder, session)
          : claimant._id;
      await PersonModel.updateOne(
        { _id: keeperId },
        { $set: { ...phoneFields(ctx, phone), signInPhone } },
        { session },
      );
      keeper = keeperId.toString();
      const subject = { kind: 'person', id: keeper };
      await recordAudit(ctx, { action: 'phone.proven', subject }, session);
    });
    return keeper;
  } catch (error) {
    if (isDuplicateKey(error)) throw new AppError('CONFLICT', { cause: error });
    throw error;
  }
}

/** Applies the rule to two accounts; answers which of them has the number from now on. */
async function settle(
  ctx: Context,
  claimant: PersonDoc,
  holder: PersonDoc,
  session: ClientSession,
): Promise<PersonDoc['_id']> {
  const settlement = settlePhone(await accountOf(claimant, session), await accountOf(holder, session));
  const note = (action: string, id: PersonDoc['_id'], reason: string) =>
    recordAudit(ctx, { action, subject: { kind: 'person', id: id.toString() }, reason }, session);
  switch (settlement) {
    case 'refuse':
      throw new AppError('PHONE_TAKEN');
    case 'take':
      await PersonModel.updateOne({ _id: holder._id }, { $unset: { signInPhone: 1 } }, { session });
      await note('phone.lost', holder._id, claimant._id.toString());
      return claimant._id;
    case 'absorb':
      // Who signed in by the number alone is signed out: it may have been its owner before.
      await SessionModel.deleteMany({ personId: holder._id }, { session });
      await PersonModel.deleteOne({ _id: holder._id }, { session });
      await note('person.merged', claimant._id, holder._id.toString());
      return claimant._id;
    case 'join':
      await SessionModel.updateMany(
        { personId: claimant._id },
        { $set: { personId: holder._id } },
        { session },
      );
      await PersonModel.deleteOne({ _id: claimant._id }, { session });
      await PersonModel.updateOne({ _id: holder._id }, { $set: { openid: claimant.openid } }, { session });
      await note('person.merged', holder._id, claimant._id.toString());
      return holder._id;
  }
}

async function accountOf(person: PersonDoc, session: ClientSession): Promise<Account> {
  const personId = person._id;
  const found = [
    await MembershipModel.exists({ personId }).session(session),
    await OfficeModel.exists({ personId }).session(session),
    await CredentialModel.exists({ personId }).session(session),
  ];
  return { hasWeChat: person.openid !== undefined, isBare: found.every((record) => record === null) };
}
