import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { BSON } from 'mongodb';
import mongoose, { type Connection, type Model } from 'mongoose';

import { launchEmbedded } from '../../server/database/embedded/launch';
import type { Row } from './support/row';

interface Item {
  _id: number;
  code: string;
  region: string;
  at: Date;
  [field: string]: unknown;
}

const CALLERS = 16;

/** A document about as large and as varied as the product's. */
function anItem(i: number): Item {
  return {
    _id: i,
    code: `91410100${String(i).padStart(10, '0')}`,
    region: `41${String(i % 160).padStart(4, '0')}`,
    at: new Date(1_700_000_000_000 + i * 60_000),
    title: `关于支持企业高质量发展的若干政策措施 ${i}`,
    status: ['open', 'closed', 'waiting'][i % 3],
    amountFen: (i * 7919) % 100_000_000,
    tags: ['高新技术', '专精特新', '双百企业'].slice(0, (i % 3) + 1),
    contact: { name: '张三', phone: '138****0000', seen: i % 2 === 0 },
    body: '为贯彻落实党中央、国务院决策部署，结合我省实际，制定本措施。'.repeat(3),
  };
}

const schema = new mongoose.Schema<Item>(
  { _id: Number, code: String, region: String, at: Date },
  { strict: false, versionKey: false, collection: 'items', autoIndex: false, autoCreate: false },
);
schema.index({ code: 1 });
schema.index({ region: 1, at: -1 });

/** A connection and its model, to the engine or to the constant server. */
interface Side {
  connection: Connection;
  model: Model<Item>;
}

async function connectSide(uri: string): Promise<Side> {
  const connection = await mongoose
    .createConnection(uri, { dbName: 'bench', maxPoolSize: 64, monitorCommands: false })
    .asPromise();
  return { connection, model: connection.model<Item>('Item', schema) };
}

/** Runs `work` for numbers below `count` from so many callers at once; returns calls per second. */
async function rate(count: number, callers: number, work: (i: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < count) {
        const i = next;
        next += 1;
        await work(i);
      }
    }),
  );
  return count / ((performance.now() - started) / 1000);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** The constant server with the means to tell it what to answer. */
class ConstantServer {
  private readonly child: ChildProcess;
  readonly uri: string;

  constructor(folder: string) {
    const socket = join(folder, 'constant.sock');
    this.uri = `mongodb://${encodeURIComponent(socket)}/?directConnection=true`;
    this.child = fork(resolve('tests/bench/constant-server.mjs'), [socket, join(folder, 'constant.log')]);
  }

  ready(): Promise<void> {
    return new Promise((done, reject) => {
      this.child.once('message', () => done());
      this.child.once('exit', (code) => reject(new Error(`the constant server ended with ${code}`)));
    });
  }

  /** Sets the constants, and whether writes are appended and synced before they are answered. */
  async set(replies: Record<string, object>, syncs: boolean): Promise<void> {
    const encoded = Object.fromEntries(
      Object.entries(replies).map(([name, reply]) => [
        name,
        Buffer.from(BSON.serialize(reply)).toString('base64'),
      ]),
    );
    const done = new Promise<void>((resolved) => this.child.once('message', () => resolved()));
    this.child.send({ replies: encoded, syncs });
    await done;
  }

  stop(): void {
    this.child.disconnect();
  }
}

/** Memory of the process's own; pages of the mapped data file, which the kernel may drop at any time, are left out. */
function privateMegabytes(pid: number): number | undefined {
  const path = `/proc/${pid}/smaps_rollup`;
  if (!existsSync(path)) return undefined;
  const kilobytes = [...readFileSync(path, 'utf8').matchAll(/^Anonymous:\s+(\d+)/gm)].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  );
  return kilobytes / 1024;
}

interface Metric {
  name: string;
  goal: number;
  calls: number;
  callers: number;
  isWrite: boolean;
  run(model: Model<Item>, i: number, round: number): Promise<unknown>;
}

