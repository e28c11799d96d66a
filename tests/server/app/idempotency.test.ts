import type { AddressInfo } from 'node:net';
import { request as httpRequest } from 'node:http';
import mongoose from 'mongoose';
import type { App } from '../../../server/app';
import { buildApp } from '../../../server/app';
import type { Context, Environment } from '../../../server/context';
import { ListingModel } from '../../../server/modules/matchmaking/listings.model';
import { PersonModel } from '../../../server/modules/accounts/people.model';
import { SessionModel } from '../../../server/modules/accounts/sessions.model';
import { ImportModel } from '../../../server/modules/enterprises/imports.model';
import { FileModel } from '../../../server/modules/files/files.model';
import { claimKey, deadAfterMs, IdempotencyKeyModel } from '../../../server/plugins/idempotency-store';
import { WeChatError } from '../../../server/gateways/wechat';
import { anEnvironment, aWeChat, headersOf, memberOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { aPdf } from '../../support/files';
import { listingInput } from '../../support/matchmaking';
import { aProvince, type Province } from '../../support/organizations';

useDatabase();

let app: App;
let environment: Environment;
let province: Province;
let member: Context;
let headers: { authorization: string };
let codeExchanges = 0;
let brokenOnce = false;
let now = testNow;
let address = '';

beforeAll(async () => {
  const wechat = aWeChat({
    code2Session: async (code) => {
      codeExchanges += 1;
      if (brokenOnce) {
        brokenOnce = false;
        throw new WeChatError('busy', { isKnownNotSent: true } as never);
      }
      return { openid: `openid-${code}` };
    },
  });
  environment = anEnvironment({ wechat });
  environment.clock.now = () => new Date(now.getTime());
  app = await buildApp(environment);
  await app.listen({ host: '127.0.0.1', port: 0 });
  address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api`;
  province = await aProvince();
  member = await memberOf(await anEnterprise({ deskOrganizationId: province.county.id }));
  headers = await headersOf(member);
});
afterAll(() => app.close());
beforeEach(() => {
  now = testNow;
});

let count = 0;
const newKey = () => `key-${(count += 1)}-0123456789abcdef`;
const listing = () => {
  count += 1;
  return listingInput({
    title: `阀门${count}`,
    text: `不锈钢阀门，第 ${count} 批，口径 ${count * 7} 毫米。`,
  });
};
async function post(
  path: string,
  key: string | undefined,
  body: unknown,
  as = headers as Record<string, string>,
) {
  const reply = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...as, ...(key ? { 'idempotency-key': key } : {}) },
    body: JSON.stringify(body),
  });
  const text = await reply.text();
  return {
    status: reply.status,
    text,
    body: JSON.parse(text) as Record<string, unknown>,
    headers: reply.headers,
  };
}
const replayed = (reply: { headers: Headers }) => reply.headers.get('idempotency-replayed');

describe('a request sent again under its key', () => {
  it('gets the stored answer, and nothing happens twice', async () => {
    const [key, body] = [newKey(), listing()];
    const first = await post('/listings', key, body);
    const second = await post('/listings', key, Object.fromEntries(Object.entries(body).reverse()));
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.text).toBe(first.text);
    expect([replayed(first), replayed(second)]).toEqual([null, 'true']);
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(await ListingModel.countDocuments({ title: body.title })).toBe(1);
  });

  it('with other content is refused, and so is another record under the same route', async () => {
    const key = newKey();
    expect((await post('/listings', key, listing())).status).toBe(201);
    expect(await post('/listings', key, listing())).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('by somebody else, or on another route, is another request', async () => {
    const key = newKey();
    const body = listing();
    const other = await memberOf(await anEnterprise({ deskOrganizationId: province.county.id }));
    const [mine, theirs] = [
      await post('/listings', key, body),
      await post('/listings', key, body, await headersOf(other)),
    ];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(mine.body.id);
    const consent = await post('/me/consents', key, { answers: { 'template-issue': 'accept' } });
    expect(consent.status).toBe(201);
  });

  it('after a day is a new one', async () => {
    const key = newKey();
    const first = await post('/me/consents', key, { answers: { 'template-issue': 'accept' } });
    now = new Date(testNow.getTime() + 24 * 3_600_000);
    const later = await post('/me/consents', key, { answers: { 'template-issue': 'reject' } });
    expect([first.status, later.status, replayed(later)]).toEqual([201, 201, null]);
  });

  it('while the first is going waits for it: of many at once one has an effect', async () => {
    const [key, body] = [newKey(), listing()];
    const replies = await Promise.all(Array.from({ length: 12 }, () => post('/listings', key, body)));
    expect(replies.map(({ status }) => status)).toEqual(Array(12).fill(201));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.filter((reply) => replayed(reply) === null)).toHaveLength(1);
    expect(await ListingModel.countDocuments({ title: body.title })).toBe(1);
  });

  it('of many at once with different contents: one has an effect, the others are told', async () => {
    const key = newKey();
    const bodies = Array.from({ length: 6 }, listing);
    const replies = await Promise.all(bodies.map((body) => post('/listings', key, body)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ body }) => body.code === 'IDEMPOTENCY_KEY_REUSED')).toHaveLength(5);
    const titles = bodies.map(({ title }) => title);
    expect(await ListingModel.countDocuments({ title: { $in: titles } })).toBe(1);
  });

  it('after a refusal is tried anew', async () => {
    const key = newKey();
    const body = { ...listing(), validUntil: '2020-01-01' };
    const refused = await post('/listings', key, body);
    expect(refused.status).toBe(400);
    expect(await post('/listings', key, listing())).toMatchObject({ status: 201 });
  });

  it('after the service of another failed before any effect is tried anew', async () => {
    const key = newKey();
    brokenOnce = true;
    expect((await post('/sessions', key, { code: key }, {})).status).toBeGreaterThanOrEqual(500);
    expect((await post('/sessions', key, { code: key }, {})).status).toBe(201);
  });

  it('reaches its answer though the first connection was lost before it came', async () => {
    const [key, body] = [newKey(), listing()];
    const text = JSON.stringify(body);
    await new Promise<void>((resolve) => {
      const lost = httpRequest(`${address}/listings`, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'idempotency-key': key,
        },
      });
      lost.on('error', () => resolve());
      // The whole request goes out, then the line is cut.
      lost.end(text, () => setImmediate(() => lost.destroy(new Error('cut'))));
    });
    const again = await post('/listings', key, body);
    expect(again.status).toBe(201);
    expect(await ListingModel.countDocuments({ title: body.title })).toBe(1);
  });
});

describe('a request whose first attempt was cut off', () => {
  const leftBehind = async (key: string, body: object) => {
    // As a process leaves it that was killed between the claim and the answer.
    const reply = await post('/listings', key, body);
    expect(reply.status).toBe(201);
    const last = await IdempotencyKeyModel.findOne().sort({ $natural: -1 }).lean();
    await mongoose.connection
      .collection('idempotency_keys')
      .updateOne({ _id: last?._id } as never, { $set: { state: 'running' }, $unset: { answer: 1 } });
  };

  it('is told to look first, whenever it asks again', async () => {
    const [key, body] = [newKey(), listing()];
    await leftBehind(key, body);
    now = new Date(testNow.getTime() + deadAfterMs + 1);
    for (let n = 0; n < 2; n += 1) {
      const reply = await post('/listings', key, body);
      expect(reply).toMatchObject({ status: 409, body: { code: 'OUTCOME_UNKNOWN' } });
      expect(reply.body.message).toContain('请先看看是否已经办成');
    }
    expect(await ListingModel.countDocuments({ title: body.title })).toBe(1);
  });

  it('is asked to wait while the first may still be going', async () => {
    const [key, body] = [newKey(), listing()];
    await leftBehind(key, body);
    const reply = await post('/listings', key, body);
    expect(reply).toMatchObject({ status: 409, body: { code: 'REQUEST_IN_PROGRESS' } });
    expect(reply.headers.get('retry-after')).toBe('5');
  }, 20_000);
});

describe('what is kept of a request', () => {
  it('names neither key nor answer', async () => {
    const key = newKey();
    const body = listing();
    await post('/listings', key, body);
    const session = await post('/sessions', newKey(), { code: newKey() }, {});
    const stored = JSON.stringify(
      await mongoose.connection.collection('idempotency_keys').find({}).toArray(),
    );
    expect(stored).not.toContain(key);
    expect(stored).not.toContain(body.title);
    expect(stored).not.toContain(session.body.token);
  });

  it('is cleared away by the database when its time is over', async () => {
    const indexes = await IdempotencyKeyModel.collection.indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }));
    const key = newKey();
    await post('/me/consents', key, { answers: { 'template-issue': 'accept' } });
    const last = await IdempotencyKeyModel.findOne().sort({ $natural: -1 }).lean();
    expect(last?.expiresAt.getTime()).toBe(testNow.getTime() + 24 * 3_600_000);
  });

  it('can’t be moved to another record', async () => {
    const asked = {
      secret: environment.config.keys.linkKey,
      owner: 'a',
      route: 'r',
      key: 'k',
      requestHash: 'h',
      now,
      keptMs: 1e6,
    };
    const first = await claimKey(asked);
    const second = await claimKey({ ...asked, owner: 'b' });
    expect([first, second]).toEqual([{ claimed: expect.anything() }, { claimed: expect.anything() }]);
    const donor = await IdempotencyKeyModel.findOne({ state: 'answered' }).lean();
    if (!('claimed' in first)) throw new Error('not claimed');
    await IdempotencyKeyModel.updateOne(
      { _id: first.claimed.id },
      { state: 'answered', answer: donor?.answer },
    );
    await expect(claimKey(asked)).rejects.toThrow();
  });
});

describe('signing in under a key', () => {
  it('gives the same session again to whoever sends the same code, and no second one is opened', async () => {
    const [key, code] = [newKey(), newKey()];
    const before = codeExchanges;
    const first = await post('/sessions', key, { code }, {});
    const again = await post('/sessions', key, { code }, {});
    expect([first.status, again.status, replayed(again)]).toEqual([201, 201, 'true']);
    expect(again.body.token).toBe(first.body.token);
    expect(codeExchanges).toBe(before + 1);
    const person = await PersonModel.findOne({ openid: `openid-${code}` }).lean();
    expect(await SessionModel.countDocuments({ personId: person?._id })).toBe(1);
  });

  it('gives nothing to somebody who knows the key but not the code', async () => {
    const key = newKey();
    const first = await post('/sessions', key, { code: newKey() }, {});
    const thief = await post('/sessions', key, { code: newKey() }, {});
    expect([thief.status, replayed(thief)]).toEqual([201, null]);
    expect(thief.body.token).not.toBe(first.body.token);
  });

  it('takes no key that could be guessed, and forgets the answer after ten minutes', async () => {
    expect(await post('/sessions', 'short', { code: newKey() }, {})).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', details: [{ path: 'headers.idempotency-key' }] },
    });
    const [key, code] = [newKey(), newKey()];
    await post('/sessions', key, { code }, {});
    now = new Date(testNow.getTime() + 10 * 60_000);
    expect(replayed(await post('/sessions', key, { code }, {}))).toBeNull();
  });
});

describe('an upload under a key', () => {
  const upload = (key: string, bytes: Buffer, boundary: string) => {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`;
    return app.inject({
      method: 'POST',
      url: '/api/files',
      headers: {
        ...headers,
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'idempotency-key': key,
      },
      payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    });
  };

  it('sent again is stored once, whatever the form around it; another content is refused', async () => {
    const key = newKey();
    const before = await FileModel.countDocuments();
    const first = await upload(key, aPdf(), 'one');
    const again = await upload(key, aPdf(), 'two');
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.body).toBe(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const other = await upload(key, Buffer.concat([aPdf(), Buffer.from('%%EOF\n')]), 'one');
    expect([other.statusCode, other.json().code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await FileModel.countDocuments()).toBe(before + 1);
    const contents = mongoose.connection.collection('contents.files');
    expect(await contents.countDocuments()).toBe(before + 1);
  });
});

describe('a list of enterprises under a key', () => {
  const list = (name: string) => `统一社会信用代码,企业名称\r\n91410100MA0000010U,${name}\r\n`;
  const upload = async (key: string, content: string) => {
    const form = new FormData();
    form.append('file', new Blob([content]), '名单.csv');
    const reply = await fetch(`${address}/enterprise-imports`, {
      method: 'POST',
      headers: { ...(await headersOf(province.officers.countyDesk)), 'idempotency-key': key },
      body: form,
    });
    return { status: reply.status, replayed: replayed(reply), text: await reply.text() };
  };

  it('sent again begins one import, and answers alike; another list is refused', async () => {
    const key = newKey();
    const before = await ImportModel.countDocuments();
    const first = await upload(key, list('甲'));
    const again = await upload(key, list('甲'));
    expect([first.status, again.status, again.replayed]).toEqual([201, 201, 'true']);
    expect(again.text).toBe(first.text);
    const other = await upload(key, list('乙'));
    expect([other.status, JSON.parse(other.text)]).toEqual([
      409,
      expect.objectContaining({ code: 'IDEMPOTENCY_KEY_REUSED' }),
    ]);
    expect(await ImportModel.countDocuments()).toBe(before + 1);
    const contents = mongoose.connection.collection('import_contents.files');
    expect(await contents.countDocuments()).toBe(before + 1);
  });

  it('sent by twins at once begins one import', async () => {
    const key = newKey();
    const before = await ImportModel.countDocuments();
    const twins = await Promise.all(Array.from({ length: 4 }, () => upload(key, list('丙'))));
    const statuses = twins.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
    const made = twins.filter(({ status }) => status === 201).map(({ text }) => text);
    expect(new Set(made).size).toBe(1);
    for (const { status, text } of twins)
      if (status === 409) expect(JSON.parse(text).code).toBe('REQUEST_IN_PROGRESS');
    expect((await upload(key, list('丙'))).text).toBe(made[0]);
    expect(await ImportModel.countDocuments()).toBe(before + 1);
  });

  it('that could not be read frees its key', async () => {
    const key = newKey();
    expect((await upload(key, '')).status).toBe(400);
    expect((await upload(key, list('丁'))).status).toBe(201);
  });
});

describe('the key', () => {
  it.each(['', ' ', 'a b', 'ü', 'x'.repeat(81)])('%j is refused, naming the header', async (key) => {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/listings',
      headers: { ...headers, 'idempotency-key': key },
      payload: listing(),
    });
    expect(reply.json()).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [{ path: 'headers.idempotency-key' }],
    });
  });

  it('stands at every POST that changes something in the published description', async () => {
    await app.ready();
    const document = app.swagger() as {
      paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
    };
    const without = Object.entries(document.paths)
      .filter(
        ([, methods]) =>
          methods.post && !methods.post.parameters?.some(({ name }) => name === 'idempotency-key'),
      )
      .map(([path]) => path);
    expect(without).toEqual(['/api/audiences', '/api/issues/preview']);
  });
});
