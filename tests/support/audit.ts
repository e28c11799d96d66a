import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { Types } from 'mongoose';
import type { Context } from '../../server/context';
import { recordAudit, type AuditRecord } from '../../server/modules/audit/audit.service';
import { closeAudit, takeCheckpoint } from '../../server/modules/audit/checkpoints.service';
import { contextOf } from './context';

/** A context of the system whose checkpoints go to a file of their own. */
export function anAuditedContext(now?: Date): Context & { checkpointFile: string } {
  const ctx = contextOf(undefined, now ? { now } : {});
  const checkpointFile = join(mkdtempSync(join(tmpdir(), 'qft-audit-')), 'checkpoints.jsonl');
  const environment = { ...ctx.environment, config: { ...ctx.environment.config, checkpointFile } };
  return { ...ctx, environment, checkpointFile };
}

export const aRecord = (action = 'thing.changed', id = new Types.ObjectId().toString()): AuditRecord => ({
  action,
  subject: { kind: 'thing', id },
});

/** Writes one entry in a transaction of its own, which then commits or is rolled back. */
export async function inTransaction(ctx: Context, record: AuditRecord, isCommitted: boolean): Promise<void> {
  const rollback = new Error('rolled back');
  await mongoose.connection
    .transaction(async (session) => {
      await recordAudit(ctx, record, session);
      if (!isCommitted) throw rollback;
    })
    .catch((error: unknown) => {
      if (error !== rollback) throw error;
    });
}

/**
 * A history of several chains, one after the other, as processes leave them: entries alone, in transactions, at once,
 * and rolled back, with checkpoints between. `random` decides; returns the number of entries that stand.
 */
export async function aHistory(ctx: Context, random: () => number, chains = 3): Promise<number> {
  let stands = 0;
  for (let chain = 0; chain < chains; chain += 1) {
    for (let round = 0; round < 3; round += 1) {
      const writes = Array.from({ length: 2 + Math.floor(random() * 8) }, async () => {
        const kind = random();
        if (kind < 0.4) await recordAudit(ctx, { ...aRecord(), reason: '核实' });
        else await inTransaction(ctx, aRecord('thing.moved'), kind < 0.8);
        if (kind < 0.8) stands += 1;
      });
      await Promise.all(writes);
      if (random() < 0.7) await takeCheckpoint(ctx);
    }
    await closeAudit(ctx);
  }
  return stands;
}
