import { Types, type Document, type Query } from 'mongoose';
import type { App } from '../../../server/app';
import { actionText, kindText } from '../../../console/src/features/audit/audit-words';
import { accessible } from '../../../server/access/access';
import type { Context } from '../../../server/context';
import {
  auditState,
  exportEntries,
  getEntry,
  listEntries,
} from '../../../server/modules/audit/audit-reading.service';
import { readingsOf } from '../../../server/modules/audit/personal-readings.service';
import { AuditEntryModel, type AuditEntryDoc } from '../../../server/modules/audit/audit.model';
import { auditRoutes } from '../../../server/modules/audit/audit.routes';
import { recordAudit } from '../../../server/modules/audit/audit.service';
import { ownChain } from '../../../server/modules/audit/chain-writer';
import { takeCheckpoint } from '../../../server/modules/audit/checkpoints.service';
import { anAuditedContext, aRecord } from '../../support/audit';
import {
  anEnvironment,
  appWith,
  aVisitor,
  contextOf,
  headersOf,
  memberOf,
  officerIn,
  personOf,
  testNow,
} from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise, type TestEnterprise } from '../../support/enterprises';
import { anOrganization, aProvince, type Province } from '../../support/organizations';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

useDatabase();

let province: Province;
let firm: TestEnterprise;
let auditor: Context;
let member: Context;
let stranger: Context;
beforeAll(async () => {
  province = await aProvince();
  firm = await anEnterprise({ deskOrganizationId: province.county.id });
  auditor = await officerIn(province.county, 'auditor');
  member = await memberOf(firm, { name: '王海燕' });
  stranger = await officerIn(await anOrganization({ regionCode: '410300' }), 'auditor');
});

const at = (ctx: Context, minutes: number): Context => ({
  ...ctx,
  now: new Date(testNow.getTime() + minutes * 60_000),
});
const from = (ctx: Context, address: string): Context => ({
  ...ctx,
  origin: { address, userAgent: 'Firefox' },
});