function metrics(size: number, scale: number): Metric[] {
  const pick = (i: number): number => (i * 7919) % size;
  const page = (model: Model<Item>, i: number): Promise<unknown> =>
    model
      .find({ region: anItem(pick(i)).region })
      .sort({ at: -1 })
      .limit(20)
      .lean()
      .exec();
  let inserted = size;
  return [
    {
      name: 'find by id',
      goal: 0.8,
      calls: 4000 * scale,
      callers: CALLERS,
      isWrite: false,
      run: (model, i) => model.findById(pick(i)).lean().exec(),
    },
    {
      name: 'find by indexed equality',
      goal: 0.7,
      calls: 4000 * scale,
      callers: CALLERS,
      isWrite: false,
      run: (model, i) =>
        model
          .findOne({ code: anItem(pick(i)).code })
          .lean()
          .exec(),
    },
    {
      name: 'indexed page of 20',
      goal: 0.7,
      calls: 1000 * scale,
      callers: CALLERS,
      isWrite: false,
      run: page,
    },
    {
      name: 'durable single insert',
      goal: 0.5,
      calls: 1500 * scale,
      callers: CALLERS,
      isWrite: true,
      run: (model) => {
        inserted += 1;
        return model.collection.insertOne(anItem(inserted) as never);
      },
    },
    {
      name: 'durable findOneAndUpdate',
      goal: 0.5,
      calls: 1500 * scale,
      callers: CALLERS,
      isWrite: true,
      run: (model, i) =>
        model
          .findOneAndUpdate({ _id: pick(i) }, { $inc: { hits: 1 } })
          .lean()
          .exec(),
    },
    {
      name: 'one hot document, 64 callers',
      goal: 0.5,
      calls: 2000 * scale,
      callers: 64,
      isWrite: true,
      run: (model) =>
        model
          .findOneAndUpdate({ _id: 1 }, { $inc: { hits: 1 } })
          .lean()
          .exec(),
    },
  ];
}

/** The constants for a metric: the true answers to it. */
async function constants(engine: Side, metric: Metric): Promise<Record<string, object>> {
  const { db } = engine.connection;
  const hello = await db!.admin().command({ hello: 1 });
  const legacy = await db!.admin().command({ isMaster: 1 });
  const found = (docs: unknown[]): object => ({
    cursor: { firstBatch: docs, id: BSON.Long.ZERO, ns: 'bench.items' },
    ok: 1,
  });
  const docs = metric.name.includes('page')
    ? await engine.model
        .find({ region: anItem(1).region })
        .sort({ at: -1 })
        .limit(20)
        .lean()
        .exec()
    : [await engine.model.findById(1).lean().exec()];
  return {
    ok: { ok: 1 },
    hello,
    isMaster: legacy,
    legacyHello: legacy,
    find: found(docs),
    insert: { n: 1, ok: 1 },
    findAndModify: { lastErrorObject: { n: 1, updatedExisting: true }, value: docs[0], ok: 1 },
  };
}

async function load(model: Model<Item>, from: number, to: number): Promise<number> {
  const started = performance.now();
  for (let i = from; i < to; i += 1000) {
    await model.collection.insertMany(
      Array.from({ length: Math.min(1000, to - i) }, (_, k) => anItem(i + k)) as never[],
    );
  }
  return (to - from) / ((performance.now() - started) / 1000);
}

function ratioRow(metric: Metric, engine: readonly number[], baseline: readonly number[], note: string): Row {
  const ratios = engine.map((value, i) => value / baseline[i]!);
  const ratio = median(ratios);
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  return {
    metric: metric.name,
    value: Math.round(median(engine)),
    unit: 'calls/s',
    goal: metric.goal,
    better: 'higher',
    met: ratio >= metric.goal,
    baseline: Math.round(median(baseline)),
    ratio: Number(ratio.toFixed(2)),
    note: `${note}; ratio ${spread}`,
  };
}

