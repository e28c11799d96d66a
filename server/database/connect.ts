import type { FastifyBaseLogger } from 'fastify';
import mongoose from 'mongoose';
import { resolve } from 'node:path';
import { StartError, type Config } from '../config';
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
 * @throws StartError when another process uses the folder
 */
export async function connect(config: Config, log: FastifyBaseLogger): Promise<Database> {
  const engine = config.mongodbUri
    ? undefined
    : await launchEmbedded({
        entry: resolve('dist/server/embedded.js'),
        dataDir: resolve(config.dataDir, 'database'),
      }).catch((error: unknown) => {
        throw folderInUse(error, config.dataDir);
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

function folderInUse(error: unknown, dataDir: string): unknown {
  if (!(error instanceof Error) || !error.message.includes('is in use by')) return error;
  return new StartError(
    `${dataDir} 里的数据库正由另一个进程使用，多半是正在运行的 npm start。\n请先停下它，或用 DATA_DIR、MONGODB_URI 指定另一个数据库。`,
  );
}
