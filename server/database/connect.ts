import type { FastifyBaseLogger } from 'fastify';
import mongoose from 'mongoose';
import { resolve } from 'node:path';
import type { Config } from '../config';
import { launchEmbedded } from './embedded/launch';
import { createAllIndexes } from './indexes';

export interface Database {
  /** What the product stands on, for logs and the health line. */
  kind: 'mongodb' | 'embedded';
  /** Settles only when the embedded engine's process ends by itself. */
  lost: Promise<number | null>;
  close(): Promise<void>;
}

/**
 * Connects Mongoose: to MONGODB_URI where it is set, else to an embedded engine that it starts in a process of its
 * own over DATA_DIR. Resolves when every model's indexes stand.
 */
export async function connect(config: Config, log: FastifyBaseLogger): Promise<Database> {
  const engine = config.mongodbUri
    ? undefined
    : await launchEmbedded({
        entry: resolve('dist/server/embedded.js'),
        dataDir: resolve(config.dataDir, 'database'),
      });
  await mongoose.connect(config.mongodbUri ?? engine?.uri ?? '', {
    autoIndex: false,
    autoCreate: false,
    ...(engine ? { dbName: 'qifutong' } : {}),
  });
  await createAllIndexes();
  const kind = engine ? 'embedded' : 'mongodb';
  log.info({ kind }, 'database connected');
  return {
    kind,
    lost: engine ? engine.exited : new Promise(() => {}),
    async close() {
      await mongoose.disconnect();
      await engine?.stop();
    },
  };
}
