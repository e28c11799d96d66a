import { Types } from 'mongoose';
import { memberOf, officerIn, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { at } from '../../support/events';
import { aPublishedListing, listingInput } from '../../support/matchmaking';
import { aProvince, type Province } from '../../support/organizations';
import type { Context } from '../../../server/context';
import {
  countListings,
  getListing,
  listListings,
} from '../../../server/modules/matchmaking/listing-reading.service';
import { ListingModel } from '../../../server/modules/matchmaking/listings.model';
import {
  createListing,
  expireListings,
  reviewListing,
  withdrawListing,
} from '../../../server/modules/matchmaking/listings.service';
import { MessageModel } from '../../../server/modules/messages/messages.model';

useDatabase();

let province: Province;
let desk: Context;
let cityManager: Context;
let outsider: Context;
beforeAll(async () => {
  province = await aProvince();
  desk = province.officers.countyDesk;
  cityManager = await officerIn(province.city, 'event-manager');
  outsider = await officerIn(province.labour, 'desk');
});

const code = (expected: string) => expect.objectContaining({ code: expected });
const anOwner = async () => memberOf(await anEnterprise({ deskOrganizationId: province.county.id }));
const idsOf = async (ctx: Context, query: Parameters<typeof listListings>[1]) =>
  (await listListings(ctx, { limit: 100, ...query })).items.map(({ id }) => id);

describe('a listing', () => {
  it('waits for review, with the owner’s industry and region where none is named', async () => {
    const enterprise = await anEnterprise({ deskOrganizationId: province.county.id });
    const owner = await memberOf(enterprise);
    const listing = await createListing(owner, listingInput());
    expect(listing).toMatchObject({
      status: 'in-review',
      ownerName: enterprise.name,
      industryCode: '3599',
      regionCode: '410122',
      regionName: '中牟县',
      isMine: true,
      interestCount: 0,
    });
    expect(listing).not.toHaveProperty('publishedAt');
    const stored = await ListingModel.findById(listing.id).lean();
    expect(stored?.scope.map(String).sort()).toEqual(
      [province.county.id, province.city.id, province.province.id].sort(),
    );
    expect(stored?.expiresAt.toISOString()).toBe('2026-05-31T16:00:00.000Z');
  });

  it('is refused with a contact in any of its texts', async () => {
    const owner = await anOwner();
    for (const [field, text] of [
      ['title', '铸铁支架 13812346021'],
      ['text', '加微信 wanghaiyan88 详谈'],
      ['quantity', '电话 0371-65506021'],
    ] as const)
      await expect(createListing(owner, listingInput({ [field]: text }))).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        details: [{ path: `body.${field}`, rule: expect.stringContaining('不要写') }],
      });
    expect(await idsOf(owner, { group: 'mine' })).toEqual([]);
  });

  it('is refused with an impossible or far day and with unknown codes', async () => {
    const owner = await anOwner();
    const refused = (input: Parameters<typeof listingInput>[0], path: string) =>
      expect(createListing(owner, listingInput(input))).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        details: [{ path: `body.${path}` }],
      });
    await refused({ validUntil: '2026-03-10' }, 'validUntil');
    await refused({ validUntil: '2026-02-30' }, 'validUntil');
    await refused({ validUntil: '2026-12-31' }, 'validUntil');
    await refused({ industryCode: '9999' }, 'industryCode');
    await refused({ regionCode: '123456' }, 'regionCode');
    expect((await createListing(owner, listingInput({ validUntil: '2026-03-11' }))).status).toBe('in-review');
  });

  it('is refused where the owner has nearly the same open, and marked for review where it is like one', async () => {
    const owner = await anOwner();
    const first = await createListing(owner, listingInput());
    await expect(
      createListing(owner, listingInput({ text: `${listingInput().text.replace('QT450-10', 'QT500-7')}` })),
    ).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('铸铁支架') });
    const like = await createListing(
      owner,
      listingInput({ text: '减速机壳体，球墨铸铁 QT450-10，砂铸，可出探伤报告，另供法兰和轴承座。' }),
    );
    expect(like).not.toHaveProperty('resembles');
    expect((await getListing(desk, like.id)).resembles).toEqual({ id: first.id, title: first.title });
    expect((await createListing(owner, listingInput({ side: 'need' }))).status).toBe('in-review');
    await withdrawListing(owner, first.id);
    await withdrawListing(owner, like.id);
    expect((await createListing(owner, listingInput())).status).toBe('in-review');
    expect((await createListing(await anOwner(), listingInput())).status).toBe('in-review');
  });

  it('is posted once when the button is tapped several times', async () => {
    const owner = await anOwner();
    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, () => createListing(owner, listingInput())),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toEqual(code('CONFLICT'));
    expect(await idsOf(owner, { group: 'mine' })).toHaveLength(1);
  });

  it('hides its owner’s name from all but its owner and reviewers', async () => {
    const enterprise = await anEnterprise({
      deskOrganizationId: province.county.id,
      regionCode: '410324',
      industryCode: '3511',
    });
    const owner = await memberOf(enterprise);
    const { id } = await aPublishedListing(owner, desk, { isNameHidden: true });
    expect((await getListing(await anOwner(), id)).ownerName).toBe('洛阳市一家专用设备制造企业');
    expect((await getListing(outsider, id)).ownerName).toBe('洛阳市一家专用设备制造企业');
    expect((await getListing(owner, id)).ownerName).toBe(enterprise.name);
    expect((await getListing(cityManager, id)).ownerName).toBe(enterprise.name);
  });
});

