import { Types } from 'mongoose';
import { buildApp, type App } from '../../../server/app';
import type { Context } from '../../../server/context';
import { revealPhone } from '../../../server/modules/accounts/people.service';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { registerAttendees } from '../../../server/modules/events/registrations.service';
import { MessageModel } from '../../../server/modules/messages/messages.model';
import { DataExportModel, exportContents } from '../../../server/modules/privacy/exports.model';
import {
  linkExport,
  listExports,
  makeExports,
  openExport,
  requestExport,
} from '../../../server/modules/privacy/exports.service';
import { listPhoneReadings } from '../../../server/modules/privacy/readings.service';
import { openText, sealText } from '../../../server/modules/privacy/sealed-bytes';
import { createListing } from '../../../server/modules/matchmaking/listings.service';
import { anEnvironment, aVisitor, contextOf, officerIn, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anOpenEvent } from '../../support/events';
import { anIssue, aScene, type Scene } from '../../support/issues';
import { listingInput } from '../../support/matchmaking';

useDatabase();

let app: App;
let scene: Scene;
beforeAll(async () => {
  app = await buildApp(anEnvironment());
  scene = await aScene();
});
afterAll(() => app.close());

const tokenOf = (path: string) => new URLSearchParams(path.split('?')[1]).get('token') ?? '';
const made = async (ctx: Context) => {
  const { id } = await requestExport(ctx);
  await makeExports(contextOf());
  return id;
};
const jsonOf = async (ctx: Context, id: string) => {
  const { jsonPath } = await linkExport(ctx, id);
  const { content } = await openExport(ctx, id, { token: tokenOf(jsonPath), form: 'json' });
  return JSON.parse(content) as Record<string, unknown>;
};

