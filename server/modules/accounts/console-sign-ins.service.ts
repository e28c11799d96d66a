import { createHash, randomBytes } from 'node:crypto';
import type { ConsoleSignIn, Reply } from '@contract';
import { requirePerson, type Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { ConsoleSignInModel, type ConsoleSignInDoc } from './console-sign-ins.model';
import { deviceName, maskAddress } from './devices';
import { signIn } from './sessions.service';

const lifeMs = 120_000;

/** Opens a request to sign this browser in: good for two minutes and one session. */
export async function openConsoleSignIn(ctx: Context): Promise<Reply<'POST /console-sign-ins'>> {
  const code = randomBytes(24).toString('base64url');
  const secret = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.now.getTime() + lifeMs);
  const maskedAddress = maskAddress(ctx.origin?.address ?? '');
  const { _id } = await ConsoleSignInModel.create({
    codeHash: hashOf(code),
    secretHash: hashOf(secret),
    status: 'waiting',
    device: deviceName(ctx.origin?.userAgent ?? ''),
    ...(maskedAddress ? { maskedAddress } : {}),
    createdAt: ctx.now,
    expiresAt,
  });
  await recordAudit(ctx, {
    action: 'console-sign-in.asked',
    subject: { kind: 'console-sign-in', id: _id.toString() },
  });
  return { id: _id.toString(), code, secret, expiresAt: expiresAt.toISOString() };
}

/**
 * What asks to be signed in, as its QR's reader sees it.
 * @throws FORBIDDEN when the caller holds no office
 * @throws NOT_FOUND when no request has this code
 */
export async function getConsoleSignIn(ctx: Context, code: string): Promise<ConsoleSignIn> {
  requireOfficer(ctx);
  const asked = await ConsoleSignInModel.findOne({ codeHash: hashOf(code) }).lean();
  if (!asked) throw new AppError('NOT_FOUND');
  return toConsoleSignIn(asked, ctx.now);
}

/**
 * Lets a console in as the caller, or refuses it; of several who decide, the first does.
 * @throws FORBIDDEN when the caller holds no office
 * @throws NOT_FOUND when no request has this code
 * @throws SIGN_IN_REQUEST_OVER when it has expired or was decided already
 */
export async function decideConsoleSignIn(
  ctx: Context,
  code: string,
  { accept }: { accept: boolean },
): Promise<ConsoleSignIn> {
  const personId = requireOfficer(ctx);
  const codeHash = hashOf(code);
  const decided = await ConsoleSignInModel.findOneAndUpdate(
    { codeHash, status: 'waiting', expiresAt: { $gt: ctx.now } },
    { $set: { status: accept ? 'confirmed' : 'refused', personId } },
    { returnDocument: 'after' },
  ).lean();
  if (!decided) {
    if (await ConsoleSignInModel.exists({ codeHash })) throw new AppError('SIGN_IN_REQUEST_OVER');
    throw new AppError('NOT_FOUND');
  }
  await recordAudit(ctx, {
    action: accept ? 'console-sign-in.confirmed' : 'console-sign-in.refused',
    subject: { kind: 'person', id: personId },
    reason: [decided.device, decided.maskedAddress].filter(Boolean).join(' '),
  });
  return toConsoleSignIn(decided, ctx.now);
}

/**
 * How a request stands, for the browser that made it; once it is confirmed, the session, to the first who fetches it.
 * @throws NOT_FOUND when there is no such request or it is another browser's
 */
export async function fetchConsoleSession(
  ctx: Context,
  id: string,
  { secret }: { secret: string },
): Promise<Reply<'POST /console-sign-ins/:id/session'>> {
  const own = { _id: id, secretHash: hashOf(secret) };
  const used = await ConsoleSignInModel.findOneAndUpdate(
    { ...own, status: 'confirmed', expiresAt: { $gt: ctx.now } },
    { $set: { status: 'used' } },
  ).lean();
  if (used?.personId)
    return { status: 'used', session: await signIn(ctx, used.personId.toString(), 'console-qr') };
  const asked = await ConsoleSignInModel.findOne(own).lean();
  if (!asked) throw new AppError('NOT_FOUND');
  return { status: toConsoleSignIn(asked, ctx.now).status };
}

/** Clears away requests that have expired. */
export async function clearConsoleSignIns(now: Date): Promise<number> {
  return (await ConsoleSignInModel.deleteMany({ expiresAt: { $lte: new Date(now.getTime() - lifeMs) } }))
    .deletedCount;
}

/** The console is for officers: nobody else can let one in. */
function requireOfficer(ctx: Context): string {
  const { personId, offices } = requirePerson(ctx);
  if (offices.length === 0) throw new AppError('FORBIDDEN', { message: '控制台只给工作人员用' });
  return personId;
}

function toConsoleSignIn(doc: ConsoleSignInDoc, now: Date): ConsoleSignIn {
  const isOver = doc.expiresAt <= now && (doc.status === 'waiting' || doc.status === 'confirmed');
  return {
    status: isOver ? 'expired' : doc.status,
    device: doc.device,
    ...(doc.maskedAddress ? { maskedAddress: doc.maskedAddress } : {}),
    createdAt: doc.createdAt.toISOString(),
    expiresAt: doc.expiresAt.toISOString(),
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