describe('an auditor', () => {
  it('finds by person, act, record, enterprise, time and address, and nothing of other bodies', async () => {
    const id = new Types.ObjectId().toString();
    await recordAudit(from(at(member, 5), '10.9.8.7'), {
      ...aRecord('issue.contact-viewed', id),
      reason: '回电',
    });
    await recordAudit(at(member, 6), aRecord('listing.created'));
    const searches = [
      { person: '王海燕', action: 'issue.contact-viewed' },
      { person: personOf(member).personId, record: id },
      { record: id },
      { enterprise: firm.creditCode, action: 'issue.contact-viewed' },
      { enterprise: firm.id, record: id },
      { address: '10.9.8.7' },
      {
        from: new Date(testNow.getTime() + 5 * 60_000).toISOString(),
        to: new Date(testNow.getTime() + 5 * 60_000 + 1).toISOString(),
      },
    ];
    for (const search of searches) {
      const { items } = await listEntries(auditor, search);
      expect([search, items.map(({ subject }) => subject.id)]).toEqual([search, [id]]);
      expect((await listEntries(stranger, search)).items).toEqual([]);
    }
    const [found] = (await listEntries(auditor, { record: id })).items;
    expect(found).toMatchObject({
      actor: { kind: 'person', name: '王海燕' },
      enterprise: { id: firm.id },
      reason: '回电',
      address: '10.9.8.7',
      agent: 'Firefox',
    });
  });

  it('pages through everything once, newest first, though entries have the same instant', async () => {
    const id = new Types.ObjectId().toString();
    for (let n = 0; n < 25; n += 1)
      await recordAudit(at(member, n < 12 ? 1 : 2), aRecord('thing.changed', id));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listEntries(auditor, { record: id, limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((entry) => `${entry.at} ${entry.id}`));
      cursor = page.next;
    } while (cursor);
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toEqual(seen.toSorted().reverse());
  });

  it('leaves a trace of each look, each entry opened and each export with its reason', async () => {
    await listEntries(auditor, { address: '10.9.8.7' });
    const [entry] = (await listEntries(auditor, {})).items;
    await getEntry(auditor, entry?.id ?? '');
    await exportEntries(auditor, { reason: '季度检查', action: 'listing.created' });
    const traces = await AuditEntryModel.find({ 'actor.personId': personOf(auditor).personId })
      .sort({ _id: -1 })
      .limit(3)
      .lean();
    expect(traces.map(({ action }) => action)).toEqual([
      'audit.exported',
      'audit.entry-viewed',
      'audit.searched',
    ]);
    expect(traces[0]?.reason).toBe('季度检查（action=listing.created）');
  });

  it('takes the trail away as CSV that no spreadsheet takes for formulas', async () => {
    const id = new Types.ObjectId().toString();
    await recordAudit(member, { ...aRecord('thing.changed', id), reason: '=HYPERLINK("x"),\n再看' });
    const file = await exportEntries(auditor, { reason: '检查', record: id });
    expect(file).toMatchObject({ fileName: '审计记录-2026-03-11.csv', rows: 1, isCut: false });
    expect(file.content.startsWith('\uFEFF时间,人员,')).toBe(true);
    expect(file.content).toContain('2026-03-11 10:00:00,王海燕,');
    expect(file.content).toContain('"\'=HYPERLINK(""x""),\n再看"');
    expect((await exportEntries(stranger, { reason: '检查', record: id })).rows).toBe(0);
  });

  it('sees where an entry stands in its chain and whether a checkpoint covers it', async () => {
    const ctx = anAuditedContext();
    const id = new Types.ObjectId().toString();
    await recordAudit(member, aRecord('thing.changed', id));
    const [entry] = (await listEntries(auditor, { record: id })).items;
    await ownChain().flush();
    const place = (await getEntry(auditor, entry?.id ?? '')).place;
    expect(place).toMatchObject({ chain: ownChain().chain, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(place?.checkpoint).toBeUndefined();
    expect((await auditState(auditor)).uncoveredEntries).toBeGreaterThan(0);
    await takeCheckpoint(ctx);
    expect((await getEntry(auditor, entry?.id ?? '')).place?.checkpoint).toMatchObject({ number: 1 });
    const state = await auditState(auditor);
    expect(state).toMatchObject({ lastCheckpoint: { number: 1 }, chains: [{ isClosed: false }] });
  });

  it('is told what is wrong with a search', async () => {
    const app: App = await appWith(anEnvironment(), auditRoutes);
    const headers = await headersOf(auditor);
    const cases = [
      ['/api/audit/entries?cursor=x', 'querystring.cursor'],
      ['/api/audit/entries?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'querystring.to'],
      ['/api/audit/entries?enterprise=914101055511223', 'querystring.enterprise'],
      ['/api/audit/entries?from=gestern', 'querystring.from'],
    ];
    for (const [url, path] of cases) {
      const reply = await app.inject({ url: url ?? '', headers });
      expect([url, reply.statusCode, reply.json().details[0].path]).toEqual([url, 400, path]);
    }
    const noReason = await app.inject({
      method: 'POST',
      url: '/api/audit/exports',
      headers,
      payload: { reason: ' ' },
    });
    expect(noReason.json()).toMatchObject({ code: 'VALIDATION_FAILED', details: [{ path: 'body.reason' }] });
    await app.close();
  });
});

describe('somebody whose data were read', () => {
  it('is told by whom, when and why, and of nobody else’s', async () => {
    const person = personOf(await aVisitor()).personId;
    const other = personOf(await aVisitor()).personId;
    for (let n = 0; n < 5; n += 1)
      await recordAudit(at(auditor, n), { ...aRecord('file.opened'), reads: [person], reason: `第 ${n} 次` });
    await recordAudit(auditor, { ...aRecord('phone.revealed', other), reason: '核实' });
    const first = await readingsOf(person, { limit: 3 });
    const rest = await readingsOf(person, { limit: 3, cursor: first.next ?? '' });
    expect([...first.items, ...rest.items].map(({ reason }) => reason)).toEqual(
      [4, 3, 2, 1, 0].map((n) => `第 ${n} 次`),
    );
    expect(rest.next).toBeUndefined();
    expect((await readingsOf(other)).items).toMatchObject([{ action: 'phone.revealed', reason: '核实' }]);
  });
});

describe('a search among many entries', () => {
  type Plan = { executionStats: { nReturned: number; totalDocsExamined: number; totalKeysExamined: number } };
  const planOf = async (query: Query<AuditEntryDoc[], Document>) =>
    ((await query.explain('executionStats')) as unknown as Plan).executionStats;

  it('examines no more than three times what it finds', async () => {
    const people = await Promise.all([member, auditor, stranger].map(async (ctx) => personOf(ctx).personId));
    const scope = (auditor.actor.kind === 'person' ? auditor.actor.offices : []).map(
      ({ organizationId }) => new Types.ObjectId(organizationId),
    );
    const elsewhere = new Types.ObjectId();
    const firms = [new Types.ObjectId(), new Types.ObjectId()];
    const actions = ['issue.noted', 'listing.created', 'session.opened', 'file.opened'];
    await AuditEntryModel.collection.insertMany(
      Array.from({ length: 3_000 }, (_, n) => ({
        writer: 'w',
        at: new Date(testNow.getTime() + n * 1000),
        actor: { kind: 'person', personId: new Types.ObjectId(people[n % 3]), name: `人${n % 3}` },
        action: actions[n % 4],
        subject: { kind: 'thing', id: `record-${n % 50}` },
        enterpriseId: firms[n % 2],
        requestId: 'r',
        from: { address: `10.0.0.${n % 20}`, agent: 'x' },
        scope: [n % 5 === 0 ? elsewhere : (scope[0] ?? elsewhere), new Types.ObjectId()],
      })) as never[],
    );
    const searches = [
      {},
      { 'actor.personId': new Types.ObjectId(people[0]) },
      { 'actor.name': '人1' },
      { action: 'file.opened' },
      { 'subject.id': 'record-7' },
      { enterpriseId: firms[1] },
      { 'from.address': '10.0.0.3' },
      { at: { $gte: testNow, $lt: new Date(testNow.getTime() + 600_000) } },
      { action: 'file.opened', at: { $gte: testNow, $lt: new Date(testNow.getTime() + 600_000) } },
    ];
    for (const search of searches) {
      const conditions = [accessible(auditor, 'read', 'audit-entry'), search];
      const stats = await planOf(
        AuditEntryModel.find({ $and: conditions }).sort({ at: -1, _id: -1 }).limit(21) as never,
      );
      expect(stats.nReturned).toBeGreaterThan(0);
      const examined = Math.max(stats.totalDocsExamined, stats.totalKeysExamined);
      expect([search, examined <= 3 * stats.nReturned]).toEqual([search, true]);
    }
  });
});

describe('the words of the trail', () => {
  it('name every act and every kind of record that the server writes', () => {
    const files = readdirSync('server/modules', { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.service.ts'),
    );
    const calls = files.flatMap((file) => {
      const text = readFileSync(join('server/modules', file), 'utf8');
      return [...text.matchAll(/recordAudit\([\s\S]*?\);/g)].map(([call]) => call);
    });
    expect(calls.length).toBeGreaterThan(60);
    const actions = calls.flatMap((call) =>
      [...call.matchAll(/'([a-z-]+\.[a-z-]+)'/g)].map(([, action]) => action ?? ''),
    );
    const kinds = calls.flatMap((call) =>
      [...call.matchAll(/kind: '([a-z-]+)'/g)].map(([, kind]) => kind ?? ''),
    );
    expect([...new Set(actions)].filter((action) => !actionText[action])).toEqual([]);
    expect([...new Set(kinds)].filter((kind) => !kindText[kind])).toEqual([]);
  });
});

it('an act of a job that concerns nobody in particular is shown to the auditors of the whole tree', async () => {
  const id = new Types.ObjectId().toString();
  await recordAudit(contextOf(), aRecord('thing.changed', id));
  expect((await listEntries(auditor, { record: id })).items).toEqual([]);
  const above = await officerIn(province.province, 'auditor');
  expect((await listEntries(above, { record: id })).items).toHaveLength(1);
});
