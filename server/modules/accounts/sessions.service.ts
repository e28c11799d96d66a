import { createHash, randomBytes } from 'node:crypto';
import type { Session, SessionRow } from '@contract';
import type { SignInWay } from '@contract/enums';
import { requirePerson, type Context, type PersonActor } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { deviceName, maskAddress } from './devices';
import { getMe } from './me.service';
import { MembershipModel, OfficeModel } from './memberships.model';
import { PersonModel } from './people.model';
import { SessionModel } from './sessions.model';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A session ends this long after its last use. */
const lifetimeMs = 30 * dayMs;
/** So long after signing in nobody has to show again who they are. */
const freshMs = 600_000;

/**
 * The person behind a session token, with the enterprise they act for and their roles; null when the session is
 * unknown, ended or expired. Use moves the expiry on, at most once an hour.
 */
export async function findActor(token: string, now: Date): Promise<PersonActor | null> {
  const session = await SessionModel.findOne({ tokenHash: hashOf(token), expiresAt: { $gt: now } }).lean();
  if (!session) return null;
  const lastUsedAt = wholeHour(now);
  if (lastUsedAt > session.lastUsedAt)
    await SessionModel.updateOne(
      { _id: session._id },
      { $max: { expiresAt: new Date(now.getTime() + lifetimeMs), lastUsedAt } },
    );
  return actorOf(session.personId.toString(), session._id.toString());
}

/** A person as an actor: name, the enterprise they act for, the roles they hold; null when they don't exist. */
export async function actorOf(personId: string, sessionId: string): Promise<PersonActor | null> {
  const [person, memberships, offices] = await Promise.all([
    PersonModel.findById(personId, { name: 1, currentEnterpriseId: 1 }).lean(),
    MembershipModel.find({ personId, status: 'active' }, { enterpriseId: 1, role: 1 })
      .sort({ _id: 1 })
      .lean(),
    OfficeModel.find({ personId }, { organizationId: 1, roles: 1 }).lean(),
  ]);
  if (!person) return null;
  const current =
    memberships.find(({ enterpriseId }) => person.currentEnterpriseId?.equals(enterpriseId)) ??
    memberships[0];
  return {
    kind: 'person',
    personId,
    name: person.name,
    sessionId,
    ...(current ? { enterprise: { id: current.enterpriseId.toString(), role: current.role } } : {}),
    offices: offices.map(({ organizationId, roles }) => ({
      organizationId: organizationId.toString(),
      roles,
    })),
  };
}

/**
 * Starts a session for a person whose identity is already established; the token is known to the caller only.
 * @throws NOT_FOUND when the person doesn't exist
 */
export async function startSession(
  ctx: Context,
  personId: string,
  way: SignInWay = 'wechat',
): Promise<{ token: string; expiresAt: Date; actor: PersonActor }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.now.getTime() + lifetimeMs);
  await SessionModel.deleteMany({ personId, expiresAt: { $lte: ctx.now } });
  const maskedAddress = maskAddress(ctx.origin?.address ?? '');
  const session = await SessionModel.create({
    tokenHash: hashOf(token),
    personId,
    way,
    device: deviceName(ctx.origin?.userAgent ?? ''),
    ...(maskedAddress ? { maskedAddress } : {}),
    createdAt: ctx.now,
    lastUsedAt: wholeHour(ctx.now),
    expiresAt,
  });
  const actor = await actorOf(personId, session._id.toString());
  if (!actor) throw new AppError('NOT_FOUND');
  return { token, expiresAt, actor };
}

/** Signs in a person whose identity is already established: the session, and who they are. */
export async function signIn(ctx: Context, personId: string, way: SignInWay): Promise<Session> {
  const { token, expiresAt, actor } = await startSession(ctx, personId, way);
  const signedIn = { ...ctx, actor };
  await recordAudit(signedIn, {
    action: 'session.opened',
    subject: { kind: 'person', id: personId },
    reason: way,
  });
  return { token, expiresAt: expiresAt.toISOString(), me: await getMe(signedIn) };
}

/** Where the caller is signed in, last used first. */
export async function listSessions(ctx: Context): Promise<SessionRow[]> {
  const { personId, sessionId } = requirePerson(ctx);
  const docs = await SessionModel.find({ personId, expiresAt: { $gt: ctx.now } })
    .sort({ lastUsedAt: -1, createdAt: -1 })
    .lean();
  return docs.map((doc) => ({
    id: doc._id.toString(),
    way: doc.way,
    device: doc.device,
    ...(doc.maskedAddress ? { maskedAddress: doc.maskedAddress } : {}),
    createdAt: doc.createdAt.toISOString(),
    lastUsedAt: doc.lastUsedAt.toISOString(),
    isCurrent: doc._id.toString() === sessionId,
  }));
}

/** Whether the caller signed in a short while ago. */
export async function isSessionFresh(ctx: Context): Promise<boolean> {
  const { sessionId } = requirePerson(ctx);
  const since = new Date(ctx.now.getTime() - freshMs);
  return (await SessionModel.exists({ _id: sessionId, createdAt: { $gt: since } })) !== null;
}

/** Ends the session the caller came with. */
export async function closeSession(ctx: Context): Promise<void> {
  const { personId, sessionId } = requirePerson(ctx);
  await SessionModel.deleteOne({ _id: sessionId });
  await recordAudit(ctx, { action: 'session.closed', subject: { kind: 'person', id: personId } });
}

/**
 * Ends one of the caller's sessions.
 * @throws NOT_FOUND when it is nobody's or somebody else's
 */
export async function endSession(ctx: Context, id: string): Promise<void> {
  const { personId } = requirePerson(ctx);
  const { deletedCount } = await SessionModel.deleteOne({ _id: id, personId });
  if (deletedCount === 0) throw new AppError('NOT_FOUND');
  await recordAudit(ctx, { action: 'session.closed', subject: { kind: 'person', id: personId } });
}

/** Ends the caller's sessions, of all devices or of all but the one they came with; answers how many. */
export async function endSessions(
  ctx: Context,
  { keepCurrent = false }: { keepCurrent?: boolean },
): Promise<{ ended: number }> {
  const { personId, sessionId } = requirePerson(ctx);
  const { deletedCount } = await SessionModel.deleteMany({
    personId,
    ...(keepCurrent ? { _id: { $ne: sessionId } } : {}),
  });
  await recordAudit(ctx, {
    action: 'sessions.closed',
    subject: { kind: 'person', id: personId },
    reason: keepCurrent ? 'others' : 'all',
  });
  return { ended: deletedCount };
}

function wholeHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / hourMs) * hourMs);
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