describe('a copy of one’s data', () => {
  it('holds everything the product has on the person, and nothing of others', async () => {
    const { member } = scene;
    await anIssue(scene, 'closed', {
      body: '变压器要增容，跑了三趟还没有说法。',
      contactPhone: '13812340009',
    });
    const event = await anOpenEvent(await officerIn(scene.county, 'event-manager'));
    await registerAttendees(member, event.id, {
      nonce: 'copy-of-data-1',
      attendees: [{ name: '王海燕', phone: '13812340008' }],
    });
    await createListing(member, listingInput({ title: '供应精密减速机' }));
    await revealPhone(scene.officers.countyDesk, personOf(member).personId, {
      subject: { kind: 'issue', id: '0'.repeat(24) },
      reason: '核对联系人',
    });
    const stranger = await aVisitor({ name: '不相干的人', phone: '13899990000' });
    expect((await requestExport(stranger)).status).toBe('waiting');

    const data = await jsonOf(member, await made(member));
    expect(data).toMatchObject({
      account: {
        person: { name: '王海燕', phone: '13812346021' },
        memberships: [{ enterprise: scene.enterprise.name, role: 'admin', status: 'active' }],
        privacyConsents: [{ isCurrent: true }],
      },
      issues: [
        {
          text: '变压器要增容，跑了三趟还没有说法。',
          contactPhone: '13812340009',
          entries: [{ kind: 'submitted' }, { kind: 'confirmed', verdict: { result: 'solved' } }],
        },
      ],
      registrations: [{ attendees: [{ name: '王海燕', phone: '13812340008' }] }],
      market: { listings: [{ title: '供应精密减速机' }] },
      readings: [{ action: 'phone.revealed', reason: expect.stringContaining('核对联系人') as string }],
    });
    const text = JSON.stringify(data);
    expect(text).not.toContain('不相干的人');
    expect(text).not.toContain('13899990000');
  });

  it('tells the person when it is ready, and stands in no clear text in the database', async () => {
    const person = await aVisitor({ name: '孙立', phone: '13812347777' });
    const id = await made(person);
    expect(await listExports(person)).toMatchObject([
      { id, status: 'ready', percent: 100, expiresAt: '2026-03-18T02:00:00.000Z' },
    ]);
    expect(await MessageModel.findOne({ personId: personOf(person).personId }).lean()).toMatchObject({
      title: '您的数据备好了',
      page: 'features/accounts/privacy/index',
    });
    const chunks: Buffer[] = [];
    const stored = await DataExportModel.findById(id).orFail();
    for await (const chunk of exportContents().openDownloadStream(stored._id)) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).includes('13812347777')).toBe(false);
    const actions = await AuditEntryModel.find({ 'subject.id': personOf(person).personId }).lean();
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['export.requested', 'export.made']),
    );
  });

  it('is made once at a time, and once though two processes make it', async () => {
    const person = await aVisitor();
    await requestExport(person);
    await expect(requestExport(person)).rejects.toMatchObject({ code: 'CONFLICT' });
    const counts = await Promise.all([makeExports(contextOf()), makeExports(contextOf())]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect((await requestExport(person)).status).toBe('waiting');
    await makeExports(contextOf());
  });

  it('is taken over from a process that ended, and given up after three', async () => {
    const person = await aVisitor();
    const { id } = await requestExport(person);
    const cutOff = { status: 'running' as const, tries: 1, leaseUntil: person.now };
    await DataExportModel.updateOne({ _id: id }, { $set: cutOff });
    await makeExports(contextOf());
    expect((await listExports(person))[0]).toMatchObject({ status: 'ready' });

    const gone = await DataExportModel.create({
      ...cutOff,
      personId: new Types.ObjectId(),
      percent: 0,
      isUnfinished: true,
      tries: 2,
      requestedAt: person.now,
    });
    await makeExports(contextOf());
    expect(await DataExportModel.findById(gone._id).lean()).toMatchObject({
      status: 'failed',
      isUnfinished: false,
    });
  });

  it('is given up when processes end over it again and again, and may be asked for anew', async () => {
    const person = await aVisitor();
    const { id } = await requestExport(person);
    const cutOff = { status: 'running', tries: 3, leaseUntil: person.now } as const;
    await DataExportModel.updateOne({ _id: id }, { $set: cutOff });
    expect(await makeExports(contextOf())).toBe(0);
    expect(await listExports(person)).toMatchObject([{ id, status: 'failed' }]);
    expect(await DataExportModel.findById(id).lean()).toMatchObject({ tries: 3, isUnfinished: false });
    expect((await requestExport(person)).status).toBe('waiting');
    expect(await makeExports(contextOf())).toBe(1);
  });

  it('is for its owner alone: the link is theirs to get, short-lived, for this copy, and recorded', async () => {
    const [person, other] = [await aVisitor(), await aVisitor()];
    const id = await made(person);
    await expect(linkExport(other, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await listExports(other)).toEqual([]);
    const { pagePath } = await linkExport(person, id);
    const token = tokenOf(pagePath);
    const later = { ...person, now: new Date(person.now.getTime() + 10 * 60_000) };
    await expect(openExport(later, id, { token })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(openExport(person, await made(other), { token })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(openExport(person, id, { token: `${token}x` })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('opens in a browser as a page to read, or as JSON to keep, without a session', async () => {
    const person = await aVisitor({ name: '<b>王</b>' });
    const { pagePath, jsonPath } = await linkExport(person, await made(person));
    const page = await app.inject({ url: `/api${pagePath}` });
    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    });
    expect(page.body).toContain('企服通里您的全部数据');
    expect(page.body).toContain('&#60;b&#62;王&#60;/b&#62;');
    expect(page.body).not.toContain('<b>王');
    const json = await app.inject({ url: `/api${jsonPath}` });
    expect(json.headers['content-disposition']).toContain('attachment');
    expect(json.json()).toMatchObject({ account: { person: { name: '<b>王</b>' } } });
    const readings = await listPhoneReadings(person, {});
    expect(readings.items[0]).toMatchObject({ readerName: '您本人' });
  });
});

describe('sealed bytes', () => {
  it('open with their key only, and not at all once altered', () => {
    const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill).toString('base64') });
    const sealed = sealText([key('b', 2), key('a', 1)], '内容');
    expect(openText([key('c', 3), key('b', 2)], sealed)).toBe('内容');
    expect(() => openText([key('a', 1)], sealed)).toThrow();
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => openText([key('b', 2)], altered)).toThrow();
    }
  });
});
