import type { Me } from '@contract';
import { getMe } from '@/api/accounts';
import { setTransport } from '@/api/request';
import {
  actFor,
  currentMembership,
  getSession,
  pendingMembership,
  restoreSession,
  signOut,
  startSession,
  subscribeSession,
} from '@/api/session';
import { noReply, ok, refused, scriptedTransport, type Answer } from './scripted-transport';

const wang: Me = {
  id: '0'.repeat(24),
  name: '王海燕',
  currentEnterpriseId: 'e-1',
  enterprises: [membership('e-1', 'active'), membership('e-2', 'active'), membership('e-3', 'pending')],
  offices: [],
  privacy: { isCurrent: true },
};

function membership(enterpriseId: string, status: 'active' | 'pending'): Me['enterprises'][number] {
  return {
    id: `m-${enterpriseId}`,
    enterpriseId,
    enterpriseName: `企业 ${enterpriseId}`,
    creditCode: '',
    regionName: '中牟县',
    industryName: '专用设备制造业',
    role: 'staff',
    status,
  };
}

/** A phone that offers these login codes and remembers a token. */
function aPhone(options: { codes?: string[]; token?: string; opensWithCode?: boolean } = {}) {
  const codes = [...(options.codes ?? [])];
  const phone = { memory: options.token, visitsToSignIn: 0, codesAsked: 0 };
  return {
    phone,
    parts: {
      opensWithCode: options.opensWithCode ?? false,
      loginCode: async () => {
        phone.codesAsked += 1;
        return codes.shift();
      },
      rememberedToken: () => phone.memory,
      remember: (token: string | undefined) => {
        phone.memory = token;
      },
      goToSignIn: () => {
        phone.visitsToSignIn += 1;
      },
    },
  };
}

function answering(...answers: Answer[]) {
  const transport = scriptedTransport(answers);
  setTransport(transport);
  return transport;
}

const opened = (token: string) => ok({ token, expiresAt: '2026-12-01T00:00:00.000Z', me: wang }, 201);

describe('starting', () => {
  it('with a remembered token finds the person without a new code', async () => {
    const { phone, parts } = aPhone({ codes: ['c-1'], token: 't-1' });
    const { sent } = answering(ok(wang));
    await startSession(parts);
    expect(getSession()).toEqual({ status: 'signed-in', me: wang });
    expect(sent[0]?.headers.authorization).toBe('Bearer t-1');
    expect(phone.codesAsked).toBe(0);
  });

  it('without a token signs in with the phone’s code and remembers the token', async () => {
    const { phone, parts } = aPhone({ codes: ['c-1'] });
    const { sent } = answering(opened('t-9'));
    await startSession(parts);
    expect(sent[0]).toMatchObject({ method: 'POST', path: '/sessions', body: { code: 'c-1' } });
    expect(getSession().status).toBe('signed-in');
    expect(phone.memory).toBe('t-9');
  });

  it('opened with a code believes the code, not the token of whoever was here before', async () => {
    const { phone, parts } = aPhone({ codes: ['c-1'], token: 't-1', opensWithCode: true });
    const { sent } = answering(opened('t-9'));
    await startSession(parts);
    expect(sent.map(({ path }) => path)).toEqual(['/sessions']);
    expect(phone.memory).toBe('t-9');
  });

  it('opened again with a used-up code finds the person by the token', async () => {
    const { parts } = aPhone({ codes: ['c-1'], token: 't-1', opensWithCode: true });
    answering(refused(400, 'LOGIN_CODE_INVALID'), ok(wang));
    await startSession(parts);
    expect(getSession().status).toBe('signed-in');
  });

  it('without token and code makes a visitor who is not sent anywhere', async () => {
    const { phone, parts } = aPhone();
    answering();
    await startSession(parts);
    expect(getSession().status).toBe('visitor');
    expect(phone.visitsToSignIn).toBe(0);
  });

  it('with a used-up code makes a visitor', async () => {
    const { parts } = aPhone({ codes: ['c-1'] });
    answering(refused(400, 'LOGIN_CODE_INVALID'));
    await startSession(parts);
    expect(getSession().status).toBe('visitor');
  });

  it('with an old token and no new code forgets it and makes a visitor who is not sent anywhere', async () => {
    const { phone, parts } = aPhone({ token: 't-1' });
    answering(refused(401, 'SESSION_EXPIRED'));
    await startSession(parts);
    expect(getSession().status).toBe('visitor');
    expect(phone).toMatchObject({ memory: undefined, visitsToSignIn: 0 });
  });

  it('without a network keeps the token, and finds the person once the network is back', async () => {
    const { phone, parts } = aPhone({ token: 't-1' });
    answering(noReply(), noReply());
    await startSession(parts);
    expect(getSession().status).toBe('unreachable');
    expect(phone.memory).toBe('t-1');
    answering(ok(wang));
    await restoreSession();
    expect(getSession().status).toBe('signed-in');
  });

  it('while WeChat is silent says that it is not known who is here', async () => {
    const { parts } = aPhone({ codes: ['c-1'] });
    answering(refused(503, 'WECHAT_UNAVAILABLE'));
    await startSession(parts);
    expect(getSession().status).toBe('unreachable');
  });
});

