import mongoose from 'mongoose';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { sweepChains, takeCheckpoint } from '../../../server/modules/audit/checkpoints.service';
import { verifyAudit } from '../../../server/modules/audit/verification.service';
import { anAuditedContext } from '../../support/audit';
import { buildScript, databaseUri, runAndKill, useImpatientDatabase } from '../../support/killable';

useImpatientDatabase();

let script = '';
beforeAll(() => {
  script = buildScript('restless-auditor');
}, 60_000);

it('a process killed while it writes leaves a whole trail: nothing looks like tampering, nothing is lost', async () => {
  const ctx = anAuditedContext();
  const standing: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const args = [databaseUri(), mongoose.connection.name];
    const runs = [0, 1].map(() => runAndKill(script, args, Math.random() * 600));
    for (const lines of await Promise.all(runs))
      standing.push(...lines.map((line) => line.replace('stands ', '')));
    expect((await verifyAudit(ctx.environment.config)).faults).toEqual([]);
    if (round % 2 === 1) await takeCheckpoint(ctx);
  }
  expect(standing.length).toBeGreaterThan(20);
  // What ten minutes of rest bring about, now: the chains are closed, and what was left unlinked is linked.
  await sweepChains(ctx, -1_000);
  await takeCheckpoint(ctx);
  const report = await verifyAudit(ctx.environment.config);
  const stored = await AuditEntryModel.countDocuments();
  expect(report).toMatchObject({
    chains: 7,
    entries: stored,
    coveredEntries: stored,
    unlinkedEntries: 0,
    faults: [],
  });
  const found = await AuditEntryModel.find({ 'subject.id': { $in: standing } }, { subject: 1 }).lean();
  expect(new Set(found.map(({ subject }) => subject.id))).toEqual(new Set(standing));
}, 120_000);
