import { randomUUID } from 'node:crypto';
import type { Types } from 'mongoose';
import type { Context } from '../../context';
import { isDuplicateKey } from '../../errors';
import { AuditBlockModel, AuditEntryModel, CheckpointModel } from './audit.model';
import { closingBlock, hashOf, tailOf, type Block } from './chain';
import { idBefore, openChains, openings, settledBy } from './open-chains.service';
import { ownChain, thisProcess } from './chain-writer';
import { writeCheckpoint, type CheckpointLine, type Head } from './checkpoint';
import { appendCheckpoint, readCheckpointFile, sizeOf } from './checkpoint-file';

/** A chain whose process wrote nothing for this long is closed; if it lives, it goes on in a new one. Milliseconds. */
const restingMs = 10 * 60_000;
/** For this long after a chain was closed, what its process left unlinked is looked for. Milliseconds. */
const searchedMs = 60 * 60_000;

/** The file this process appends to, as it stands. */
interface OpenFile {
  path: string;
  id: string;
  sizeBytes: number;
  last?: Pick<CheckpointLine, 'number' | 'hash'>;
  /** The latest head of every chain that the file holds. */
  heads: Map<string, Head>;
  /** Of every chain opened before, the file holds the end. */
  settledBefore?: Types.ObjectId;
}

let openFile: OpenFile | undefined;
let writing: Promise<unknown> = Promise.resolve();

/**
 * Signs the heads of all chains that moved since the last checkpoint and appends them to the file outside the
 * database; nothing where none moved. Issues' ledgers are covered with the chains: each line of a ledger has its hash
 * in the entry that was written with it.
 */
export function takeCheckpoint(ctx: Context): Promise<CheckpointLine | null> {
  const next = writing.then(() => signHeads(ctx));
  writing = next.catch(() => undefined);
  return next;
}

async function signHeads(ctx: Context): Promise<CheckpointLine | null> {
  await ownChain().flush();
  const { checkpointFile, keys } = ctx.environment.config;
  const file = await openedFile(checkpointFile);
  const heads = await movedHeads(file);
  if (heads.length === 0) return null;
  const line = writeCheckpoint(keys.auditPrivateKey, file.id, file.last, { at: ctx.now, heads });
  // Gone until the line is known to be on disk: a failure half-way makes the next attempt read the file again.
  openFile = undefined;
  const sizeBytes = await appendCheckpoint(checkpointFile, file.sizeBytes, line);
  for (const head of heads) file.heads.set(head.chain, head);
  openFile = { ...file, sizeBytes, last: line };
  // The database knows how far the file went: a file cut at its end is found.
  await CheckpointModel.create({ _id: `${line.file}:${line.number}`, ...line });
  return line;
}

async function openedFile(path: string): Promise<OpenFile> {
  if (openFile?.path === path && (await sizeOf(path)) === openFile.sizeBytes) return openFile;
  const found = await readCheckpointFile(path);
  const lines = (found?.lines ?? []).filter((line) => line !== undefined);
  const last = lines.at(-1);
  const heads = new Map(lines.flatMap((line) => line.heads).map((head) => [head.chain, head]));
  return {
    path,
    id: last?.file ?? randomUUID(),
    sizeBytes: found?.wholeBytes ?? 0,
    ...(last ? { last } : {}),
    heads,
  };
}

/** Heads of all chains that aren't where the checkpoints before have them. */
async function movedHeads(file: OpenFile): Promise<Head[]> {
  const known = file.heads;
  const opened = await openings(file.settledBefore);
  const unsettled = opened.filter(({ chain }) => !known.get(chain)?.isClosed);
  file.settledBefore = settledBy(unsettled);
  const chains = unsettled.map(({ chain }) => chain);
  const heads: Head[] = [];
  for (const chain of chains) {
    const last = await lastBlock(chain);
    if (last && known.get(chain)?.number !== last.number) heads.push(headOf(last));
  }
  return heads;
}

function headOf({ chain, number, first, entries, hash, kind }: Block): Head {
  return {
    chain,
    number,
    entries: first + entries.length - 1,
    hash,
    ...(kind === 'closing' ? { isClosed: true as const } : {}),
  };
}

function lastBlock(chain: string): Promise<Block | null> {
  return AuditBlockModel.findOne({ chain }).sort({ number: -1 }).lean();
}

/** Closes the chains of processes that are gone, and links in this process's chain what they had stored and not linked. */
export async function sweepChains(ctx: Context, afterMs = restingMs): Promise<void> {
  const resting = idBefore(afterMs);
  for (const { chain } of await openChains()) {
    if (chain === ownChain().chain) continue;
    const last = await lastBlock(chain);
    if (!last || last.kind === 'closing' || last._id > resting) continue;
    await AuditBlockModel.create(closingBlock(tailOf(last), thisProcess)).catch((error: unknown) => {
      // It lives after all, or another process was first.
      if (!isDuplicateKey(error)) throw error;
    });
  }
  const late = await AuditBlockModel.find({ kind: 'closing', _id: { $gt: idBefore(searchedMs) } }).lean();
  for (const closing of late) await linkStrays(ctx, closing);
}

async function linkStrays(ctx: Context, closing: Block): Promise<void> {
  const before = await AuditBlockModel.findOne({ chain: closing.chain, number: closing.number - 1 }).lean();
  const since = idBefore(restingMs, before?._id ?? closing._id);
  const entries = await AuditEntryModel.collection
    .find({ writer: closing.chain, _id: { $gte: since } })
    .sort({ _id: 1 })
    .toArray();
  const linked = await linkedAmong(entries.map(({ _id }) => _id));
  const own = ownChain();
  for (const entry of entries) {
    if (linked.has(entry._id.toHexString())) continue;
    await own.open();
    own.note(entry._id, hashOf(entry), ctx.log);
  }
  await own.flush();
}

/** Which of these entries some link holds. */
export async function linkedAmong(ids: readonly Types.ObjectId[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const blocks = await AuditBlockModel.collection
    .find<Block>({ 'entries.id': { $in: [...ids] } }, { projection: { entries: 1 } })
    .toArray();
  return new Set(blocks.flatMap(({ entries }) => entries.map(({ id }) => String(id))));
}

/** Each minute: closes the chains of processes that are gone, then signs how far all chains have come. */
export async function keepCheckpoints(ctx: Context): Promise<void> {
  await sweepChains(ctx);
  await takeCheckpoint(ctx);
}

/**
 * Closes this process's chain when it stops and, where it runs the jobs, takes the last checkpoint: of processes that
 * only answer requests another one signs the end.
 */
export async function closeAudit(ctx: Context): Promise<void> {
  await ownChain().close();
  if (ctx.environment.config.role !== 'api') await takeCheckpoint(ctx);
}