async function compare(
  engine: Side,
  constant: Side,
  server: ConstantServer,
  metric: Metric,
  rounds: number,
): Promise<Row[]> {
  const replies = await constants(engine, metric);
  const results = { engine: [] as number[], syncing: [] as number[], plain: [] as number[] };
  const warm = Math.min(300, metric.calls);
  await server.set(replies, true);
  await rate(warm, metric.callers, (i) => metric.run(engine.model, i, -1));
  await rate(warm, metric.callers, (i) => metric.run(constant.model, i, -1));
  for (let round = 0; round < rounds; round += 1) {
    results.engine.push(await rate(metric.calls, metric.callers, (i) => metric.run(engine.model, i, round)));
    await server.set(replies, true);
    results.syncing.push(
      await rate(metric.calls, metric.callers, (i) => metric.run(constant.model, i, round)),
    );
    if (!metric.isWrite) continue;
    await server.set(replies, false);
    results.plain.push(await rate(metric.calls, metric.callers, (i) => metric.run(constant.model, i, round)));
  }
  const rows = [
    ratioRow(
      metric,
      results.engine,
      results.syncing,
      metric.isWrite ? 'baseline appends and syncs each group' : 'lean, through Mongoose',
    ),
  ];
  if (metric.isWrite) {
    const plain = ratioRow(metric, results.engine, results.plain, 'baseline only answers');
    rows.push({ ...plain, metric: `${metric.name} (plain)`, goal: null, met: null });
  }
  return rows;
}

/** Time to load and read at growing sizes, which may grow no faster than n log n. */
async function growth(entry: string, sizes: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  let before: { size: number; seconds: number } | undefined;
  for (const size of sizes) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    const engine = await launchEmbedded({ entry, dataDir: folder });
    const side = await connectSide(engine.uri);
    await side.model.createIndexes();
    const started = performance.now();
    await load(side.model, 0, size);
    for await (const doc of side.model.find().lean().cursor({ batchSize: 1000 })) if (!doc) break;
    const seconds = (performance.now() - started) / 1000;
    const allowed = before ? ((size * Math.log(size)) / (before.size * Math.log(before.size))) * 1.3 : null;
    const factor = before ? seconds / before.seconds : null;
    rows.push({
      metric: `load and read ${size}`,
      value: Number(seconds.toFixed(2)),
      unit: 's',
      goal: allowed && before ? Number((allowed * before.seconds).toFixed(2)) : null,
      better: 'lower',
      met: allowed && factor ? factor <= allowed : null,
      baseline: before ? Number(before.seconds.toFixed(2)) : null,
      ratio: factor ? Number(factor.toFixed(2)) : null,
      note: 'against the size before; n log n with 30 % for noise',
    });
    before = { size, seconds };
    await side.connection.close();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

/** Measures the embedded database against a server that answers with constants, in the same run. */
export async function bench({ quick }: { quick: boolean }): Promise<Row[]> {
  const entry = resolve(process.env.EMBEDDED_ENTRY ?? 'dist/server/embedded.js');
  const size = quick ? 20_000 : 200_000;
  const rounds = quick ? 3 : 5;
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const engine = await launchEmbedded({ entry, dataDir: join(folder, 'data') });
  const server = new ConstantServer(folder);
  await server.ready();
  const rows: Row[] = [];
  try {
    const side = await connectSide(engine.uri);
    await side.model.createIndexes();
    const loaded = await load(side.model, 0, size);
    rows.push({
      metric: 'insertMany',
      value: Math.round(loaded),
      unit: 'documents/s',
      goal: 12_000,
      better: 'higher',
      met: loaded >= 12_000,
      baseline: null,
      ratio: null,
      note: `${size} documents, two indexes`,
    });
    const list = metrics(size, quick ? 1 : 4);
    await server.set(await constants(side, list[0]!), false);
    const constant = await connectSide(server.uri);
    for (const metric of list) rows.push(...(await compare(side, constant, server, metric, rounds)));
    const started = performance.now();
    let read = 0;
    for await (const doc of side.model.find().lean().cursor({ batchSize: 1000 })) if (doc) read += 1;
    rows.push({
      metric: 'cursor',
      value: Math.round(read / ((performance.now() - started) / 1000)),
      unit: 'documents/s',
      goal: null,
      better: 'higher',
      met: null,
      baseline: null,
      ratio: null,
      note: `${read} documents, lean`,
    });
    const memory = privateMegabytes(engine.pid);
    if (memory !== undefined)
      rows.push({
        metric: 'private memory',
        value: Math.round(memory),
        unit: 'MB',
        goal: 200,
        better: 'lower',
        met: memory < 200,
        baseline: null,
        ratio: null,
        note: 'after the whole load',
      });
    await side.connection.close();
    await constant.connection.close();
  } finally {
    server.stop();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  rows.push(...(await growth(entry, quick ? [2000, 20_000] : [10_000, 100_000, 1_000_000])));
  return rows;
}
