import { WeChatError } from '../../../server/gateways/wechat';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { PersonModel } from '../../../server/modules/accounts/people.model';
import {
  closeSession,
  endSession,
  endSessions,
  findActor,
  listSessions,
  startSession,
} from '../../../server/modules/accounts/sessions.service';
import { openSession } from '../../../server/modules/accounts/wechat-sign-in.service';
import { SessionModel } from '../../../server/modules/accounts/sessions.model';
import {
  aVisitor,
  aWeChat,
  anEnvironment,
  contextOf,
  memberOf,
  officerIn,
  personOf,
  testNow,
} from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOrganization } from '../../support/organizations';

useDatabase();

const day = 86_400_000;
const later = (days: number) => new Date(testNow.getTime() + days * day);
const guest = contextOf({ kind: 'guest' });

describe('signing in with WeChat', () => {
  it('records who comes for the first time and knows them again', async () => {
    const first = await openSession(guest, { code: 'first' });
    expect(first.me).toMatchObject({ name: '微信用户', enterprises: [], offices: [] });
    expect(first.expiresAt).toBe(later(30).toISOString());
    const second = await openSession(guest, { code: 'first' });
    expect(second.me.id).toBe(first.me.id);
    expect(second.token).not.toBe(first.token);
    expect(await PersonModel.countDocuments({ openid: 'openid-first' })).toBe(1);
  });

  it('records one person when two phones come first at once', async () => {
    const sessions = await Promise.all(
      Array.from({ length: 6 }, () => openSession(guest, { code: 'twins' })),
    );
    expect(new Set(sessions.map(({ me }) => me.id)).size).toBe(1);
    expect(await PersonModel.countDocuments({ openid: 'openid-twins' })).toBe(1);
  });

  it('stores no token and answers no openid', async () => {
    const session = await openSession(guest, { code: 'secret' });
    const stored = await SessionModel.findOne({ personId: session.me.id }).lean();
    expect(JSON.stringify(stored)).not.toContain(session.token);
    expect(stored?.tokenHash).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(session)).not.toContain('openid');
  });

  const failures: [what: string, error: WeChatError, code: string][] = [
    [
      'a stale code',
      new WeChatError('invalid code', { errcode: 40029, outcome: 'refused' }),
      'LOGIN_CODE_INVALID',
    ],
    [
      'a used code',
      new WeChatError('code been used', { errcode: 40163, outcome: 'refused' }),
      'LOGIN_CODE_INVALID',
    ],
    ['a risky account', new WeChatError('code blocked', { errcode: 40226, outcome: 'refused' }), 'FORBIDDEN'],
    [
      'a busy WeChat',
      new WeChatError('system busy', { errcode: -1, outcome: 'not-sent' }),
      'WECHAT_UNAVAILABLE',
    ],
    ['no answer', new WeChatError('timeout', { outcome: 'unknown' }), 'WECHAT_UNAVAILABLE'],
  ];
  it.each(failures)('with %s is refused and records nobody', async (_what, error, code) => {
    const before = await PersonModel.countDocuments();
    const wechat = aWeChat({ code2Session: () => Promise.reject(error) });
    const ctx = contextOf({ kind: 'guest' }, { environment: anEnvironment({ wechat }) });
    await expect(openSession(ctx, { code: 'x' })).rejects.toMatchObject({ code });
    expect(await PersonModel.countDocuments()).toBe(before);
  });
});

