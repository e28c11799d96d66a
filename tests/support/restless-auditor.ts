import { writeSync } from 'node:fs';
import mongoose from 'mongoose';
import { Types } from 'mongoose';
import { recordAudit } from '../../server/modules/audit/audit.service';
import { aRecord, inTransaction } from './audit';
import { contextOf } from './context';

/**
 * A process of its own that writes audit entries without end, alone and in transactions that commit or are rolled back,
 * several at once, until it is killed. Says on its standard output which record's entry stands.
 */
async function main([uri = '', dbName = '']: string[]): Promise<void> {
  await mongoose.connect(uri, { dbName, autoIndex: false, autoCreate: false });
  const ctx = contextOf();
  const writer = async (lane: number) => {
    for (let n = lane; ; n += 1) {
      const id = new Types.ObjectId().toHexString();
      if (n % 3 === 0) await recordAudit(ctx, aRecord('thing.changed', id));
      else await inTransaction(ctx, aRecord('thing.moved', id), n % 3 === 1);
      if (n % 3 !== 2) writeSync(1, `stands ${id}\n`);
    }
  };
  await Promise.all([0, 1, 2, 3].map(writer));
}

void main(process.argv.slice(2));
