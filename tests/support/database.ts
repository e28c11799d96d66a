import mongoose from 'mongoose';
import { createAllIndexes } from '../../server/database/indexes';

/** Connects this test file to a database of its own on the real driver, and drops it afterwards. Call at file level. */
export function useDatabase(): void {
  beforeAll(async () => {
    const uri = process.env.TEST_MONGODB_URI ?? process.env.TEST_DATABASE_URI;
    if (!uri) throw new Error('no database for tests: TEST_DATABASE_URI is not set');
    await mongoose.connect(uri, {
      dbName: `t${process.pid}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`,
      autoIndex: false,
      autoCreate: false,
    });
    await createAllIndexes();
  });
  afterAll(async () => {
    await mongoose.connection.dropDatabase();
    await mongoose.disconnect();
  });
}
