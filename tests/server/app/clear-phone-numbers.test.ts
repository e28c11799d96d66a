import mongoose from 'mongoose';
import { buildApp, type App } from '../../../server/app';
import type { Route } from '../../../server/contract';
import type { Context } from '../../../server/context';
import { jobList } from '../../../server/jobs/job-list';
import { createLog } from '../../../server/log';
import { getPrivacyText } from '../../../server/modules/accounts/privacy-consents.service';
import { send, type Asked } from '../../support/access';
import {
  anEnvironment,
  anSms,
  aVisitor,
  contextOf,
  headersOf,
  memberOf,
  officerIn,
} from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise, aCreditCode } from '../../support/enterprises';
import { anOpenEvent } from '../../support/events';
import { anIssueBody, aScene, type Scene } from '../../support/issues';
import { aPublishedListing, listingInput } from '../../support/matchmaking';

useDatabase();

/** A number alone, not digits amid a code or a hash. */
const mobile = /(?<![0-9A-Za-z_-])1[3-9][0-9]{9}(?![0-9A-Za-z_-])/g;
const used: string[] = [];
/** A mobile number that nobody else has in this story. */
function aNumber(): string {
  used.push(`1365${String(7_310_000 + used.length * 13)}`);
  return used.at(-1) ?? '';
}

const logged: string[] = [];
const log = createLog('trace', { write: (line) => void logged.push(line) });
const sms = anSms();
const unreachable = aNumber();
const environment = anEnvironment({
  sms: {
    send: async (message) => {
      if (message.phone === unreachable) throw new Error('the provider did not answer');
      await sms.send(message);
    },
  },
});

let app: App;
let scene: Scene;
beforeAll(async () => {
  app = await buildApp(environment, { loggerInstance: log });
  scene = await aScene();
});
afterAll(() => app.close());

let keys = 0;
/** Sends a request as somebody, twice where it makes something: the second one gets the stored answer. */
async function ask(who: Context | undefined, route: Route, asked: Asked = {}) {
  const key = { 'idempotency-key': `of-a-story-with-numbers-${(keys += 1)}` };
  const headers = {
    ...(who ? await headersOf(who) : {}),
    ...(route.startsWith('POST') ? key : {}),
    ...asked.headers,
  };
  const reply = await send(app, route, { ...asked, headers });
  if (route.startsWith('POST')) await send(app, route, { ...asked, headers });
  return {
    status: reply.statusCode,
    body: reply.body ? (JSON.parse(reply.body) as Record<string, unknown>) : {},
  };
}

function good({ status, body }: { status: number; body: Record<string, unknown> }): Record<string, string> {
  if (status >= 300) throw new Error(`refused with ${status}: ${JSON.stringify(body)}`);
  return body as Record<string, string>;
}

/** Everything stored, as it is stored: each record of each collection, the parts of files among them. */
async function* everythingStored(): AsyncIterable<{ where: string; bytes: Buffer }> {
  const { db } = mongoose.connection;
  if (!db) throw new Error('no database');
  for (const { name } of await db.listCollections().toArray()) {
    const records = db.collection(name).find({}, { raw: true });
    for await (const bytes of records) yield { where: name, bytes: bytes as unknown as Buffer };
  }
}

function numbersIn(text: string): string[] {
  return [...(text.match(mobile) ?? []), ...used.filter((number) => text.includes(number))];
}

async function numbersStored(): Promise<string[]> {
  const found = new Set<string>();
  for await (const { where, bytes } of everythingStored())
    for (const number of numbersIn(bytes.toString('latin1'))) found.add(`${where}: ${number}`);
  return [...found].sort();
}

async function signUps(): Promise<void> {
  const person = await aVisitor();
  const { version } = getPrivacyText(contextOf());
  good(await ask(person, 'PUT /me/phone', { payload: { code: aNumber() } }));
  good(await ask(person, 'PUT /me', { payload: { phone: aNumber() } }));
  const phone = aNumber();
  good(await ask(undefined, 'POST /phone-codes', { payload: { phone } }));
  const code = /\d{6}/.exec(sms.sent.at(-1)?.text ?? '')?.[0] ?? '';
  const wrong = code === '111111' ? '222222' : '111111';
  const signIn = (given: string) =>
    ask(undefined, 'POST /sessions/phone', { payload: { phone, code: given, privacyVersion: version } });
  expect((await signIn(wrong)).status).toBe(400);
  good(await signIn(code));
  expect(
    (await ask(undefined, 'POST /phone-codes', { payload: { phone: unreachable } })).status,
  ).toBeGreaterThan(299);
  const payload = { phone, password: '不对的密码 1', code: '123456' };
  expect((await ask(undefined, 'POST /sessions/password', { payload })).status).toBe(400);
  expect((await ask(person, 'PUT /me', { payload: { phone: `${aNumber()}0` } })).status).toBe(400);
  good(await ask(person, 'POST /me/exports'));
  good(await ask(person, 'POST /me/deletion'));
}

