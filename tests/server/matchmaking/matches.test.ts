import { memberOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { at } from '../../support/events';
import { aPublishedListing } from '../../support/matchmaking';
import { aProvince, type Province } from '../../support/organizations';
import type { Context } from '../../../server/context';
import type { EnterpriseInput } from '../../../server/modules/enterprises/enterprises.service';
import {
  createListing,
  expireListings,
  withdrawListing,
} from '../../../server/modules/matchmaking/listings.service';
import { matchesForEnterprise } from '../../../server/modules/matchmaking/matches.service';

useDatabase();

const wan = 1_000_000;
let province: Province;
let desk: Context;
beforeAll(async () => {
  province = await aProvince();
  desk = province.officers.countyDesk;
});
const anOwner = async (input: Partial<EnterpriseInput> = {}) =>
  memberOf(await anEnterprise({ deskOrganizationId: province.county.id, ...input }));

const bracket = { title: '求购铸铁支架，每月 2,000 件', text: '农机整机用铸铁支架，要数控加工和探伤报告。' };
const battery = { title: '求购叉车用锂电池组', text: '电动叉车用 48 伏锂电池组，带电源控制器。' };

describe('matches of an enterprise', () => {
  it('put the listing that fits best first, with reasons, and are the same seen from the other side', async () => {
    const [seller, buyer, other] = [
      await anOwner(),
      await anOwner({ industryCode: '3571' }),
      await anOwner(),
    ];
    const offer = await aPublishedListing(seller, desk);
    const need = await aPublishedListing(buyer, desk, { side: 'need', ...bracket });
    await aPublishedListing(other, desk, { side: 'need', ...battery });

    const matches = await matchesForEnterprise(seller, {});
    expect(matches[0]).toMatchObject({ mine: { id: offer.id }, listing: { id: need.id, isMine: false } });
    expect(matches[0]?.score).toBeGreaterThan(matches[1]?.score ?? 0);
    const words = matches[0]?.parts.find(({ part }) => part === 'words');
    expect(words?.reason).toMatch(/都写了.*支架/);
    expect(matches[0]?.parts.find(({ part }) => part === 'region')?.reason).toBe('同在中牟县');

    const back = await matchesForEnterprise(buyer, {});
    expect(back[0]).toMatchObject({ mine: { id: need.id }, listing: { id: offer.id } });
    expect(back[0]?.score).toBeCloseTo(matches[0]?.score ?? -1, 10);
    expect(await matchesForEnterprise(seller, { listingId: offer.id, limit: 1 })).toHaveLength(1);
  });

  it('leave out what is not published, has run out, was taken down, or is one’s own', async () => {
    const [seller, buyer] = [await anOwner(), await anOwner()];
    const market = 'technology' as const;
    await aPublishedListing(seller, desk, { market });
    await aPublishedListing(seller, desk, { market, side: 'need', ...bracket });
    const idsAt = async (now: Date) =>
      (await matchesForEnterprise(at(seller, now), { limit: 50 })).map(({ listing }) => listing.id);
    expect(await idsAt(testNow)).toEqual([]);

    await createListing(buyer, {
      market,
      side: 'need',
      validUntil: '2026-04-30',
      isNameHidden: false,
      ...bracket,
    });
    expect(await idsAt(testNow)).toEqual([]);

    const other = await anOwner();
    const need = await aPublishedListing(other, desk, {
      market,
      side: 'need',
      validUntil: '2026-03-20',
      ...bracket,
    });
    expect(await idsAt(testNow)).toEqual([need.id]);
    expect(await idsAt(new Date('2026-03-20T16:00:00Z'))).toEqual([]);
    await withdrawListing(other, need.id);
    expect(await idsAt(testNow)).toEqual([]);
  });

  it('follow the database as listings come and go', async () => {
    const [lender, firm] = [await anOwner({ industryCode: '6621' }), await anOwner()];
    const market = 'finance' as const;
    const loan = (amountFen: number) => ({
      market,
      side: 'need' as const,
      title: `流动资金贷款 ${amountFen / wan} 万元`,
      text: `购买原料，需要流动资金贷款，期限 12 个月，金额 ${amountFen / wan} 万元。`,
      amountFen,
    });
    const offer = await aPublishedListing(lender, desk, {
      market,
      title: '设备贷、流动资金贷，最高 500 万元',
      text: '信用加抵押，三天内答复，期限最长 36 个月。',
      amountFen: 500 * wan,
    });
    const small = await aPublishedListing(firm, desk, loan(300 * wan));
    const tooMuch = await aPublishedListing(firm, desk, loan(900 * wan));
    const matches = await matchesForEnterprise(lender, {});
    expect(matches.map(({ listing }) => listing.id)).toEqual([small.id]);
    expect(matches[0]?.parts.find(({ part }) => part === 'amount')).toMatchObject({
      reason: '对方要 300 万元，您最高 500 万元',
    });
    expect(await matchesForEnterprise(firm, { listingId: tooMuch.id })).toEqual([]);
    expect((await matchesForEnterprise(firm, { listingId: small.id }))[0]?.listing.id).toBe(offer.id);
    await expireListings(at(desk, new Date('2026-06-30T00:00:00Z')));
    expect(await matchesForEnterprise(lender, {})).toEqual([]);
  });

  it('keep a hidden name hidden', async () => {
    const market = 'training' as const;
    const [school, firm] = [await anOwner({ industryCode: '8336' }), await anOwner({ industryCode: '3511' })];
    const course = { title: '焊工取证班', text: '焊工操作证培训，到厂授课，考试取证。' };
    await aPublishedListing(school, desk, { market, ...course });
    await aPublishedListing(firm, desk, { market, side: 'need', isNameHidden: true, ...course });
    const [match] = await matchesForEnterprise(school, {});
    expect(match?.listing.ownerName).toBe('郑州市一家专用设备制造企业');
  });

  it('are of one’s own listings only', async () => {
    const listing = await aPublishedListing(await anOwner(), desk);
    await expect(matchesForEnterprise(await anOwner(), { listingId: listing.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await matchesForEnterprise(await anOwner(), {})).toEqual([]);
    await expect(matchesForEnterprise(desk, {})).rejects.toMatchObject({ code: 'NOT_BOUND' });
  });
});
