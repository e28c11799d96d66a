import { writeSync } from 'node:fs';
import mongoose from 'mongoose';
import { finishPushes } from '../../server/modules/policies/pushes.service';
import { contextOf } from './context';

/** A process of its own that goes on with pushes that were cut off; says when it begins and when nothing is left. */
async function main([uri = '', dbName = '', now = '']: string[]): Promise<void> {
  await mongoose.connect(uri, { dbName, autoIndex: false, autoCreate: false });
  writeSync(1, 'begins\n');
  const { finished } = await finishPushes(contextOf(undefined, { now: new Date(now) }));
  writeSync(1, `finished ${finished}\n`);
  await mongoose.disconnect();
}

void main(process.argv.slice(2));
