import { Types } from 'mongoose';
import type { Config } from '../../config';
import { issueHeads, ledgerHashes } from '../issues/issues.service';
import { AuditBlockModel, AuditEntryModel, type AuditEntryDoc } from './audit.model';
import { blockProblem, hashOf, type Block, type BlockProblem } from './chain';
import type { CheckpointProblem } from './checkpoint';
import { headsOf, readLines } from './checkpoint-check.service';
import { linkedAmong } from './checkpoints.service';

/** Where something isn't what was written, and how. */
export type AuditFault =
  | { kind: 'checkpoint'; file: string; line: number; problem: CheckpointProblem | 'cut' | 'rewritten' }
  | { kind: 'block'; chain: string; number: number; problem: BlockProblem | 'cut' | 'rewritten' }
  | { kind: 'entry'; id: string; chain: string; sequence: number; problem: 'missing' | 'altered' }
  | { kind: 'stray'; id: string; chain: string }
  | { kind: 'ledger'; issueId: string; sequence: number; problem: 'missing' | 'altered' | 'unwitnessed' };

/** What checking the audit trail found. */
export interface AuditReport {
  chains: number;
  blocks: number;
  entries: number;
  /** Entries that a signed checkpoint covers. */
  coveredEntries: number;
  /** Entries in chains, but written after the last checkpoint. */
  uncoveredEntries: number;
  /** Entries stored and not yet linked. */
  unlinkedEntries: number;
  /** Lines of issues' ledgers older than the trail. */
  olderLedgers: number;
  checkpoints: number;
  lastCheckpoint?: { number: number; at: Date; chains: number };
  faults: AuditFault[];
}

/** Ids are made when an entry is begun, links when it is committed: a transaction may lie between. Milliseconds. */
const graceMs = 10 * 60_000;
const batchSize = 500;

/** Checks every checkpoint of the files, every chain, every entry, and the issues' ledgers against their witnesses. */
export async function verifyAudit(
  { checkpointFile, keys }: Pick<Config, 'checkpointFile' | 'keys'>,
  files?: readonly string[],
): Promise<AuditReport> {
  const report: AuditReport = {
    chains: 0,
    blocks: 0,
    entries: 0,
    coveredEntries: 0,
    uncoveredEntries: 0,
    unlinkedEntries: 0,
    olderLedgers: 0,
    checkpoints: 0,
    faults: [],
  };
  const lines = await readLines(report, keys.auditPrivateKey, files ?? [checkpointFile]);
  const heads = headsOf(lines);
  const lastLinkOf = await checkChains(report, heads);
  await checkStrays(report, lastLinkOf);
  await checkLedgers(report);
  const last = lines.toSorted((a, b) => a.at.getTime() - b.at.getTime()).at(-1);
  return {
    ...report,
    checkpoints: lines.length,
    ...(last ? { lastCheckpoint: { number: last.number, at: last.at, chains: heads.size } } : {}),
  };
}

async function checkChains(
  report: AuditReport,
  heads: ReturnType<typeof headsOf>,
): Promise<Map<string, Types.ObjectId>> {
  const lastLinkOf = new Map<string, Types.ObjectId>();
  let before: Block | undefined;
  const endChain = (chain: string) => {
    const head = heads.get(chain)?.last;
    const number = before?.chain === chain ? before.number : -1;
    if (head && head.number > number)
      report.faults.push({ kind: 'block', chain, number: number + 1, problem: 'cut' });
  };
  let batch: Block[] = [];
  const cursor = AuditBlockModel.collection
    .find<Block>({})
    .sort({ chain: 1, number: 1 })
    .batchSize(batchSize);
  for await (const stored of cursor) {
    // Whoever tampers keeps to no shape.
    const isWhole = Array.isArray(stored.entries) && stored.entries.every((entry) => isId(entry?.id));
    const block = isWhole ? stored : { ...stored, entries: [] };
    if (block.chain !== before?.chain) {
      if (before) endChain(before.chain);
      before = undefined;
      report.chains += 1;
    }
    report.blocks += 1;
    const signed = heads.get(block.chain)?.all.get(block.number);
    const isRewritten = signed !== undefined && signed !== block.hash;
    const problem = isWhole ? (blockProblem(before, block) ?? (isRewritten ? 'rewritten' : null)) : 'altered';
    if (problem) report.faults.push({ kind: 'block', chain: block.chain, number: block.number, problem });
    before = block;
    lastLinkOf.set(block.chain, block._id);
    batch.push(block);
    if (batch.length >= 100) {
      await checkEntries(report, batch, heads);
      batch = [];
    }
  }
  if (before) endChain(before.chain);
  await checkEntries(report, batch, heads);
  for (const chain of heads.keys()) if (!lastLinkOf.has(chain)) endChain(chain);
  return lastLinkOf;
}

