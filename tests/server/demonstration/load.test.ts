import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import mongoose from 'mongoose';
import pino from 'pino';
import '../../../server/app';
import { checkDatabase, clearOtherEdition, loadDemonstration } from '../../../server/demonstration/load';
import { PersonModel } from '../../../server/modules/accounts/people.model';
import { verifyLedgers } from '../../../server/modules/issues/issues.service';
import { aPerson } from '../../support/accounts';
import { anEnvironment } from '../../support/context';
import { useDatabase } from '../../support/database';
import { dumpDatabase } from '../../support/dump';

useDatabase();
const log = pino({ level: 'silent' });
const count = (collection: string, filter = {}) =>
  mongoose.connection.collection(collection).countDocuments(filter);

describe('the demonstration province', () => {
  const environment = anEnvironment();

  it('loads whole: every screen has something alive on it', async () => {
    await loadDemonstration(environment, log);
    expect(await count('enterprises')).toBe(202);
    expect(await count('memberships', { status: 'pending', role: 'admin' })).toBe(2);
    expect(await count('policies', { publishedAt: { $exists: true } })).toBe(30);
    expect(await count('issues')).toBe(101);
    const calls = { action: 'phone.revealed', reason: { $regex: '核对联系人|约现场' } };
    expect(await count('audit_entries', calls)).toBe(2);
    expect(await count('events', { status: 'open' })).toBe(6);
    expect(await count('listings')).toBe(80);
    const statuses = await mongoose.connection.collection('issues').distinct('state.status');
    expect(new Set(statuses)).toEqual(
      new Set(['submitted', 'accepted', 'dispatched', 'in-hand', 'answered', 'closed']),
    );
  }, 120_000);

  it('keeps no phone number of its people in clear', async () => {
    const dump = await dumpDatabase();
    // The sandbox's phones are WeChat's and the operator's side: they know their own numbers.
    const found = [...dump].filter(
      ([name, text]) => !name.startsWith('sandbox_') && /1990000\d{4}/.test(text),
    );
    expect(found.map(([name]) => name)).toEqual([]);
  });

  it('has ledgers whose chains hold', async () => {
    expect(await verifyLedgers()).toMatchObject({ issues: 101, faults: [] });
  });

  it('is left alone by a second start', async () => {
    await loadDemonstration(environment, log);
    expect(await count('enterprises')).toBe(202);
  });

  it('of this edition stays', async () => {
    expect(await clearOtherEdition(environment.config, log)).toBe(false);
    expect(await count('enterprises')).toBe(202);
  });

  it('is not taken for a production database', async () => {
    const { config } = environment;
    await expect(checkDatabase({ ...config, isDemonstration: false })).rejects.toThrow('演示数据');
    await expect(checkDatabase({ ...config, isDemonstration: true })).resolves.toBeUndefined();
  });
});

describe('a demonstration database of another edition', () => {
  const { config } = anEnvironment();
  const loads = () => mongoose.connection.collection('demonstration_loads');

  it.each([{}, { edition: 0 }])('is cleared with its checkpoints, to be loaded anew: %j', async (marks) => {
    mkdirSync(dirname(config.checkpointFile), { recursive: true });
    writeFileSync(config.checkpointFile, '{}\n');
    await loads().deleteMany({});
    await loads().insertOne({ begunAt: new Date(), loadedAt: new Date(), ...marks });
    await aPerson();
    expect(await clearOtherEdition(config, log)).toBe(true);
    expect([await count('people'), await loads().countDocuments()]).toEqual([0, 0]);
    expect(existsSync(config.checkpointFile)).toBe(false);
    expect(await PersonModel.listIndexes()).toContainEqual(expect.objectContaining({ name: 'openid_1' }));
    expect(await clearOtherEdition(config, log)).toBe(false);
  });
});

describe('a production database', () => {
  beforeAll(() => mongoose.connection.dropDatabase());

  it('is not touched by a demonstration started on it by mistake', async () => {
    const { config } = anEnvironment();
    await checkDatabase({ ...config, isDemonstration: false });
    await checkDatabase({ ...config, isDemonstration: true });
    await aPerson();
    await expect(checkDatabase({ ...config, isDemonstration: true })).rejects.toThrow('不是演示用的');
    await checkDatabase({ ...config, isDemonstration: false });
    expect(await count('people')).toBe(1);
  });
});
