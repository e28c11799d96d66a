import mongoose from 'mongoose';
import '../../../server/app';
import { createAllIndexes } from '../../../server/database/indexes';
import { useDatabase } from '../../support/database';

useDatabase();

const people = () => mongoose.connection.collection('people');
const responsibilities = () => mongoose.connection.collection('responsibilities');
const indexesOf = async (collection: ReturnType<typeof people>) =>
  Object.fromEntries((await collection.indexes()).map((index) => [index.name ?? '', index]));

describe('the indexes of a database that an older version made', () => {
  it('are built anew where another one stands under the name; the rest stays', async () => {
    await people().dropIndex('openid_1');
    await people().createIndex({ openid: 1 }, { unique: true });
    await people().createIndex({ name: 1 }, { name: 'operators_own' });
    await createAllIndexes();
    const found = await indexesOf(people());
    expect(found.openid_1).toMatchObject({ unique: true, sparse: true });
    expect(found.operators_own).toMatchObject({ key: { name: 1 } });
  });

  it('are built anew where the name was given to other fields', async () => {
    const name = 'field_1_regionCode_1';
    await responsibilities().dropIndex(name);
    await responsibilities().createIndex({ regionCode: 1 }, { name });
    await createAllIndexes();
    const found = await indexesOf(responsibilities());
    expect(found[name]).toMatchObject({ key: { field: 1, regionCode: 1 }, unique: true });
  });

  it('stay as they are where an operator’s index covers the same fields: the start says so', async () => {
    await people().dropIndex('openid_1');
    await people().createIndex({ openid: 1 }, { name: 'operators_openid', unique: true, sparse: true });
    await expect(createAllIndexes()).rejects.toMatchObject({ code: 85 });
    expect(await indexesOf(people())).toHaveProperty('operators_openid');
    await people().dropIndex('operators_openid');
    await createAllIndexes();
    expect(await indexesOf(people())).toHaveProperty('openid_1');
  });

  it('are made by two processes that start at once', async () => {
    await people().dropIndex('openid_1');
    await people().createIndex({ openid: 1 }, { unique: true });
    await Promise.all([createAllIndexes(), createAllIndexes()]);
    expect((await indexesOf(people())).openid_1).toMatchObject({ unique: true, sparse: true });
  });
});
