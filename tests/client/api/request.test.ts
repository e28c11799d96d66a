import {
  type ApiError,
  addressOf,
  isOffline,
  request,
  setSessionKeeper,
  setTransport,
  upload,
} from '@/api/request';
import { noReply, ok, refused, scriptedTransport, type Answer } from './scripted-transport';

function answering(...answers: Answer[]) {
  const transport = scriptedTransport(answers);
  setTransport(transport);
  return transport;
}

/** A session that can be renewed as often as there are tokens left. */
function aSession(...tokens: string[]) {
  const session = { current: tokens.shift(), renewals: 0, isLost: false };
  setSessionKeeper({
    token: () => session.current,
    renew: async () => {
      session.renewals += 1;
      const next = tokens.shift();
      if (next) session.current = next;
      return next !== undefined;
    },
    lost: () => {
      session.isLost = true;
    },
  });
  return session;
}

const failureOf = (call: Promise<unknown>): Promise<ApiError> =>
  call.then(
    () => Promise.reject(new Error('the call succeeded')),
    (error: ApiError) => error,
  );

beforeEach(() => {
  aSession('t-1');
});

describe('the address of a call', () => {
  it('fills path parameters and query, leaving out what is not set', async () => {
    const { sent } = answering(ok({ items: [] }), ok({}));
    await request('GET /policies', { query: { q: '技改 补助', topic: undefined, limit: 5 } });
    await request('GET /issues/:id', { params: { id: 'a/b' } });
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /policies?q=%E6%8A%80%E6%94%B9%20%E8%A1%A5%E5%8A%A9&limit=5',
      'GET /issues/a%2Fb',
    ]);
  });

  it('sends the token, and names JSON only where there is a body', async () => {
    const { sent } = answering(ok({}), ok({}, 201));
    await request('GET /me');
    await request('POST /me/consents', { body: { answers: { t1: 'accept' } } });
    expect(sent[0]).toEqual({ method: 'GET', path: '/me', headers: { authorization: 'Bearer t-1' } });
    expect(sent[1]?.headers).toEqual({
      authorization: 'Bearer t-1',
      'content-type': 'application/json',
      'idempotency-key': expect.stringMatching(/^[\w-]{16,80}$/),
    });
    expect(sent[1]?.body).toEqual({ answers: { t1: 'accept' } });
  });

  it('sends no authorization for a visitor', async () => {
    aSession();
    const { sent } = answering(ok({ items: [] }));
    await request('GET /policies');
    expect(sent[0]?.headers).toEqual({});
  });

  it('stands below the base address for pictures', () => {
    answering();
    expect(addressOf('/files/1?token=x')).toBe('/api/files/1?token=x');
  });
});

describe('a lost connection', () => {
  it('lets a reading call try once more', async () => {
    const { sent } = answering(noReply(), ok({ unread: 2, needsAction: 1 }));
    await expect(request('GET /messages/unread')).resolves.toEqual({ unread: 2, needsAction: 1 });
    expect(sent).toHaveLength(2);
  });

  it('gives up after the second try and says that nothing is lost', async () => {
    const { sent } = answering(noReply(), noReply());
    const failure = await failureOf(request('GET /me'));
    expect(isOffline(failure)).toBe(true);
    expect(failure.message).toContain('都还在');
    expect(sent).toHaveLength(2);
  });

  it('never repeats a writing call', async () => {
    const { sent } = answering(noReply());
    const failure = await failureOf(request('POST /messages/:id/reading', { params: { id: '1' } }));
    expect(failure.code).toBe('OFFLINE');
    expect(sent).toHaveLength(1);
  });
});

describe('the key of a writing call', () => {
  const consents = { body: { answers: { t1: 'accept' as const } } };
  const keysOf = (sent: { headers: Record<string, string> }[]) =>
    sent.map(({ headers }) => headers['idempotency-key']);

  it('is the same while nobody knows what became of it, and a new one afterwards', async () => {
    const { sent } = answering(
      noReply(),
      refused(409, 'REQUEST_IN_PROGRESS'),
      () => ({ status: 502, body: 'bad gateway' }),
      ok({}, 201),
      ok({}, 201),
    );
    for (let n = 0; n < 3; n += 1) await failureOf(request('POST /me/consents', consents));
    await request('POST /me/consents', consents);
    await request('POST /me/consents', consents);
    const keys = keysOf(sent);
    expect(new Set(keys.slice(0, 4)).size).toBe(1);
    expect(keys[4]).not.toBe(keys[0]);
  });

  it('is another one for other content, and after a refusal', async () => {
    const { sent } = answering(noReply(), noReply(), refused(400, 'VALIDATION_FAILED'), ok({}, 201));
    await failureOf(request('POST /me/consents', consents));
    await failureOf(request('POST /me/consents', { body: { answers: { t2: 'accept' } } }));
    await failureOf(request('POST /me/consents', consents));
    await request('POST /me/consents', consents);
    const [first, other, again, anew] = keysOf(sent);
    expect(again).toBe(first);
    expect(new Set([first, other, anew]).size).toBe(3);
  });

  it('goes with no call that reads, replaces or only computes', async () => {
    const { sent } = answering(ok({}), ok({}), ok({}));
    await request('POST /issues/preview', { body: { body: '招不到工' } });
    await request('GET /me');
    await request('PUT /me', { body: {} });
    expect(keysOf(sent)).toEqual([undefined, undefined, undefined]);
  });
});

