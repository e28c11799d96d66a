import { Types } from 'mongoose';
import { createColumns, type ColumnKind, type Columns } from '../../search/columns';
import { follow } from '../../search/follower';
import { attributes } from './attributes';
import { EnterpriseModel, enterpriseWrites, type EnterpriseDoc } from './enterprises.model';
import { storedSize } from './precedence';

/** What the columns need of an enterprise. */
type ColumnDoc = Pick<
  EnterpriseDoc,
  '_id' | 'regionCode' | 'industryCode' | 'foundedOn' | 'facts' | 'changeNumber'
>;
const needed = { regionCode: 1, industryCode: 1, foundedOn: 1, facts: 1, changeNumber: 1 } as const;

/** Enterprises by attribute: numbers, and numbered values. The age follows from the founding day when it is read. */
export function createEnterpriseColumns(): Columns {
  const kinds = Object.values(attributes)
    .filter(({ key }) => key !== 'ageYears')
    .map(({ key, type }): [string, ColumnKind] => [
      key,
      type === 'number' || type === 'amount' || type === 'percent' || type === 'year' ? 'number' : 'value',
    ]);
  return createColumns(Object.fromEntries(kinds));
}

/** Puts an enterprise into columns: the values that `factsOf` gives, without their origins. */
export function putEnterprise(columns: Columns, doc: ColumnDoc): void {
  columns.put(doc._id.toHexString(), doc.changeNumber ?? 0, (set) => {
    const { facts } = doc;
    for (const key in facts) {
      const value = facts[key]?.value;
      if (value !== undefined) set(key, value);
    }
    const size = storedSize(doc);
    set('regionCode', doc.regionCode);
    set('industryCode', doc.industryCode);
    if (size !== 'unknown') set('size', size);
    if (doc.foundedOn) set('foundedOn', doc.foundedOn);
  });
}

/** Reads all enterprises into columns; the highest change number among them. */
async function loadEnterprises(into: Columns): Promise<number> {
  let highest = 0;
  // Past Mongoose: a million documents are read, none is written.
  const all = EnterpriseModel.collection.find<ColumnDoc>({}, { projection: needed, batchSize: 2000 });
  for await (const doc of all.sort({ _id: 1 })) {
    putEnterprise(into, doc);
    highest = Math.max(highest, doc.changeNumber ?? 0);
  }
  return highest;
}

let columns = createEnterpriseColumns();
let seenWrites = 0;

const follower = follow({
  knownNumber: (id) => columns.versionOf(id),
  get knownCount() {
    return columns.size;
  },
  count: () => EnterpriseModel.estimatedDocumentCount(),
  async changedAbove(number) {
    const found = await EnterpriseModel.find({ changeNumber: { $gt: number } }, { changeNumber: 1 }).lean();
    return found.map(({ _id, changeNumber = 0 }) => ({ id: _id.toHexString(), changeNumber }));
  },
  async load(ids) {
    const wanted = ids.map((id) => new Types.ObjectId(id));
    for (const doc of await EnterpriseModel.find({ _id: { $in: wanted } }, needed).lean())
      putEnterprise(columns, doc);
  },
  async loadAll() {
    columns = createEnterpriseColumns();
    return loadEnterprises(columns);
  },
  async forgetGone() {
    const present = new Set<string>();
    for await (const { _id } of EnterpriseModel.collection.find({}, { projection: { _id: 1 } }))
      present.add(_id.toHexString());
    for (let row = 0; row < columns.length; row++)
      if (columns.isAlive(row) && !present.has(columns.idAt(row))) columns.remove(columns.idAt(row));
  },
});

/** All enterprises of the province as columns, up to date with the database: others' changes within half a second. */
export async function readEnterpriseColumns(): Promise<Columns> {
  if (seenWrites !== enterpriseWrites.count) {
    seenWrites = enterpriseWrites.count;
    follower.touch();
  }
  await follower.catchUp();
  return columns;
}
