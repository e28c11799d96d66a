import { mongo, Types } from 'mongoose';
import type { Context } from '../../context';
import { isDuplicateKey } from '../../errors';
import { readEnterpriseColumns } from '../enterprises/columns.service';
import { dayOf } from '../issues/calendar';
import { rowsWithin, scanRows, type Chosen } from './audience-scan';
import { itemsOf, regionsOf } from './briefing-audience.service';
import { BriefingDeliveryModel, type BriefingDeliveryDoc, type BriefingDoc } from './briefings.model';
import { reasonWriter } from './delivery-reasons';

/** Deliveries written in one go. */
const batchSize = 1000;

/**
 * Settles which enterprises get a briefing and why: one record each, in order of their ids, judged as of the push also
 * when it is finished later. `onProgress` is told after every batch up to which enterprise that is done; a plan that
 * was cut off goes on after the last one told. Only one batch of records stands in memory.
 */
export async function planDeliveries(
  ctx: Context,
  briefing: BriefingDoc,
  onProgress: (through: Types.ObjectId) => Promise<void>,
): Promise<void> {
  const at = briefing.sentAt ?? ctx.now;
  const items = await itemsOf(briefing, dayOf(at));
  const columns = await readEnterpriseColumns();
  const reasonsOf = reasonWriter(items, columns, at);
  const settled = briefing.plannedThrough?.toHexString() ?? '';
  const rows = rowsWithin(columns, await regionsOf(briefing));
  const rest = rows.subarray(firstAfter(rows, (row) => columns.idAt(row) > settled));
  const idOf = (row: number) => new Types.ObjectId(columns.idAt(row));
  const toDelivery = (chosen: Chosen): BriefingDeliveryDoc => ({
    _id: new Types.ObjectId(),
    briefingId: briefing._id,
    enterpriseId: idOf(chosen.row),
    deliveredAt: at,
    reasons: reasonsOf(chosen),
  });
  const rules = items.map(({ item }) => item.rule);
  await scanRows(columns, rest, rules, at, async (chosen, batch) => {
    // All at once, before the first wait: a row may change while the records are being written.
    const deliveries = chosen.map(toDelivery);
    for (let start = 0; start < deliveries.length; start += batchSize)
      await writeDeliveries(deliveries.slice(start, start + batchSize));
    const end = batch.at(-1);
    if (end !== undefined) await onProgress(idOf(end));
  });
}

/** Place of the first row that passes, where all rows after it pass too. */
function firstAfter(rows: Uint32Array, passes: (row: number) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(rows[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Writes deliveries that aren't there yet; where a firm has opened the card already, its record is completed. */
async function writeDeliveries(deliveries: BriefingDeliveryDoc[]): Promise<void> {
  // Past Mongoose: what is written here is built here, a million times.
  const { collection } = BriefingDeliveryModel;
  try {
    await collection.insertMany(deliveries, { ordered: false });
  } catch (error) {
    const there = duplicatesIn(error, deliveries);
    await collection.bulkWrite(
      there.map(({ briefingId, enterpriseId, deliveredAt, reasons }) => ({
        updateOne: {
          filter: { briefingId, enterpriseId, deliveredAt: { $exists: false } },
          update: { $set: { deliveredAt, reasons } },
        },
      })),
      { ordered: false },
    );
  }
}

/** The deliveries whose enterprise has a record already; every other failure is thrown again. */
function duplicatesIn(error: unknown, deliveries: BriefingDeliveryDoc[]): BriefingDeliveryDoc[] {
  if (!(error instanceof mongo.MongoBulkWriteError) || !isDuplicateKey(error)) throw error;
  const failures = [error.writeErrors].flat();
  if (failures.some(({ code }) => code !== error.code)) throw error;
  return failures.flatMap(({ index }) => deliveries[index] ?? []);
}
