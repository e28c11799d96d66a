import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import mongoose, { Types } from 'mongoose';
import { AuditBlockModel, AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { recordAudit } from '../../../server/modules/audit/audit.service';
import { auditLines } from '../../../server/modules/audit/audit-report';
import { ChainWriter, ownChain } from '../../../server/modules/audit/chain-writer';
import { closingBlock, hashOf, tailOf } from '../../../server/modules/audit/chain';
import { closeAudit, sweepChains, takeCheckpoint } from '../../../server/modules/audit/checkpoints.service';
import { verifyAudit } from '../../../server/modules/audit/verification.service';
import { aHistory, anAuditedContext, aRecord, inTransaction } from '../../support/audit';
import { useDatabase } from '../../support/database';
import { anIssue, aScene } from '../../support/issues';

useDatabase();

const collections = ['audit_entries', 'audit_blocks', 'audit_checkpoints'];
/** Each test starts with an empty trail: the product itself can't remove one. */
async function empty(): Promise<void> {
  await ownChain().close();
  for (const name of collections) await mongoose.connection.collection(name).deleteMany({});
}
beforeEach(empty);

const blocksOf = (chain: string) => AuditBlockModel.find({ chain }).sort({ number: 1 }).lean();
const verify = (ctx: ReturnType<typeof anAuditedContext>) => verifyAudit(ctx.environment.config);
/** An id as it was made that many minutes ago. */
const idOf = (minutesAgo: number) =>
  Types.ObjectId.createFromTime(Math.floor(Date.now() / 1000) - minutesAgo * 60);

describe('a chain of the audit trail', () => {
  it('links what was committed, in one sequence without gaps, and nothing of what was rolled back', async () => {
    const ctx = anAuditedContext();
    await Promise.all(Array.from({ length: 20 }, (_, n) => inTransaction(ctx, aRecord(), n % 2 === 0)));
    await recordAudit(ctx, aRecord());
    await ownChain().flush();
    const blocks = await blocksOf(ownChain().chain);
    expect(blocks.map(({ number }) => number)).toEqual(blocks.map((_, at) => at));
    const linked = blocks.flatMap(({ entries }) => entries.map(({ id }) => id.toHexString()));
    const stored = (await AuditEntryModel.find().lean()).map(({ _id }) => _id.toHexString());
    expect(stored).toHaveLength(11);
    expect(linked.toSorted()).toEqual(stored.toSorted());
    expect((await verify(ctx)).faults).toEqual([]);
  });

  it('holds the hash of each entry as it is stored, whatever its texts are', async () => {
    const ctx = anAuditedContext();
    const id = new Types.ObjectId().toString();
    const origin = { address: '10.1.2.3', userAgent: `Mozilla\ud800${'x'.repeat(300)}` };
    const reasons = fc.sample(fc.string({ unit: 'binary', minLength: 1 }), { numRuns: 30, seed: 7 });
    for (const reason of [...reasons, 'half \ud83d', '\u0000', '$a.b'])
      await recordAudit({ ...ctx, origin }, { ...aRecord('thing.read', id), reason, reads: [id] });
    await ownChain().flush();
    const entries = await AuditEntryModel.collection.find({}).toArray();
    const hashes = (await blocksOf(ownChain().chain)).flatMap((block) =>
      block.entries.map(({ hash }) => hash),
    );
    expect(new Set(entries.map(hashOf))).toEqual(new Set(hashes));
    expect(entries[0]).toMatchObject({
      from: { address: '10.1.2.3', agent: expect.stringMatching(/^.{120}$/) },
    });
  });

  it('that another took for dead goes on as a new one', async () => {
    const ctx = anAuditedContext();
    await recordAudit(ctx, aRecord());
    await ownChain().flush();
    const first = ownChain().chain;
    const last = (await blocksOf(first)).at(-1);
    if (!last) throw new Error('no block');
    await AuditBlockModel.create(closingBlock(tailOf(last), { host: 'other', pid: 1 }));
    await recordAudit(ctx, aRecord());
    await ownChain().flush();
    expect(ownChain().chain).not.toBe(first);
    await takeCheckpoint(ctx);
    expect(await verify(ctx)).toMatchObject({ chains: 2, entries: 2, coveredEntries: 2, faults: [] });
  });

  it('of a process that died is closed by another, which links what was left', async () => {
    const ctx = anAuditedContext();
    const dead = new ChainWriter();
    await dead.open();
    // As a process leaves it that died between the commit and the link, a while ago.
    const entry = {
      _id: idOf(15),
      writer: dead.chain,
      at: ctx.now,
      actor: { kind: 'system', name: 'x' },
      scope: [],
    };
    await AuditEntryModel.collection.insertOne({ ...entry, ...aRecord(), requestId: 'r' } as never);
    const opening = await AuditBlockModel.collection.findOne({ chain: dead.chain });
    await AuditBlockModel.collection.deleteOne({ chain: dead.chain });
    const early = { ...opening, _id: idOf(16) };
    const { hash: _, ...content } = early as Record<string, unknown>;
    await AuditBlockModel.collection.insertOne({ ...content, hash: hashOf(content) } as never);
    expect(await verify(ctx)).toMatchObject({ unlinkedEntries: 1, faults: [] });
    await sweepChains(ctx);
    expect((await blocksOf(dead.chain)).at(-1)?.kind).toBe('closing');
    await takeCheckpoint(ctx);
    expect(await verify(ctx)).toMatchObject({ unlinkedEntries: 0, coveredEntries: 1, faults: [] });
    await sweepChains(ctx);
    expect(await verify(ctx)).toMatchObject({ entries: 1, faults: [] });
  });

  it('is left alone by others while its process writes', async () => {
    const ctx = anAuditedContext();
    const living = new ChainWriter();
    await living.open();
    await sweepChains(ctx);
    expect(await blocksOf(living.chain)).toMatchObject([{ kind: 'opening' }]);
    await living.close();
  });

  it('is whole after any history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), async (stream) => {
        await empty();
        const ctx = anAuditedContext();
        const random = () => stream.next().value as number;
        const stands = await aHistory(ctx, random);
        const report = await verify(ctx);
        expect(report).toMatchObject({
          entries: stands,
          coveredEntries: stands,
          unlinkedEntries: 0,
          faults: [],
        });
      }),
      { numRuns: 5 },
    );
  });
});

