import { writeSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import mongoose from 'mongoose';
import { buildApp } from '../../server/app';
import { anEnvironment } from './context';

/** A process of its own that answers the API over a test's database with the test's key, until it is killed. */
async function main([uri = '', dbName = '', linkKey = '']: string[]): Promise<void> {
  await mongoose.connect(uri, { dbName, autoIndex: false, autoCreate: false });
  const environment = anEnvironment();
  const { config } = environment;
  const app = await buildApp({ ...environment, config: { ...config, keys: { ...config.keys, linkKey } } });
  await app.listen({ host: '127.0.0.1', port: 0 });
  writeSync(1, `listens ${(app.server.address() as AddressInfo).port}\n`);
}

void main(process.argv.slice(2));
