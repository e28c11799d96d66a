import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import mongoose from 'mongoose';
import type { Context } from '../../../server/context';
import { EventModel } from '../../../server/modules/events/events.model';
import { RegistrationModel, TicketModel } from '../../../server/modules/events/registrations.model';
import { registerAttendees } from '../../../server/modules/events/registrations.service';
import { settleHolds } from '../../../server/modules/events/seats.service';
import { memberOf, officerIn, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOpenEvent, at, minutesAfter } from '../../support/events';
import { aProvince } from '../../support/organizations';

// A caller that dies inside a transaction leaves it open: everybody who wants the same record waits until the database
// gives it up, after a minute. An engine of this file's own gives up sooner; a real mongod keeps its minute.
let engine: { process: ChildProcess; dataDir: string } | undefined;
beforeAll(async () => {
  if (process.env.TEST_MONGODB_URI) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'qft-killed-'));
  const places = ['--data', join(dataDir, 'db'), '--socket', join(dataDir, 'db.sock')];
  const child = fork('dist/server/embedded.js', [...places, '--transaction-lifetime-ms', '1000']);
  engine = { process: child, dataDir };
  const address = await new Promise<string>((ready, failed) => {
    child.on('message', (message: { type?: string; address?: string }) => {
      if (message.type === 'ready') ready(message.address ?? '');
    });
    child.on('exit', (code) => failed(new Error(`embedded database ended with code ${code}`)));
  });
  process.env.TEST_DATABASE_URI = `mongodb://${encodeURIComponent(address)}/?directConnection=true`;
});

useDatabase();

afterAll(async () => {
  if (!engine) return;
  const ended = new Promise((done) => engine?.process.once('exit', done));
  engine.process.kill('SIGTERM');
  await ended;
  rmSync(engine.dataDir, { recursive: true, force: true });
});

const root = resolve(__dirname, '../../..');
const script = join(root, 'dist/tests/restless-caller.mjs');
const rounds = 6;
const capacity = 40;

// The callers run as built code in processes of their own: only then can one be killed between two writes.
beforeAll(() => {
  const build = `
    import path from 'node:path';
    import { rolldown } from 'rolldown';
    const bundle = await rolldown({
      input: 'tests/support/restless-caller.ts',
      platform: 'node',
      external: (id) => !/^(\\.|\\/|@contract\\/)/.test(id) && !path.isAbsolute(id),
      resolve: { alias: { '@contract': path.resolve('server/contract') } },
      moduleTypes: { '.json': 'json' },
      logLevel: 'silent',
    });
    await bundle.write({ file: ${JSON.stringify(script)}, format: 'esm', codeSplitting: false });
    await bundle.close();
  `;
  execFileSync(process.execPath, ['--input-type=module', '-e', build], { cwd: root });
}, 60_000);

/** Runs a caller and kills it that long after it first said it was about to write; what it said. */
function runAndKill(args: string[], afterMs: number): Promise<string[][]> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  return new Promise((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (said === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
      said += chunk.toString();
    });
    child.on('close', () =>
      done(
        said
          .split('\n')
          .filter(Boolean)
          .map((line) => line.split(' ')),
      ),
    );
  });
}

it('seats stay whole when callers are killed in the middle of signing up and cancelling', async () => {
  const province = await aProvince();
  const manager = await officerIn(province.city, 'event-manager');
  const { id } = await anOpenEvent(manager, { capacity, perEnterprise: 20 });
  const uri = process.env.TEST_MONGODB_URI ?? process.env.TEST_DATABASE_URI ?? '';
  const killed: { ctx: Context; nonce: string }[] = [];
  const confirmed: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const callers = await Promise.all(
      Array.from({ length: 2 }, async () =>
        memberOf(await anEnterprise({ deskOrganizationId: province.county.id })),
      ),
    );
    await Promise.all(
      callers.map(async (ctx) => {
        const args = [uri, mongoose.connection.name, id, personOf(ctx).personId];
        const said = await runAndKill(args, Math.random() * 200);
        const done = said.filter(([what]) => what === 'done');
        confirmed.push(...done.map(([, , registrationId = '']) => registrationId));
        const [what, nonce = ''] = said.at(-1) ?? [];
        if (what === 'try') killed.push({ ctx, nonce });
      }),
    );
    expect((await EventModel.findById(id).lean())?.seatsTaken).toBeLessThanOrEqual(capacity);
  }
  await settleHolds(at(manager, minutesAfter(testNow, 5)));
  await expectWhole(id);
  expect(
    await RegistrationModel.countDocuments({ _id: { $in: confirmed }, status: { $ne: 'abandoned' } }),
  ).toBe(confirmed.length);

  // Whoever was killed asks again with the same nonce: the old registration or a new one, never two.
  for (const { ctx, nonce } of killed) {
    const again = { attendees: [{ name: nonce }], nonce };
    await registerAttendees(ctx, id, again).catch((error: unknown) =>
      expect(error).toMatchObject({ code: expect.stringMatching(/^(EVENT_FULL|VALIDATION_FAILED)$/) }),
    );
    expect(
      await TicketModel.countDocuments({ eventId: id, name: nonce, isActive: true }),
    ).toBeLessThanOrEqual(1);
  }
  await settleHolds(at(manager, minutesAfter(testNow, 10)));
  await expectWhole(id);
}, 240_000);

async function expectWhole(eventId: string): Promise<void> {
  const registrations = await RegistrationModel.find({ eventId, status: 'confirmed' }).lean();
  const seats = registrations.reduce((sum, registration) => sum + registration.seats, 0);
  expect(await EventModel.findById(eventId).lean()).toMatchObject({
    seatsTaken: seats,
    holds: [],
    returns: [],
  });
  expect(await TicketModel.countDocuments({ eventId, isActive: true })).toBe(seats);
}
