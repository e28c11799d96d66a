import type { Me } from '@contract';
import { setTransport, type HttpRequest } from '@/api/request';
import { getSession, signOut, startSession, startWith, type SessionPlatform } from '@/api/session';
import { decideConsoleSignIn, endOtherSessions, openSessionByPhone, sendPhoneCode } from '@/api/sign-in';

const me = {
  id: '1'.repeat(24),
  name: '周明',
  enterprises: [],
  offices: [],
  privacy: { isCurrent: true },
} as Me;

/** A phone that remembers its token, and a server that answers by path. */
function aBrowser(answers: Record<string, unknown>) {
  const sent: HttpRequest[] = [];
  let kept: string | undefined;
  const platform: SessionPlatform = {
    opensWithCode: false,
    loginCode: async () => undefined,
    rememberedToken: () => kept,
    remember: (token) => {
      kept = token;
    },
    goToSignIn: () => undefined,
  };
  setTransport({
    baseUrl: '',
    send: async (request) => {
      sent.push(request);
      return { status: 200, body: answers[`${request.method} ${request.path}`] ?? {} };
    },
    upload: async () => ({ status: 200, body: {} }),
  });
  return { sent, platform, kept: () => kept };
}

describe('signing in by phone number', () => {
  it('keeps the session it is given, and later calls carry it until signing out', async () => {
    const session = { token: 'the token', expiresAt: '2026-12-01T00:00:00Z', me };
    const browser = aBrowser({
      'POST /sessions/phone': session,
      'DELETE /sessions?keepCurrent=true': { ended: 2 },
    });
    await startSession(browser.platform);
    expect(getSession().status).toBe('visitor');
    await sendPhoneCode('13812345678');
    startWith(await openSessionByPhone('13812345678', '123456', '2026-11-20'));
    expect(getSession()).toEqual({ status: 'signed-in', me });
    expect(browser.kept()).toBe('the token');
    expect(browser.sent.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      { method: 'POST', path: '/phone-codes', body: { phone: '13812345678' } },
      {
        method: 'POST',
        path: '/sessions/phone',
        body: { phone: '13812345678', code: '123456', privacyVersion: '2026-11-20' },
      },
    ]);
    expect(await endOtherSessions()).toEqual({ ended: 2 });
    await decideConsoleSignIn('x'.repeat(32), false);
    for (const { headers } of browser.sent.slice(-2)) expect(headers.authorization).toBe('Bearer the token');
    await signOut();
    expect(browser.kept()).toBeUndefined();
    expect(getSession().status).toBe('visitor');
  });
});