describe('a session', () => {
  it('tells who acts, for which enterprise, with which roles', async () => {
    const enterprise = await anEnterprise();
    const member = await memberOf(enterprise, { role: 'staff' });
    const { token } = await startSession(member, personOf(member).personId);
    expect(await findActor(token, testNow)).toEqual({
      kind: 'person',
      personId: personOf(member).personId,
      name: personOf(member).name,
      sessionId: expect.any(String),
      enterprise: { id: enterprise.id, role: 'staff' },
      offices: [],
    });
    const body = await anOrganization();
    const officer = await officerIn(body, 'desk', 'editor');
    const session = await startSession(officer, personOf(officer).personId);
    const actor = await findActor(session.token, testNow);
    expect(actor?.offices).toEqual([{ organizationId: body.id, roles: ['desk', 'editor'] }]);
    expect(actor?.enterprise).toBeUndefined();
  });

  it('lasts 30 days after its last use', async () => {
    const visitor = await aVisitor();
    const { token } = await startSession(visitor, personOf(visitor).personId);
    expect(await findActor(token, later(29))).not.toBeNull();
    expect(await findActor(token, later(58))).not.toBeNull();
    expect(await findActor(token, later(88.1))).toBeNull();
  });

  it('is over the instant it expires', async () => {
    const visitor = await aVisitor();
    const { token, expiresAt } = await startSession(visitor, personOf(visitor).personId);
    expect(await findActor(token, expiresAt)).toBeNull();
  });

  it('ends with signing out, and only the one that was left', async () => {
    const visitor = await aVisitor();
    const one = await startSession(visitor, personOf(visitor).personId);
    const other = await startSession(visitor, personOf(visitor).personId);
    await closeSession(contextOf(one.actor));
    expect(await findActor(one.token, testNow)).toBeNull();
    expect(await findActor(other.token, testNow)).not.toBeNull();
    expect(
      await AuditEntryModel.countDocuments({ action: 'session.closed', 'subject.id': one.actor.personId }),
    ).toBe(1);
  });

  it('that is over is cleared away at the next sign-in', async () => {
    const visitor = await aVisitor();
    const { personId } = personOf(visitor);
    await startSession(visitor, personId);
    await startSession({ ...visitor, now: later(31) }, personId);
    expect(await SessionModel.countDocuments({ personId })).toBe(1);
  });

  it('is listed with its device and without anything that would name it', async () => {
    const visitor = await aVisitor();
    const { personId } = personOf(visitor);
    const origin = {
      address: '10.20.30.40',
      userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36',
    };
    const one = await startSession({ ...visitor, origin }, personId, 'password');
    const other = await startSession({ ...visitor, now: later(1) }, personId);
    const rows = await listSessions(contextOf(one.actor, { now: later(1) }));
    expect(rows).toMatchObject([
      { id: other.actor.sessionId, way: 'wechat', isCurrent: false },
      {
        id: one.actor.sessionId,
        way: 'password',
        device: 'Chrome，Windows',
        maskedAddress: '10.20.30.*',
        isCurrent: true,
      },
    ]);
    const shown = JSON.stringify(rows);
    for (const secret of [one.token, other.token, '10.20.30.40', 'Mozilla', personId])
      expect(shown).not.toContain(secret);
    const stored = JSON.stringify(await SessionModel.find({ personId }).lean());
    for (const secret of [one.token, '10.20.30.40', 'Mozilla']) expect(stored).not.toContain(secret);
  });

  it('tells when it was last used, to the hour', async () => {
    const visitor = await aVisitor();
    const { token, actor } = await startSession(visitor, personOf(visitor).personId);
    const used = new Date(testNow.getTime() + 3 * 3_600_000 + 59 * 60_000);
    await findActor(token, used);
    const [row] = await listSessions(contextOf(actor, { now: used }));
    expect(row?.lastUsedAt).toBe(new Date(testNow.getTime() + 3 * 3_600_000).toISOString());
  });

  it('is ended from another device of the same person, and by nobody else', async () => {
    const visitor = await aVisitor();
    const stranger = await aVisitor();
    const lost = await startSession(visitor, personOf(visitor).personId);
    const here = await startSession(visitor, personOf(visitor).personId);
    await expect(endSession(stranger, lost.actor.sessionId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await findActor(lost.token, testNow)).not.toBeNull();
    await endSession(contextOf(here.actor), lost.actor.sessionId);
    expect(await findActor(lost.token, testNow)).toBeNull();
    expect(await findActor(here.token, testNow)).not.toBeNull();
  });

  it('ends everywhere at once, with or without the one at hand', async () => {
    const visitor = await aVisitor();
    const { personId } = personOf(visitor);
    const sessions = await Promise.all([1, 2, 3].map(() => startSession(visitor, personId)));
    const here = sessions[0];
    if (!here) throw new Error('no session');
    expect(await endSessions(contextOf(here.actor), { keepCurrent: true })).toEqual({ ended: 2 });
    expect(await SessionModel.find({ personId }).lean()).toMatchObject([{ _id: expect.anything() }]);
    expect(await findActor(here.token, testNow)).not.toBeNull();
    expect(await endSessions(contextOf(here.actor), {})).toEqual({ ended: 1 });
    expect(await findActor(here.token, testNow)).toBeNull();
  });

  it('belongs to no made-up token', async () => {
    expect(await findActor('x'.repeat(43), testNow)).toBeNull();
    expect(await findActor('', testNow)).toBeNull();
  });
});
