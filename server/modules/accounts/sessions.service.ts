import { createHash, randomBytes } from 'node:crypto';
import type { Session } from '@contract';
import { requirePerson, type Context, type PersonActor } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { WeChatError } from '../../gateways/wechat';
import { recordAudit } from '../audit/audit.service';
import { getMe } from './me.service';
import { MembershipModel, OfficeModel } from './memberships.model';
import { PersonModel } from './people.model';
import { createPerson } from './people.service';
import { SessionModel } from './sessions.model';

const dayMs = 86_400_000;
/** A session ends this long after its last use. */
const lifetimeMs = 30 * dayMs;
/** WeChat's code for an account it holds to be at risk. */
const riskyAccount = 40226;

/**
 * The person behind a session token, with the enterprise they act for and their roles; null when the session is
 * unknown, ended or expired. Use moves the expiry on, at most once a day.
 */
export async function findActor(token: string, now: Date): Promise<PersonActor | null> {
  const session = await SessionModel.findOne({ tokenHash: hashOf(token), expiresAt: { $gt: now } }).lean();
  if (!session) return null;
  const expiresAt = new Date(now.getTime() + lifetimeMs);
  if (expiresAt.getTime() - session.expiresAt.getTime() > dayMs)
    await SessionModel.updateOne({ _id: session._id }, { $max: { expiresAt } });
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
 * Signs a person in with WeChat's log-in code; somebody who comes for the first time is recorded as 微信用户.
 * @throws LOGIN_CODE_INVALID when the code is unknown, expired or used
 * @throws FORBIDDEN when WeChat holds the account to be at risk
 * @throws WECHAT_UNAVAILABLE when WeChat doesn't answer
 */
export async function openSession(ctx: Context, { code }: { code: string }): Promise<Session> {
  const openid = await exchange(ctx, code);
  const personId = (await findByOpenid(openid)) ?? (await createOnce(ctx, openid));
  const { token, expiresAt, actor } = await startSession(ctx, personId);
  const signedIn = { ...ctx, actor };
  await recordAudit(signedIn, { action: 'session.opened', subject: { kind: 'person', id: personId } });
  return { token, expiresAt: expiresAt.toISOString(), me: await getMe(signedIn) };
}

/**
 * Starts a session for a person whose identity is already established; the token is known to the caller only.
 * @throws NOT_FOUND when the person doesn't exist
 */
export async function startSession(
  ctx: Context,
  personId: string,
): Promise<{ token: string; expiresAt: Date; actor: PersonActor }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.now.getTime() + lifetimeMs);
  await SessionModel.deleteMany({ personId, expiresAt: { $lte: ctx.now } });
  const session = await SessionModel.create({
    tokenHash: hashOf(token),
    personId,
    createdAt: ctx.now,
    expiresAt,
  });
  const actor = await actorOf(personId, session._id.toString());
  if (!actor) throw new AppError('NOT_FOUND');
  return { token, expiresAt, actor };
}

/** Ends the session the caller came with. */
export async function closeSession(ctx: Context): Promise<void> {
  const { personId, sessionId } = requirePerson(ctx);
  await SessionModel.deleteOne({ _id: sessionId });
  await recordAudit(ctx, { action: 'session.closed', subject: { kind: 'person', id: personId } });
}

async function exchange(ctx: Context, code: string): Promise<string> {
  try {
    return (await ctx.environment.wechat.code2Session(code)).openid;
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    if (error.isInvalidCode) throw new AppError('LOGIN_CODE_INVALID', { cause: error });
    if (error.errcode === riskyAccount)
      throw new AppError('FORBIDDEN', { message: '微信提示这个账号有风险，暂时不能登录', cause: error });
    throw new AppError('WECHAT_UNAVAILABLE', { cause: error });
  }
}

async function findByOpenid(openid: string): Promise<string | undefined> {
  return (await PersonModel.findOne({ openid }, { _id: 1 }).lean())?._id.toString();
}

/** Two first sign-ins of one person at once: the unique index lets one of them create, the other finds. */
async function createOnce(ctx: Context, openid: string): Promise<string> {
  try {
    return (await createPerson(ctx, { openid, name: '微信用户' })).id;
  } catch (error) {
    const found = isDuplicateKey(error) ? await findByOpenid(openid) : undefined;
    if (!found) throw error;
    return found;
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
