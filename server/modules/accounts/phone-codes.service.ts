import type { Reply } from '@contract';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { smsPerAddress, smsPerPhone, triesPerAddress } from './attempt-rules';
import { takeTurn } from './attempts.service';
import { networkOf } from './devices';
import { PhoneCodeModel } from './phone-codes.model';
import { keyedHash, sixDigits } from './sign-in-codes';

const validMs = 300_000;
const tries = 5;

/** Look-up value of a number that somebody has proven to be theirs. */
export function signInPhoneOf(ctx: Context, phone: string): string {
  return keyedHash(ctx.environment.config.keys.signInKey, 'sign-in-phone', phone);
}

/**
 * Sends a code to a phone number; the one sent before is void. The answer is the same whether anybody has the number.
 * @throws RATE_LIMITED when too many went to the number or were asked for from the address
 * @throws SMS_UNAVAILABLE when the provider didn't take the message
 */
export async function sendPhoneCode(
  ctx: Context,
  { phone }: { phone: string },
): Promise<Reply<'POST /phone-codes'>> {
  const key = signInPhoneOf(ctx, phone);
  await takeTurn(`sms address ${addressOf(ctx)}`, smsPerAddress, ctx.now);
  await takeTurn(`sms phone ${key}`, smsPerPhone, ctx.now);
  const code = sixDigits();
  await PhoneCodeModel.updateOne(
    { _id: key },
    {
      $set: {
        codeHash: hashOf(ctx, phone, code),
        triesLeft: tries,
        expiresAt: new Date(ctx.now.getTime() + validMs),
      },
    },
    { upsert: true },
  );
  try {
    await ctx.environment.sms.send({
      phone,
      text: `【企服通】登录验证码 ${code}，5 分钟内有效。不是您本人操作请不要理会，也不要告诉别人。`,
    });
  } catch (error) {
    ctx.log.warn({ err: error }, 'a sign-in code could not be sent');
    throw new AppError('SMS_UNAVAILABLE', { cause: error });
  }
  await recordAudit(ctx, { action: 'phone-code.sent', subject: { kind: 'phone', id: key } });
  return { validSeconds: validMs / 1000, resendSeconds: 60 };
}

/**
 * Uses up the code of a phone number.
 * @throws RATE_LIMITED when too many codes were tried from the address
 * @throws PHONE_CODE_INVALID when it is wrong, expired, used or was tried five times
 */
export async function usePhoneCode(
  ctx: Context,
  { phone, code }: { phone: string; code: string },
): Promise<void> {
  await takeTurn(`code address ${addressOf(ctx)}`, triesPerAddress, ctx.now);
  const key = signInPhoneOf(ctx, phone);
  // A try is taken before the code is looked at: many at once get no more of them than one after another.
  const sent = await PhoneCodeModel.findOneAndUpdate(
    { _id: key, expiresAt: { $gt: ctx.now }, triesLeft: { $gt: 0 } },
    { $inc: { triesLeft: -1 } },
  ).lean();
  const codeHash = hashOf(ctx, phone, code);
  if (sent?.codeHash !== codeHash) throw new AppError('PHONE_CODE_INVALID');
  const { deletedCount } = await PhoneCodeModel.deleteOne({ _id: key, codeHash });
  if (deletedCount === 0) throw new AppError('PHONE_CODE_INVALID');
}

/** Clears away codes that have expired. */
export async function clearPhoneCodes(now: Date): Promise<number> {
  return (await PhoneCodeModel.deleteMany({ expiresAt: { $lte: now } })).deletedCount;
}

/** The caller's address as limits count it; acts without a request share one. */
export function addressOf(ctx: Context): string {
  return ctx.origin ? networkOf(ctx.origin.address) : 'none';
}

function hashOf(ctx: Context, phone: string, code: string): string {
  return keyedHash(ctx.environment.config.keys.signInKey, 'sms-code', `${phone} ${code}`);
}
