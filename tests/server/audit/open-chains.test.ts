import { randomUUID } from 'node:crypto';
import { Types } from 'mongoose';
import { AuditBlockModel } from '../../../server/modules/audit/audit.model';
import { auditState } from '../../../server/modules/audit/audit-reading.service';
import { closingBlock, openingBlock, tailOf } from '../../../server/modules/audit/chain';
import { openChains, openings, settledBy } from '../../../server/modules/audit/open-chains.service';
import { officerIn } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anOrganization } from '../../support/organizations';

useDatabase();

const by = { host: 'h', pid: 1 };
const hourMs = 3_600_000;
const idOf = (hoursAgo: number) =>
  Types.ObjectId.createFromTime(Math.floor((Date.now() - hoursAgo * hourMs) / 1000));

/** A chain opened that many hours ago and, where told, closed. */
async function aChain(opened: number, closed?: number): Promise<string> {
  const opening = openingBlock(randomUUID(), by);
  await AuditBlockModel.collection.insertOne({ ...opening, _id: idOf(opened) });
  if (closed !== undefined) await close(opening, closed);
  return opening.chain;
}

async function close(opening: Parameters<typeof tailOf>[0], hoursAgo: number): Promise<void> {
  await AuditBlockModel.collection.insertOne({ ...closingBlock(tailOf(opening), by), _id: idOf(hoursAgo) });
}

const chainsOf = (found: readonly { chain: string }[]) => found.map(({ chain }) => chain).toSorted();

it('chains closed long ago are looked through once; those open or closed within a day stay in sight', async () => {
  const open = await aChain(72);
  const longClosed = await aChain(73, 48);
  const closedLately = await aChain(96, 1);
  expect(chainsOf(await openChains())).toEqual([open]);
  expect(chainsOf(await openChains())).toEqual([open]);
  const young = await aChain(2);
  expect(chainsOf(await openChains())).toEqual([open, young].toSorted());

  const auditor = await officerIn(await anOrganization({ regionCode: '410122' }), 'auditor');
  const shown = (await auditState(auditor)).chains;
  expect(chainsOf(shown)).toEqual(expect.arrayContaining([open, closedLately, young]));
  expect(chainsOf(shown)).not.toContain(longClosed);
  expect(shown.find(({ chain }) => chain === closedLately)).toMatchObject({ isClosed: true });

  await close(await AuditBlockModel.findOne({ chain: open }).orFail(), 0);
  expect(chainsOf(await openChains())).not.toContain(open);
  expect(chainsOf(await openings(settledBy([])))).not.toEqual(expect.arrayContaining([open]));
  expect(chainsOf(await openings(settledBy([])))).toContain(young);
});

it('what is looked through begins a day before the oldest chain that stands open', () => {
  const [older, younger] = [idOf(72), idOf(2)].map((_id) => ({ _id, chain: randomUUID() }));
  if (!older || !younger) throw new Error('two chains');
  const since = settledBy([younger, older]).getTimestamp().getTime();
  expect(older._id.getTimestamp().getTime() - since).toBe(24 * hourMs);
});