async function checkEntries(
  report: AuditReport,
  blocks: readonly Block[],
  heads: ReturnType<typeof headsOf>,
): Promise<void> {
  const ids = blocks.flatMap(({ entries }) => entries.map(({ id }) => id));
  const found = new Map<string, AuditEntryDoc>();
  const cursor = AuditEntryModel.collection.find<AuditEntryDoc>({ _id: { $in: ids } });
  for await (const doc of cursor) found.set(doc._id.toHexString(), doc);
  const witnesses: { entry: AuditEntryDoc; ledger: { sequence: number; hash: string } }[] = [];
  for (const { chain, number, first, entries } of blocks) {
    const isCovered = number <= (heads.get(chain)?.last.number ?? -1);
    for (const [at, { id, hash }] of entries.entries()) {
      const doc = found.get(id.toHexString());
      const problem = !doc ? 'missing' : hashOf(doc) !== hash ? 'altered' : undefined;
      if (problem)
        report.faults.push({ kind: 'entry', id: id.toHexString(), chain, sequence: first + at, problem });
      report.entries += 1;
      if (isCovered) report.coveredEntries += 1;
      else report.uncoveredEntries += 1;
      if (doc?.ledger && !problem) witnesses.push({ entry: doc, ledger: doc.ledger });
    }
  }
  await checkWitnessed(report, witnesses);
}

/** Each line of a ledger that an entry witnessed must be there as it was. */
async function checkWitnessed(
  report: AuditReport,
  witnesses: readonly { entry: AuditEntryDoc; ledger: { sequence: number; hash: string } }[],
): Promise<void> {
  if (witnesses.length === 0) return;
  const hashes = await ledgerHashes(witnesses.map(({ entry }) => entry.subject.id));
  for (const { entry, ledger } of witnesses) {
    const there = hashes.get(`${entry.subject.id} ${ledger.sequence}`);
    if (there === ledger.hash) continue;
    const problem = there === undefined ? 'missing' : 'altered';
    report.faults.push({ kind: 'ledger', issueId: entry.subject.id, sequence: ledger.sequence, problem });
  }
}

/** Entries that no link holds: just written, or put there by somebody else. */
async function checkStrays(
  report: AuditReport,
  lastLinkOf: ReadonlyMap<string, Types.ObjectId>,
): Promise<void> {
  let batch: Pick<AuditEntryDoc, '_id' | 'writer'>[] = [];
  const check = async () => {
    const linked = await linkedAmong(batch.map(({ _id }) => _id));
    for (const { _id, writer } of batch) {
      if (linked.has(String(_id))) continue;
      const last = lastLinkOf.get(writer);
      const isFresh =
        isId(last) && isId(_id) && _id.getTimestamp().getTime() >= last.getTimestamp().getTime() - graceMs;
      if (isFresh) report.unlinkedEntries += 1;
      else report.faults.push({ kind: 'stray', id: String(_id), chain: String(writer) });
    }
    batch = [];
  };
  const cursor = AuditEntryModel.collection
    .find<Pick<AuditEntryDoc, '_id' | 'writer'>>({}, { projection: { writer: 1 } })
    .sort({ _id: 1 })
    .batchSize(batchSize);
  for await (const entry of cursor) {
    batch.push(entry);
    if (batch.length >= batchSize) await check();
  }
  await check();
}

/** The last line of every issue's ledger must have its witness, unless it is older than the trail. */
async function checkLedgers(report: AuditReport): Promise<void> {
  const first = await AuditBlockModel.findOne({ kind: 'opening' }, { _id: 1 }).sort({ _id: 1 }).lean();
  for await (const heads of issueHeads(batchSize)) {
    const seen = new Set<string>();
    const cursor = AuditEntryModel.collection.find<AuditEntryDoc>(
      { 'subject.id': { $in: heads.map(({ issueId }) => issueId) }, 'ledger.sequence': { $exists: true } },
      { projection: { subject: 1, ledger: 1 } },
    );
    for await (const { subject, ledger } of cursor) seen.add(`${subject.id} ${ledger?.sequence}`);
    for (const { issueId, sequence, entryId } of heads) {
      if (seen.has(`${issueId} ${sequence}`)) continue;
      const isOlder = !first || entryId < first._id;
      if (isOlder) report.olderLedgers += 1;
      else report.faults.push({ kind: 'ledger', issueId, sequence, problem: 'unwitnessed' });
    }
  }
}

function isId(value: unknown): value is Types.ObjectId {
  return value instanceof Types.ObjectId;
}
