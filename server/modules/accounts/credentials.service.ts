import type { Body, Credential, Reply, Session } from '@contract';
import { requirePerson, type Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { triesPerAddress } from './attempt-rules';
import { expectFailure, forgetFailures, takeTurn } from './attempts.service';
import { CredentialModel, type CredentialDoc } from './credentials.model';
import { hashPassword, isPassword, passwordFaults } from './password';
import { PersonModel } from './people.model';
import { addressOf, signInPhoneOf } from './phone-codes.service';
import { enrolmentUri, newSecret, stepOf } from './second-factor';
import { endSessions, isSessionFresh, signIn } from './sessions.service';
import { clearCode, decryptSecret, encryptSecret, keyedHash, plainCode } from './sign-in-codes';

const recoveryCodes = 10;
type Proof = NonNullable<Body<'PUT /me/password'>['proof']>;

/**
 * Signs in with phone number, password and a code of the authenticator (or a recovery code). What was wrong isn't told,
 * nor whether anybody has the number; it takes the same time either way.
 * @throws RATE_LIMITED after five failures in a row, longer each time, or when too much was tried from the address
 * @throws CREDENTIALS_INVALID when one of the three is wrong
 */
export async function openSessionByPassword(
  ctx: Context,
  { phone, password, code }: Body<'POST /sessions/password'>,
): Promise<Session> {
  await takeTurn(`password address ${addressOf(ctx)}`, triesPerAddress, ctx.now);
  const signInPhone = signInPhoneOf(ctx, phone);
  const key = `password ${signInPhone}`;
  await expectFailure(key, ctx.now);
  const person = await PersonModel.findOne({ signInPhone }, { _id: 1 }).lean();
  const credential = person && (await CredentialModel.findOne({ personId: person._id }).lean());
  if (!(await isRight(ctx, credential, { password, code })) || !person)
    throw new AppError('CREDENTIALS_INVALID');
  await forgetFailures(key);
  return signIn(ctx, person._id.toString(), 'password');
}

/** What stands for signing in by password. */
export async function getCredential(ctx: Context): Promise<Credential> {
  const { personId } = requirePerson(ctx);
  const [credential, person, isFresh] = await Promise.all([
    CredentialModel.findOne({ personId }).lean(),
    PersonModel.findById(personId, { signInPhone: 1 }).lean(),
    isSessionFresh(ctx),
  ]);
  return {
    hasPassword: credential?.password !== undefined,
    ...(credential?.passwordChangedAt
      ? { passwordChangedAt: credential.passwordChangedAt.toISOString() }
      : {}),
    hasSecondFactor: credential?.secretCipher !== undefined,
    recoveryCodesLeft: credential?.recoveryHashes.length ?? 0,
    hasProvenPhone: person?.signInPhone !== undefined,
    isSessionFresh: isFresh,
  };
}

/**
 * Sets or changes the caller's password; every other session of theirs ends.
 * @throws PHONE_UNPROVEN when there is no number to sign in with
 * @throws FRESH_SIGN_IN_NEEDED when the session is older than ten minutes and no proof is given
 * @throws CREDENTIALS_INVALID when the proof is wrong
 * @throws RATE_LIMITED after five wrong proofs in a row
 * @throws VALIDATION_FAILED naming every rule that the password breaks
 */
export async function setPassword(ctx: Context, body: Body<'PUT /me/password'>): Promise<Credential> {
  const { personId } = requirePerson(ctx);
  const person = await PersonModel.findById(personId, { name: 1, signInPhone: 1 }).lean();
  if (!person?.signInPhone) throw new AppError('PHONE_UNPROVEN');
  const phone = provenPhone(ctx, person.signInPhone, body.password);
  const faults = passwordFaults(body.password, { name: person.name, ...(phone ? { phone } : {}) });
  if (faults.length > 0) {
    const details = faults.map((rule) => ({ path: 'body.password', rule: `密码：${rule}` }));
    throw new AppError('VALIDATION_FAILED', { details });
  }
  await requireProof(ctx, person.signInPhone, body.proof);
  await CredentialModel.updateOne(
    { personId },
    {
      $set: { password: await hashPassword(body.password), passwordChangedAt: ctx.now },
      $setOnInsert: { recoveryHashes: [] },
    },
    { upsert: true },
  );
  await recordAudit(ctx, { action: 'password.changed', subject: { kind: 'person', id: personId } });
  await endSessions(ctx, { keepCurrent: true });
  return getCredential(ctx);
}

/** The caller's number where the text holds it: only its look-up value is known, so every run of 11 digits is tried. */
function provenPhone(ctx: Context, signInPhone: string, text: string): string | undefined {
  const runs = Array.from({ length: Math.max(0, text.length - 10) }, (_, at) => text.slice(at, at + 11));
  return runs.find((run) => /^1\d{10}$/.test(run) && signInPhoneOf(ctx, run) === signInPhone);
}

/**
 * Begins to enrol an authenticator; it counts once confirmed, and the one before until then.
 * @throws PHONE_UNPROVEN when there is no number to sign in with
 * @throws FRESH_SIGN_IN_NEEDED when the session is older than ten minutes and no proof is given
 * @throws CREDENTIALS_INVALID when the proof is wrong
 */
export async function beginSecondFactor(
  ctx: Context,
  { proof }: Body<'POST /me/second-factor'>,
): Promise<Reply<'POST /me/second-factor'>> {
  const { personId, name } = requirePerson(ctx);
  const person = await PersonModel.findById(personId, { signInPhone: 1 }).lean();
  if (!person?.signInPhone) throw new AppError('PHONE_UNPROVEN');
  await requireProof(ctx, person.signInPhone, proof);
  const secret = newSecret();
  await CredentialModel.updateOne(
    { personId },
    {
      $set: { pendingCipher: encryptSecret(rootKey(ctx), 'second-factor', secret) },
      $setOnInsert: { recoveryHashes: [] },
    },
    { upsert: true },
  );
  await recordAudit(ctx, { action: 'second-factor.begun', subject: { kind: 'person', id: personId } });
  return { secret, uri: enrolmentUri(secret, name) };
}

/**
 * Confirms the authenticator by a code of it: it counts from now on, with new recovery codes.
 * @throws CONFLICT when none waits to be confirmed
 * @throws PHONE_CODE_INVALID when the code is wrong
 */
export async function confirmSecondFactor(
  ctx: Context,
  { code }: Body<'PUT /me/second-factor'>,
): Promise<Reply<'PUT /me/second-factor'>> {
  const { personId } = requirePerson(ctx);
  const credential = await CredentialModel.findOne({ personId }).lean();
  const pendingCipher = credential?.pendingCipher;
  if (!pendingCipher) throw new AppError('CONFLICT', { message: '请先扫码添加动态码' });
  const step = stepOf(decryptSecret(rootKey(ctx), 'second-factor', pendingCipher), code, ctx.now);
  if (step === undefined)
    throw new AppError('PHONE_CODE_INVALID', { message: '动态码不对，请等下一个再试，并核对手机时间' });
  const codes = Array.from({ length: recoveryCodes }, () => clearCode(10));
  const confirmed = await CredentialModel.updateOne(
    { personId, pendingCipher },
    {
      $set: {
        secretCipher: pendingCipher,
        lastStep: step,
        recoveryHashes: codes.map((each) => keyedHash(rootKey(ctx), 'recovery-code', `${personId} ${each}`)),
      },
      $unset: { pendingCipher: 1 },
    },
  );
  if (confirmed.modifiedCount === 0) throw new AppError('CONFLICT');
  await recordAudit(ctx, { action: 'second-factor.confirmed', subject: { kind: 'person', id: personId } });
  return { recoveryCodes: codes };
}

/** Who signed in just now needs no proof; anybody else gives the old password and a code. */
async function requireProof(ctx: Context, signInPhone: string, proof: Proof | undefined): Promise<void> {
  const { personId } = requirePerson(ctx);
  if (await isSessionFresh(ctx)) return;
  if (!proof) throw new AppError('FRESH_SIGN_IN_NEEDED');
  // The same lock as signing in has: guessing here is guessing there.
  const key = `password ${signInPhone}`;
  await expectFailure(key, ctx.now);
  const credential = await CredentialModel.findOne({ personId }).lean();
  if (!(await isRight(ctx, credential, proof))) throw new AppError('CREDENTIALS_INVALID');
  await forgetFailures(key);
}

/** Whether password and code are the account's; the code is used up by it. */
async function isRight(ctx: Context, credential: CredentialDoc | null, proof: Proof): Promise<boolean> {
  const isKnown = await isPassword(proof.password, credential?.password);
  if (!credential || !isKnown) return false;
  const typed = plainCode(proof.code);
  return /^\d{6}$/.test(typed) ? useCode(ctx, credential, typed) : useRecoveryCode(ctx, credential, typed);
}

async function useCode(ctx: Context, credential: CredentialDoc, code: string): Promise<boolean> {
  if (!credential.secretCipher) return false;
  const secret = decryptSecret(rootKey(ctx), 'second-factor', credential.secretCipher);
  const step = stepOf(secret, code, ctx.now, credential.lastStep);
  if (step === undefined) return false;
  // Of two who come with one code at once, one is let in.
  const used = await CredentialModel.updateOne(
    { _id: credential._id, secretCipher: credential.secretCipher, lastStep: { $lt: step } },
    { $set: { lastStep: step } },
  );
  return used.modifiedCount === 1;
}

async function useRecoveryCode(ctx: Context, credential: CredentialDoc, code: string): Promise<boolean> {
  const hash = keyedHash(rootKey(ctx), 'recovery-code', `${credential.personId.toString()} ${code}`);
  const used = await CredentialModel.updateOne(
    { _id: credential._id, recoveryHashes: hash },
    { $pull: { recoveryHashes: hash } },
  );
  return used.modifiedCount === 1;
}

function rootKey(ctx: Context): string {
  return ctx.environment.config.keys.signInKey;
}
