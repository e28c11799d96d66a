import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { MongoClient, type Db, type MongoClientOptions } from 'mongodb';

import {
  launchEmbedded,
  type EmbeddedDatabase,
  type LaunchOptions,
} from '../../../server/database/embedded/launch';

/** The built engine, which the run's global setup keeps current; another build can be named. */
export const ENTRY = resolve(process.env.EMBEDDED_ENTRY ?? 'dist/server/embedded.js');

/** An engine of its own for one test file, with a connected client. */
export interface TestEngine {
  engine: EmbeddedDatabase;
  client: MongoClient;
  db: Db;
  dataDir: string;
}

/** A fresh empty folder under the system's temporary one. */
export function aFolder(): string {
  return mkdtempSync(join(tmpdir(), 'embedded-'));
}

/** Starts an engine over a folder (a fresh one unless given) and connects to it. */
export async function startEngine(
  options: Partial<LaunchOptions> = {},
  clientOptions: MongoClientOptions = {},
): Promise<TestEngine> {
  if (!existsSync(ENTRY)) throw new Error(`${ENTRY} is missing: the server is not built`);
  const dataDir = options.dataDir ?? aFolder();
  const engine = await launchEmbedded({ entry: ENTRY, testCommands: true, ...options, dataDir });
  const client = new MongoClient(engine.uri, { serverSelectionTimeoutMS: 5000, ...clientOptions });
  await client.connect();
  return { engine, client, db: client.db('test'), dataDir };
}

/** Ends an engine and removes its folder. */
export async function stopEngine({ engine, client, dataDir }: TestEngine): Promise<void> {
  await client.close();
  await engine.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** An engine for all tests of a file: started before them, stopped after them. Call at file level. */
export function useEngine(
  options: Partial<LaunchOptions> = {},
  clientOptions: MongoClientOptions = {},
): TestEngine {
  const held = {} as TestEngine;
  beforeAll(async () => {
    Object.assign(held, await startEngine(options, clientOptions));
  });
  afterAll(() => stopEngine(held));
  return held;
}