describe('a refusal', () => {
  it('keeps code, sentence, request id and the fields it is about', async () => {
    answering(refused(400, 'VALIDATION_FAILED', '有内容没填对', [{ path: 'body.phone', rule: '格式不对' }]));
    const failure = await failureOf(request('PUT /me', { body: { phone: '13800000000' } }));
    expect(failure).toMatchObject({ code: 'VALIDATION_FAILED', message: '有内容没填对', requestId: 'r-1' });
    expect(failure.ruleOf('body.phone')).toBe('格式不对');
    expect(failure.ruleOf('body.name')).toBeUndefined();
    expect(isOffline(failure)).toBe(false);
  });

  it('that is no reply of ours becomes an inner error with a Chinese sentence', async () => {
    answering(() => ({ status: 502, body: '<html>bad gateway</html>' }));
    const failure = await failureOf(request('GET /me'));
    expect(failure.code).toBe('INTERNAL');
    expect(failure.message).toMatch(/请稍后再试/);
  });

  it('by right does not sign the person in again', async () => {
    const session = aSession('t-1', 't-2');
    answering(refused(403, 'NOT_BOUND'));
    expect((await failureOf(request('GET /enterprises/mine'))).code).toBe('NOT_BOUND');
    expect(session).toMatchObject({ renewals: 0, isLost: false });
  });
});

describe('a session that is over', () => {
  it('is renewed silently and the call replayed with the new token', async () => {
    aSession('t-1', 't-2');
    const { sent } = answering(refused(401, 'SESSION_EXPIRED'), ok({ id: 'me' }));
    await expect(request('GET /me')).resolves.toEqual({ id: 'me' });
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer t-1', 'Bearer t-2']);
  });

  it('replays a writing call as well, since the first was refused', async () => {
    aSession('t-1', 't-2');
    const { sent } = answering(refused(401, 'SESSION_EXPIRED'), ok({ ok: true }));
    await request('POST /messages/:id/reading', { params: { id: '1' } });
    expect(sent).toHaveLength(2);
  });

  it('is given up after one replay', async () => {
    const session = aSession('t-1', 't-2', 't-3');
    answering(refused(401, 'SESSION_EXPIRED'), refused(401, 'SESSION_EXPIRED'));
    expect((await failureOf(request('GET /me'))).code).toBe('SESSION_EXPIRED');
    expect(session.renewals).toBe(1);
  });

  it('leads to the sign-in page where it cannot be renewed', async () => {
    const session = aSession('t-1');
    answering(refused(401, 'NOT_SIGNED_IN'));
    expect((await failureOf(request('GET /me'))).code).toBe('NOT_SIGNED_IN');
    expect(session.isLost).toBe(true);
  });

  it('is not renewed a second time where another call has just done so', async () => {
    const session = aSession('t-1', 't-2', 't-3');
    answering(
      () => {
        session.current = 't-2';
        return { status: 401, body: { code: 'SESSION_EXPIRED', message: '过期', requestId: 'r' } };
      },
      ok({ id: 'me' }),
    );
    await request('GET /me');
    expect(session.renewals).toBe(0);
  });

  it('is not looked for behind a wrong login code', async () => {
    const session = aSession();
    answering(refused(401, 'NOT_SIGNED_IN'));
    await failureOf(request('POST /sessions', { body: { code: 'x' } }));
    expect(session).toMatchObject({ renewals: 0, isLost: false });
  });
});

describe('an upload', () => {
  it('goes with the token and answers the stored file', async () => {
    const file = { id: 'f', name: '执照.jpg', mediaType: 'image/jpeg', sizeBytes: 10 };
    const { uploads } = answering(ok(file, 201));
    await expect(upload('wxfile://tmp/1.jpg')).resolves.toEqual(file);
    expect(uploads).toEqual([
      {
        path: '/files',
        headers: { authorization: 'Bearer t-1', 'idempotency-key': expect.any(String) },
        filePath: 'wxfile://tmp/1.jpg',
        fileName: '1.jpg',
      },
    ]);
  });

  it('that is refused says why', async () => {
    answering(refused(415, 'FILE_TYPE_REFUSED', '只能上传图片或 PDF'));
    const failure = await failureOf(upload('a.exe'));
    expect(failure).toMatchObject({ code: 'FILE_TYPE_REFUSED', message: '只能上传图片或 PDF' });
  });
});