describe('a review', () => {
  it('publishes a listing once and tells its owner', async () => {
    const owner = await anOwner();
    const { id } = await createListing(owner, listingInput());
    const answers = await Promise.allSettled(
      [desk, cityManager, desk].map((officer) => reviewListing(officer, id, { publish: true })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toEqual(code('CONFLICT'));
    expect(await getListing(owner, id)).toMatchObject({
      status: 'published',
      publishedAt: testNow.toISOString(),
    });
    const told = await MessageModel.find({ key: `listing:${id}:reviewed` }).lean();
    expect(told).toMatchObject([{ topic: 'matchmaking', title: '供需信息上线了' }]);
    expect(told[0]?.personId.toHexString()).toBe(personOf(owner).personId);
  });

  it('sends a listing back with a reason that only its owner and reviewers see', async () => {
    const owner = await anOwner();
    const { id } = await createListing(owner, listingInput());
    await expect(reviewListing(desk, id, { publish: false })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [{ path: 'body.reason' }],
    });
    await reviewListing(desk, id, { publish: false, reason: '请写数量' });
    expect(await getListing(owner, id)).toMatchObject({ status: 'returned', returnReason: '请写数量' });
    await expect(getListing(await anOwner(), id)).rejects.toEqual(code('NOT_FOUND'));
    await expect(reviewListing(desk, id, { publish: true })).rejects.toEqual(code('CONFLICT'));
  });

  it('is for the desks and event managers of the owner’s scope only', async () => {
    const owner = await anOwner();
    const { id } = await createListing(owner, listingInput());
    await expect(reviewListing(outsider, id, { publish: true })).rejects.toEqual(code('NOT_FOUND'));
    await expect(reviewListing(owner, id, { publish: true })).rejects.toEqual(code('FORBIDDEN'));
    await expect(getListing(outsider, id)).rejects.toEqual(code('NOT_FOUND'));
    expect(await idsOf(outsider, { group: 'to-review' })).toEqual([]);
    const waiting = await listListings(cityManager, { group: 'to-review', limit: 100 });
    expect(waiting.items.map((listing) => listing.id)).toContain(id);
    expect(waiting.total).toBe(waiting.items.length);
  });

  it('cannot publish what has run out', async () => {
    const { id } = await createListing(await anOwner(), listingInput({ validUntil: '2026-03-12' }));
    const late = at(desk, new Date('2026-03-12T16:00:00Z'));
    await expect(reviewListing(late, id, { publish: true })).rejects.toEqual(code('LISTING_NOT_OPEN'));
  });
});

describe('a listing’s end', () => {
  it('comes by withdrawal of its owner, however often asked', async () => {
    const owner = await anOwner();
    const { id } = await aPublishedListing(owner, desk);
    await expect(withdrawListing(await anOwner(), id)).rejects.toEqual(code('NOT_FOUND'));
    expect((await withdrawListing(owner, id)).status).toBe('withdrawn');
    expect((await withdrawListing(owner, id)).status).toBe('withdrawn');
    await expect(getListing(await anOwner(), id)).rejects.toEqual(code('NOT_FOUND'));
  });

  it('comes after its last day, for readers at once and in the store by the job', async () => {
    const owner = await anOwner();
    const { id } = await aPublishedListing(owner, desk, { validUntil: '2026-03-20' });
    const lastMinute = new Date('2026-03-20T15:59:00Z');
    const midnight = new Date('2026-03-20T16:00:00Z');
    await expireListings(at(desk, lastMinute));
    expect((await getListing(at(await anOwner(), lastMinute), id)).status).toBe('published');
    expect((await getListing(at(owner, midnight), id)).status).toBe('expired');
    expect(await idsOf(at(owner, midnight), {})).not.toContain(id);
    await expireListings(at(desk, midnight));
    expect(await ListingModel.findById(id).lean()).toMatchObject({ status: 'expired', isOpen: false });
  });
});

describe('the market', () => {
  it('shows published listings newest first, by market, side and words, page by page', async () => {
    const owner = await anOwner();
    const publish = (title: string, minutes: number, side: 'offer' | 'need' = 'offer') =>
      aPublishedListing(owner, at(desk, new Date(testNow.getTime() + minutes * 60_000)), {
        market: 'factor',
        side,
        title,
        text: `${title}，详情面谈`,
      });
    const steam = await publish('工业蒸汽富余 8 吨每小时', 1);
    const power = await publish('余热发电对外供电', 2);
    const gas = await publish('管道天然气缺口', 2, 'need');
    const late = at(owner, new Date(testNow.getTime() + 3_600_000));
    const tied = [power.id, gas.id].sort().reverse();
    expect(await idsOf(late, { market: 'factor' })).toEqual([...tied, steam.id]);
    expect(await idsOf(late, { market: 'factor', side: 'need' })).toEqual([gas.id]);
    expect(await idsOf(late, { q: '蒸汽 富余' })).toEqual([steam.id]);
    expect(await idsOf(late, { q: '蒸汽 缺口' })).toEqual([]);
    const first = await listListings(late, { market: 'factor', limit: 2 });
    const second = await listListings(late, { market: 'factor', limit: 2, cursor: first.next ?? '' });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([...tied, steam.id]);
    expect(second.next).toBeUndefined();
    expect((await countListings(late)).factor).toBe(3);
    await expect(listListings(late, { cursor: 'xx' })).rejects.toEqual(code('VALIDATION_FAILED'));
    await expect(getListing(late, new Types.ObjectId().toHexString())).rejects.toEqual(code('NOT_FOUND'));
  });
});
