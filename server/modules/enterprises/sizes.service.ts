import { EnterpriseModel } from './enterprises.model';
import { storedSize } from './precedence';

const batch = 500;

/** Stores the size of enterprises that were written before it was stored, so that lists find them by it; how many. */
export async function fillSizes(): Promise<number> {
  let filled = 0;
  for (;;) {
    const docs = await EnterpriseModel.find({ size: { $exists: false } }, { industryCode: 1, facts: 1 })
      .limit(batch)
      .lean();
    if (docs.length === 0) return filled;
    // Whoever changes the facts meanwhile stores the size as well: theirs stands.
    const { modifiedCount } = await EnterpriseModel.bulkWrite(
      docs.map((doc) => ({
        updateOne: {
          filter: { _id: doc._id, size: { $exists: false } },
          update: { $set: { size: storedSize(doc) } },
        },
      })),
      { ordered: false },
    );
    filled += modifiedCount;
  }
}