describe('a checkpoint', () => {
  it('says what it covers and what is not yet covered', async () => {
    const ctx = anAuditedContext();
    await recordAudit(ctx, aRecord());
    expect(auditLines(await verify(ctx)).join('\n')).toContain('还没有检查点');
    expect(await takeCheckpoint(ctx)).toMatchObject({ number: 1, heads: [{ entries: 1 }] });
    await recordAudit(ctx, aRecord());
    await recordAudit(ctx, aRecord());
    await ownChain().flush();
    const report = await verify(ctx);
    expect(report).toMatchObject({
      coveredEntries: 1,
      uncoveredEntries: 2,
      lastCheckpoint: { number: 1 },
      faults: [],
    });
    expect(auditLines(report).join('\n')).toContain('检查点之后还有 2 条已入链');
  });

  it('names only chains that moved, and none is taken where none did', async () => {
    const ctx = anAuditedContext();
    await recordAudit(ctx, aRecord());
    await closeAudit(ctx);
    expect(await takeCheckpoint(ctx)).toBeNull();
    await recordAudit(ctx, aRecord());
    expect((await takeCheckpoint(ctx))?.heads).toMatchObject([{ chain: ownChain().chain, entries: 1 }]);
    expect(readFileSync(ctx.checkpointFile, 'utf8').split('\n')).toHaveLength(3);
  });

  it('that a crash cut in the middle of its line is written anew', async () => {
    const ctx = anAuditedContext();
    await recordAudit(ctx, aRecord());
    await takeCheckpoint(ctx);
    appendFileSync(ctx.checkpointFile, '{"file":"');
    expect((await verify(ctx)).faults).toEqual([]);
    await recordAudit(ctx, aRecord());
    await takeCheckpoint(ctx);
    expect(await verify(ctx)).toMatchObject({ checkpoints: 2, coveredEntries: 2, faults: [] });
  });

  it('file that is gone or cut at its end is found', async () => {
    const ctx = anAuditedContext();
    for (let n = 0; n < 3; n += 1) {
      await recordAudit(ctx, aRecord());
      await takeCheckpoint(ctx);
    }
    const text = readFileSync(ctx.checkpointFile, 'utf8');
    writeFileSync(
      ctx.checkpointFile,
      text
        .split('\n')
        .slice(0, 2)
        .map((line) => `${line}\n`)
        .join(''),
    );
    expect((await verify(ctx)).faults).toMatchObject([{ kind: 'checkpoint', line: 3, problem: 'cut' }]);
    rmSync(ctx.checkpointFile);
    expect((await verify(ctx)).faults).toMatchObject([{ kind: 'checkpoint', line: 3, problem: 'cut' }]);
  });
});

describe('the ledgers of issues', () => {
  it('are covered by the trail: a cut, altered or forged line is found though the ledger itself is whole', async () => {
    const ctx = anAuditedContext();
    const { id } = await anIssue(await aScene(), 'in-hand');
    await takeCheckpoint(ctx);
    expect((await verify(ctx)).faults).toEqual([]);
    const entries = mongoose.connection.collection('issue_entries');
    const last = await entries
      .find({ issueId: new Types.ObjectId(id) })
      .sort({ sequence: -1 })
      .next();
    if (!last) throw new Error('no ledger');
    await entries.deleteOne({ _id: last._id });
    expect((await verify(ctx)).faults).toEqual([
      { kind: 'ledger', issueId: id, sequence: last.sequence, problem: 'missing' },
    ]);
    await entries.insertOne({ ...last, hash: 'f'.repeat(64) });
    expect((await verify(ctx)).faults).toEqual([
      { kind: 'ledger', issueId: id, sequence: last.sequence, problem: 'altered' },
    ]);
    await entries.replaceOne({ _id: last._id }, last);
    await entries.insertOne({ ...last, _id: new Types.ObjectId(), sequence: last.sequence + 1 });
    expect((await verify(ctx)).faults).toEqual([
      { kind: 'ledger', issueId: id, sequence: last.sequence + 1, problem: 'unwitnessed' },
    ]);
  });
});