async function issues(): Promise<void> {
  const contactPhone = aNumber();
  const { id } = good(
    await ask(scene.member, 'POST /issues', { payload: anIssueBody({ contactName: '王工', contactPhone }) }),
  );
  const { countyDesk } = scene.officers;
  good(await ask(countyDesk, 'POST /issues/:id/acceptance', { id: id ?? '' }));
  const seen = await ask(countyDesk, 'POST /issues/:id/contact-views', {
    id: id ?? '',
    payload: { reason: '核实' },
  });
  expect(good(seen).phone).toBe(contactPhone);
}

async function events(): Promise<void> {
  const manager = await officerIn(scene.county, 'event-manager');
  const { id } = await anOpenEvent(manager);
  const phone = aNumber();
  const attendees = [
    { name: '刘洋', phone },
    { name: '孙立', phone: aNumber() },
  ];
  good(
    await ask(scene.member, 'POST /events/:id/registrations', {
      id,
      payload: { attendees, nonce: 'story-of-numbers' },
    }),
  );
  for (const q of [phone.slice(-4), phone])
    good(await ask(manager, 'GET /events/:id/attendees', { id, query: `?q=${q}` }));
}

async function matchmaking(): Promise<void> {
  const owner = await memberOf(scene.enterprise, { phone: aNumber() });
  const phone = aNumber();
  const asker = await memberOf(await anEnterprise({ deskOrganizationId: scene.county.id }), { phone });
  const listing = await aPublishedListing(owner, scene.officers.countyDesk, listingInput());
  const { id } = good(await ask(asker, 'POST /listings/:id/interests', { id: listing.id, payload: {} }));
  good(await ask(owner, 'POST /introductions/:id/decision', { id: id ?? '', payload: { accept: true } }));
  const { body } = await ask(owner, 'GET /introductions/:id', { id: id ?? '' });
  expect(body).toMatchObject({ contact: { phone } });
  const refused = listingInput({ text: `请打 ${aNumber()} 联系` });
  expect((await ask(owner, 'POST /listings', { payload: refused })).status).toBe(400);
}

async function bodies(): Promise<void> {
  const admin = await officerIn(scene.county, 'org-admin');
  const phone = aNumber();
  const contacts = [{ role: 'liaison', name: '欧阳联络', phone }];
  const id = scene.labour.id;
  good(await ask(admin, 'PUT /organizations/:id/contacts', { id, payload: { contacts } }));
  const seen = await ask(admin, 'POST /organizations/:id/contacts/:role/phone-views', {
    params: { id, role: 'liaison' },
    payload: { reason: '核实窗口搬迁' },
  });
  expect(good(seen).phone).toBe(phone);
}

/** Two lists with a column of numbers that the product has no use for: one is run, one waits. */
async function imports(): Promise<void> {
  const desk = scene.officers.countyDesk;
  const upload = async (): Promise<{ id: string; mapping: unknown[] }> => {
    const lines = [
      '统一社会信用代码,企业名称,所在地区,行业代码,联系电话',
      `${aCreditCode(77_001 + used.length)},名单一号机械有限公司,410122,3599,${aNumber()}`,
      `写错的代码,名单二号机械有限公司,410122,3599,${aNumber()}`,
    ];
    const head = '--cut\r\ncontent-disposition: form-data; name="file"; filename="名单.csv"\r\n\r\n';
    const reply = await ask(desk, 'POST /enterprise-imports', {
      headers: { 'content-type': 'multipart/form-data; boundary=cut' },
      payload: Buffer.from(`${head}${lines.join('\n')}\r\n--cut--\r\n`),
    });
    return good(reply) as unknown as { id: string; mapping: unknown[] };
  };
  const { id, mapping } = await upload();
  good(await ask(desk, 'POST /enterprise-imports/:id/run', { id, payload: { mapping, asOf: '2026-03-01' } }));
  await upload();
}

describe('what is stored and logged', () => {
  beforeAll(async () => {
    for (const part of [signUps, issues, events, matchmaking, bodies, imports]) await part();
    const ctx = { ...contextOf({ kind: 'system', name: 'jobs' }, { environment }), log };
    for (const job of jobList) await job.run(ctx);
    const { body } = await ask(scene.officers.countyDesk, 'GET /enterprise-imports');
    const statuses = (body.items as { status: string }[]).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['uploaded', 'finished']));
  }, 60_000);

  it('holds none of the numbers of a busy day in clear, whatever was done with them', async () => {
    expect(used.length).toBeGreaterThan(15);
    expect(await numbersStored()).toEqual([]);
  });

  it('tells none of them to the log, however much it tells', () => {
    expect(logged.length).toBeGreaterThan(50);
    expect(numbersIn(logged.join('\n'))).toEqual([]);
  });

  it('would be caught with a number in a record, in a file or in the log', async () => {
    const number = aNumber();
    const planted = mongoose.connection.collection('planted');
    await planted.insertMany([{ note: `电话${number}` }, { data: Buffer.from(`,${number}\n`) }]);
    expect(await numbersStored()).toEqual([`planted: ${number}`]);
    await planted.drop();
    expect(numbersIn(JSON.stringify({ err: { message: `no answer for ${number}` } }))).toContain(number);
  });
});
