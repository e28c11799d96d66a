import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import mongoose, { Types, type mongo } from 'mongoose';
import { blockHash, hashOf, type Block } from '../../../server/modules/audit/chain';
import { parseCheckpoint, writeCheckpoint, checkpointText } from '../../../server/modules/audit/checkpoint';
import { ownChain } from '../../../server/modules/audit/chain-writer';
import { verifyAudit } from '../../../server/modules/audit/verification.service';
import { aHistory, anAuditedContext } from '../../support/audit';
import { useDatabase } from '../../support/database';
import { createRandom } from '../../../server/demonstration/random';

useDatabase();

/** One fixed seed and a fresh one, which stands in the test's name. */
const seeds = [20261125, Math.trunc(Math.random() * 2 ** 31)];
const runs = process.env.FULL ? 1_000 : 48;
const histories = process.env.FULL ? 20 : 2;

type Doc = mongo.WithId<mongo.Document>;
interface Trail {
  entries: Doc[];
  blocks: (Doc & Block)[];
  checkpoints: Doc[];
  file: string;
}
const collection = (name: keyof Omit<Trail, 'file'>) => mongoose.connection.collection(`audit_${name}`);
const all = (name: keyof Omit<Trail, 'file'>) => collection(name).find({}).sort({ _id: 1 }).toArray();

async function readTrail(path: string): Promise<Trail> {
  return {
    entries: await all('entries'),
    blocks: (await all('blocks')) as (Doc & Block)[],
    checkpoints: await all('checkpoints'),
    file: readFileSync(path, 'utf8'),
  };
}

async function restore(trail: Trail, path: string): Promise<void> {
  for (const name of ['entries', 'blocks', 'checkpoints'] as const) {
    await collection(name).deleteMany({});
    await collection(name).insertMany(trail[name]);
  }
  writeFileSync(path, trail.file);
}

const one = <T>(random: () => number, from: readonly T[]): T => {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
};
/** Another value of the same kind. */
function other(random: () => number, value: unknown): unknown {
  if (typeof value === 'string')
    return `${value.slice(1)}${one(random, ['0', 'x', '张'])}${value.slice(0, 1)}`;
  if (typeof value === 'number') return value + 100 + Math.floor(random() * 3);
  if (value instanceof Date) return new Date(value.getTime() + 1 + Math.floor(random() * 1e7));
  if (value instanceof Types.ObjectId) return new Types.ObjectId();
  if (Array.isArray(value)) return [...value, new Types.ObjectId()];
  return { ...(value as object), more: 1 };
}
const chainOf = (trail: Trail, chain: string) =>
  trail.blocks.filter((block) => block.chain === chain).sort((a, b) => a.number - b.number);
const linesOf = (trail: Trail) => trail.file.split('\n').slice(0, -1);
const asFile = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/** Rewrites a chain from one link on, so that it hangs together again. */
async function recompute(trail: Trail, chain: string, change: (blocks: Block[]) => void): Promise<void> {
  const blocks = chainOf(trail, chain).map((block) => structuredCloneOf(block));
  change(blocks);
  let before: Block | undefined;
  for (const block of blocks) {
    if (before) {
      block.previousHash = before.hash;
      block.first = before.first + before.entries.length;
      block.number = before.number + 1;
    }
    block.hash = blockHash(block);
    before = block;
  }
  await collection('blocks').deleteMany({ chain });
  await collection('blocks').insertMany(blocks as never[]);
}
const structuredCloneOf = (block: Block): Block => ({
  ...block,
  entries: block.entries.map((entry) => ({ ...entry })),
});