describe('a session', () => {
  it('that ends is renewed once for all calls that find it over', async () => {
    const { phone, parts } = aPhone({ codes: ['c-1'], token: 't-1' });
    answering(ok(wang));
    await startSession(parts);
    const { sent } = answering(
      refused(401, 'SESSION_EXPIRED'),
      refused(401, 'SESSION_EXPIRED'),
      opened('t-2'),
      ok(wang),
      ok(wang),
    );
    await Promise.all([getMe(), getMe()]);
    expect(phone.codesAsked).toBe(1);
    expect(sent.filter(({ path }) => path === '/sessions')).toHaveLength(1);
    expect(sent.at(-1)?.headers.authorization).toBe('Bearer t-2');
  });

  it('that ends for good leads to the sign-in page and forgets the token', async () => {
    const { phone, parts } = aPhone({ token: 't-1' });
    answering(ok(wang));
    await startSession(parts);
    answering(refused(401, 'SESSION_EXPIRED'));
    await expect(getMe()).rejects.toMatchObject({ code: 'SESSION_EXPIRED' });
    expect(getSession().status).toBe('visitor');
    expect(phone).toMatchObject({ memory: undefined, visitsToSignIn: 1 });
  });

  it('is forgotten at signing out even when the server cannot be told', async () => {
    const { phone, parts } = aPhone({ token: 't-1' });
    answering(ok(wang));
    await startSession(parts);
    answering(noReply());
    await expect(signOut()).rejects.toMatchObject({ code: 'OFFLINE' });
    expect(getSession().status).toBe('visitor');
    expect(phone.memory).toBeUndefined();
  });

  it('tells its listeners when the person acts for another enterprise', async () => {
    const { parts } = aPhone({ token: 't-1' });
    answering(ok(wang), ok({ ...wang, currentEnterpriseId: 'e-2' }));
    await startSession(parts);
    const seen: (string | undefined)[] = [];
    const unsubscribe = subscribeSession(() => seen.push(getSession().me?.currentEnterpriseId));
    await actFor('e-2');
    unsubscribe();
    expect(seen).toEqual(['e-2']);
  });
});

describe('memberships', () => {
  it('count as current only when they are active', () => {
    expect(currentMembership(wang)?.enterpriseName).toBe('企业 e-1');
    expect(currentMembership({ ...wang, currentEnterpriseId: 'e-3' })).toBeUndefined();
    expect(currentMembership(undefined)).toBeUndefined();
  });

  it('that wait for a decision are found', () => {
    expect(pendingMembership(wang)?.enterpriseId).toBe('e-3');
  });
});