/** Ways to tamper with the trail, each by the database's driver or in the checkpoint file. */
const tamperings: Record<string, (trail: Trail, random: () => number, path: string) => Promise<unknown>> = {
  'alters a field of an entry': async (trail, random) => {
    const entry = one(random, trail.entries);
    const field = one(
      random,
      Object.keys(entry).filter((name) => name !== '_id'),
    );
    await collection('entries').updateOne(
      { _id: entry._id },
      { $set: { [field]: other(random, entry[field]) } },
    );
  },
  'takes a field from an entry': async (trail, random) => {
    const entry = one(random, trail.entries);
    const field = one(
      random,
      Object.keys(entry).filter((name) => name !== '_id'),
    );
    await collection('entries').updateOne({ _id: entry._id }, { $unset: { [field]: 1 } });
  },
  'adds a field to an entry': async (trail, random) =>
    collection('entries').updateOne({ _id: one(random, trail.entries)._id }, { $set: { note: 'x' } }),
  'removes an entry': async (trail, random) =>
    collection('entries').deleteOne({ _id: one(random, trail.entries)._id }),
  'gives an entry another id': async (trail, random) => {
    const entry = one(random, trail.entries);
    await collection('entries').deleteOne({ _id: entry._id });
    await collection('entries').insertOne({ ...entry, _id: new Types.ObjectId() });
  },
  'exchanges what two entries say': async (trail, random) => {
    const a = one(random, trail.entries);
    const b = one(
      random,
      trail.entries.filter((entry) => hashOf({ ...entry, _id: a._id }) !== hashOf(a)),
    );
    await collection('entries').replaceOne({ _id: a._id }, { ...b, _id: a._id });
    await collection('entries').replaceOne({ _id: b._id }, { ...a, _id: b._id });
  },
  'puts in an entry that no chain holds': async (trail, random) => {
    const entry = one(random, trail.entries);
    const past = Types.ObjectId.createFromTime(Math.floor(Date.now() / 1000) - 3600);
    await collection('entries').insertOne({ ...entry, _id: past });
  },
  'puts in an entry of a writer nobody knows': async (trail, random) =>
    collection('entries').insertOne({
      ...one(random, trail.entries),
      _id: new Types.ObjectId(),
      writer: 'nobody',
    }),
  'alters a field of a link': async (trail, random) => {
    const block = one(random, trail.blocks);
    const field = one(
      random,
      Object.keys(block).filter((name) => name !== '_id'),
    );
    await collection('blocks').updateOne(
      { _id: block._id },
      { $set: { [field]: other(random, block[field]) } },
    );
  },
  'removes a link': async (trail, random) =>
    collection('blocks').deleteOne({ _id: one(random, trail.blocks)._id }),
  'exchanges two links': async (trail, random) => {
    const block = one(
      random,
      trail.blocks.filter(({ number }) => number > 0),
    );
    const before = chainOf(trail, block.chain)[block.number - 1];
    if (!before) throw new Error('no link before');
    await collection('blocks').deleteMany({ _id: { $in: [block._id, before._id] } });
    await collection('blocks').insertMany([
      { ...block, number: before.number },
      { ...before, number: block.number },
    ]);
  },
  'cuts the tail of a chain': async (trail, random) => {
    const block = one(
      random,
      trail.blocks.filter(({ number }) => number > 0),
    );
    const tail = chainOf(trail, block.chain).filter(({ number }) => number >= block.number);
    await collection('blocks').deleteMany({ _id: { $in: tail.map(({ _id }) => _id) } });
    const ids = tail.flatMap(({ entries }) => entries.map(({ id }) => id));
    await collection('entries').deleteMany({ _id: { $in: ids } });
  },
  'removes a whole chain': async (trail, random) => {
    const { chain } = one(random, trail.blocks);
    await collection('blocks').deleteMany({ chain });
    await collection('entries').deleteMany({ writer: chain });
  },
  'removes the whole trail from the database': async () => {
    await collection('blocks').deleteMany({});
    await collection('entries').deleteMany({});
  },
  'alters an entry and recomputes its whole chain': async (trail, random) => {
    const block = one(
      random,
      trail.blocks.filter(({ entries }) => entries.length > 0),
    );
    const place = Math.floor(random() * block.entries.length);
    const id = block.entries[place]?.id;
    const entry = trail.entries.find(({ _id }) => id?.equals(_id));
    if (!entry) throw new Error('no entry');
    const altered = { ...entry, action: 'thing.forged' };
    await collection('entries').replaceOne({ _id: entry._id }, altered);
    await recompute(trail, block.chain, (blocks) => {
      const held = blocks[block.number]?.entries[place];
      if (held) held.hash = hashOf(altered);
    });
  },
  'removes an entry and recomputes its whole chain': async (trail, random) => {
    const block = one(
      random,
      trail.blocks.filter(({ entries }) => entries.length > 0),
    );
    const place = Math.floor(random() * block.entries.length);
    await collection('entries').deleteOne({ _id: block.entries[place]?.id as Types.ObjectId });
    await recompute(trail, block.chain, (blocks) => blocks[block.number]?.entries.splice(place, 1));
  },
  'reorders entries and recomputes their whole chain': async (trail, random) => {
    const block = one(
      random,
      trail.blocks.filter(({ entries }) => entries.length > 1),
    );
    await recompute(trail, block.chain, (blocks) => blocks[block.number]?.entries.reverse());
  },
  'writes on after a chain was closed': async (trail, random) => {
    const { chain } = one(random, trail.blocks);
    await recompute(trail, chain, (blocks) => {
      const last = blocks.at(-1);
      if (last) blocks.push({ ...last, _id: new Types.ObjectId(), kind: undefined, entries: [] });
    });
  },
  'alters a letter of the checkpoint file': async (trail, random, path) => {
    const at = Math.floor(random() * (trail.file.length - 1));
    const letter = trail.file[at] === 'a' ? 'b' : 'a';
    writeFileSync(path, trail.file.slice(0, at) + letter + trail.file.slice(at + 1));
  },
  'removes a line of the checkpoint file': async (trail, random, path) => {
    const lines = linesOf(trail);
    lines.splice(Math.floor(random() * lines.length), 1);
    writeFileSync(path, asFile(lines));
  },
  'exchanges two lines of the checkpoint file': async (trail, random, path) => {
    const lines = linesOf(trail);
    const at = Math.floor(random() * (lines.length - 1));
    lines.splice(at, 2, ...lines.slice(at, at + 2).reverse());
    writeFileSync(path, asFile(lines));
  },
  'cuts the end of the checkpoint file': async (trail, random, path) =>
    writeFileSync(path, trail.file.slice(0, Math.floor(random() * (trail.file.length - 1)))),
  'removes the checkpoint file': async (_trail, _random, path) => rmSync(path),
  'writes the checkpoint file anew with another key': async (trail, _random, path) => {
    const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
    let before: ReturnType<typeof parseCheckpoint>;
    const lines = linesOf(trail).map((text) => {
      const line = parseCheckpoint(text);
      if (!line) throw new Error('no checkpoint');
      before = writeCheckpoint(key.toString('base64'), line.file, before, line);
      return checkpointText(before);
    });
    writeFileSync(path, asFile(lines));
  },
};

it.each(seeds)(
  `the audit trail finds each of ${runs} random tamperings, and nothing in ${histories} untouched histories (seed %i)`,
  async (seed) => {
    const random = createRandom(seed).next;
    const names = Object.keys(tamperings);
    const missed: string[] = [];
    let count = 0;
    for (let history = 0; history < histories; history += 1) {
      await ownChain().close();
      for (const name of ['entries', 'blocks', 'checkpoints'] as const) await collection(name).deleteMany({});
      const ctx = anAuditedContext();
      await aHistory(ctx, random);
      const trail = await readTrail(ctx.checkpointFile);
      expect((await verifyAudit(ctx.environment.config)).faults).toEqual([]);
      for (; count < ((history + 1) * runs) / histories; count += 1) {
        const name = names[count % names.length] ?? '';
        await tamperings[name]?.(trail, random, ctx.checkpointFile);
        const { faults } = await verifyAudit(ctx.environment.config);
        if (faults.length === 0) missed.push(`${name} (tampering ${count})`);
        await restore(trail, ctx.checkpointFile);
      }
      expect((await verifyAudit(ctx.environment.config)).faults).toEqual([]);
    }
    expect(missed).toEqual([]);
    expect(count).toBe(runs);
  },
  1_200_000,
);
