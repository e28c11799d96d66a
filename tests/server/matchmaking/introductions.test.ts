import { Types } from 'mongoose';
import { memberOf, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { at } from '../../support/events';
import { aPublishedListing, listingInput } from '../../support/matchmaking';
import { aProvince, type Province } from '../../support/organizations';
import type { Context } from '../../../server/context';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { IntroductionModel } from '../../../server/modules/matchmaking/introductions.model';
import {
  decideIntroduction,
  expressInterest,
  getIntroduction,
  listIntroductions,
} from '../../../server/modules/matchmaking/introductions.service';
import { getListing } from '../../../server/modules/matchmaking/listing-reading.service';
import { createListing, withdrawListing } from '../../../server/modules/matchmaking/listings.service';
import { MessageModel } from '../../../server/modules/messages/messages.model';

useDatabase();

let province: Province;
let desk: Context;
beforeAll(async () => {
  province = await aProvince();
  desk = province.officers.countyDesk;
});

const code = (expected: string) => expect.objectContaining({ code: expected });
async function aSide(name: string, phone: string, regionCode = '410122') {
  const enterprise = await anEnterprise({ deskOrganizationId: province.county.id, regionCode });
  return { enterprise, ctx: await memberOf(enterprise, { name, phone }) };
}
const sides = async (input: Parameters<typeof listingInput>[0] = {}) => {
  const owner = await aSide('孟庆涛', '13900004127');
  const asker = await aSide('王海燕', '13812346021', '410324');
  return { owner, asker, listing: await aPublishedListing(owner.ctx, desk, input) };
};
const phoneReadings = (personId: string) =>
  AuditEntryModel.find({ action: 'phone.revealed', 'subject.id': personId }).lean();

describe('an introduction', () => {
  it('tells the owner who asks, and gives both contacts only once the owner accepts', async () => {
    const { owner, asker, listing } = await sides();
    const asked = await expressInterest(asker.ctx, listing.id, { note: '想先打样 50 件' });
    expect(asked).toMatchObject({ status: 'interested', side: 'asked', otherName: owner.enterprise.name });
    expect(asked).not.toHaveProperty('contact');
    const seen = await getIntroduction(owner.ctx, asked.id);
    expect(seen).toMatchObject({
      side: 'owner',
      otherName: asker.enterprise.name,
      note: '想先打样 50 件',
      listing: { id: listing.id, isMine: true, interestCount: 1 },
    });
    expect(seen).not.toHaveProperty('contact');
    const [told] = await MessageModel.find({ key: `introduction:${asked.id}:interest` }).lean();
    expect(told).toMatchObject({ topic: 'matchmaking', needsAction: true });
    expect(told?.title).toBe(`${asker.enterprise.name}对您有意`);
    expect(told?.personId.toHexString()).toBe(personOf(owner.ctx).personId);

    const accepted = await decideIntroduction(owner.ctx, asked.id, { accept: true });
    expect(accepted).toMatchObject({
      status: 'accepted',
      decidedAt: testNow.toISOString(),
      contact: { enterprise: { id: asker.enterprise.id }, name: '王海燕', phone: '13812346021' },
    });
    expect(await getIntroduction(asker.ctx, asked.id)).toMatchObject({
      contact: { enterprise: { id: owner.enterprise.id }, name: '孟庆涛', phone: '13900004127' },
    });
    expect((await MessageModel.findOne({ key: told?.key }).lean())?.needsAction).toBe(false);
    const answer = await MessageModel.find({ key: `introduction:${asked.id}:decided` }).lean();
    expect(answer.map(({ personId, title }) => [personId.toHexString(), title])).toEqual([
      [personOf(asker.ctx).personId, '对方同意了，可以联系'],
    ]);
  });

  it('leaves a trace of each reading of a phone number, and lists without reading any', async () => {
    const { owner, asker, listing } = await sides();
    const { id } = await expressInterest(asker.ctx, listing.id, {});
    await decideIntroduction(owner.ctx, id, { accept: true });
    const ownerPerson = personOf(owner.ctx).personId;
    expect(await phoneReadings(ownerPerson)).toHaveLength(0);
    const [listed] = await listIntroductions(asker.ctx);
    expect(listed?.contact).toEqual({ enterprise: expect.anything(), name: '孟庆涛' });
    expect(await phoneReadings(ownerPerson)).toHaveLength(0);
    await getIntroduction(asker.ctx, id);
    const readings = await phoneReadings(ownerPerson);
    expect(readings).toHaveLength(1);
    expect(readings[0]).toMatchObject({
      actor: { name: '王海燕' },
      reason: `双方同意对接后互换联系方式 (introduction ${id})`,
    });
  });

  it('shows hidden names on either side only after acceptance', async () => {
    const { owner, asker, listing } = await sides({ isNameHidden: true });
    await createListing(asker.ctx, listingInput({ side: 'need', isNameHidden: true, title: '求购铸铁支架' }));
    const asked = await expressInterest(asker.ctx, listing.id, {});
    expect(asked.otherName).toBe('郑州市一家专用设备制造企业');
    expect((await getIntroduction(owner.ctx, asked.id)).otherName).toBe('洛阳市一家专用设备制造企业');
    const told = await MessageModel.findOne({ key: `introduction:${asked.id}:interest` }).lean();
    expect(told?.title).toBe('洛阳市一家专用设备制造企业对您有意');
    await decideIntroduction(owner.ctx, asked.id, { accept: true });
    expect((await getIntroduction(owner.ctx, asked.id)).otherName).toBe(asker.enterprise.name);
    expect(await getIntroduction(asker.ctx, asked.id)).toMatchObject({
      otherName: owner.enterprise.name,
      listing: { ownerName: owner.enterprise.name },
    });
    expect((await getListing(asker.ctx, listing.id)).ownerName).toBe(owner.enterprise.name);
  });

  it('gives no contact after a refusal', async () => {
    const { owner, asker, listing } = await sides({ isNameHidden: true });
    const { id } = await expressInterest(asker.ctx, listing.id, {});
    expect(await decideIntroduction(owner.ctx, id, { accept: false })).not.toHaveProperty('contact');
    const seen = await getIntroduction(asker.ctx, id);
    expect(seen).toMatchObject({ status: 'declined', otherName: '郑州市一家专用设备制造企业' });
    expect(seen).not.toHaveProperty('contact');
  });

  it('is asked for once, of several requests at once', async () => {
    const { asker, listing } = await sides();
    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, () => expressInterest(asker.ctx, listing.id, {})),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toEqual(code('ALREADY_INTERESTED'));
    expect(await IntroductionModel.countDocuments({ listingId: listing.id })).toBe(1);
  });

  it('is decided once: the same answer again changes nothing, another is refused', async () => {
    const { owner, asker, listing } = await sides();
    const { id } = await expressInterest(asker.ctx, listing.id, {});
    const answers = await Promise.allSettled(
      [true, false, true, false].map((accept) => decideIntroduction(owner.ctx, id, { accept })),
    );
    const standing = (await IntroductionModel.findById(id).lean())?.status;
    for (const [place, answer] of answers.entries()) {
      const agrees = (place % 2 === 0) === (standing === 'accepted');
      expect(answer.status).toBe(agrees ? 'fulfilled' : 'rejected');
      if (answer.status === 'rejected') expect(answer.reason).toEqual(code('CONFLICT'));
    }
  });

  it('is for open listings of others, without a contact in its note', async () => {
    const { owner, asker, listing } = await sides({ validUntil: '2026-03-20' });
    await expect(expressInterest(owner.ctx, listing.id, {})).rejects.toEqual(code('OWN_LISTING'));
    await expect(expressInterest(asker.ctx, listing.id, { note: '打 13812346021' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [{ path: 'body.note' }],
    });
    await expect(expressInterest(asker.ctx, new Types.ObjectId().toHexString(), {})).rejects.toEqual(
      code('NOT_FOUND'),
    );
    const late = at(asker.ctx, new Date('2026-03-20T16:00:00Z'));
    await expect(expressInterest(late, listing.id, {})).rejects.toEqual(code('LISTING_NOT_OPEN'));
    await withdrawListing(owner.ctx, listing.id);
    await expect(expressInterest(asker.ctx, listing.id, {})).rejects.toEqual(code('LISTING_NOT_OPEN'));
  });

  it('is seen and decided by its two sides only', async () => {
    const { owner, asker, listing } = await sides();
    const { id } = await expressInterest(asker.ctx, listing.id, {});
    const stranger = await aSide('路人', '13700000000');
    await expect(getIntroduction(stranger.ctx, id)).rejects.toEqual(code('NOT_FOUND'));
    await expect(decideIntroduction(stranger.ctx, id, { accept: true })).rejects.toEqual(code('NOT_FOUND'));
    await expect(decideIntroduction(asker.ctx, id, { accept: true })).rejects.toEqual(code('NOT_FOUND'));
    expect(await listIntroductions(stranger.ctx)).toEqual([]);
    expect((await listIntroductions(owner.ctx)).map((introduction) => introduction.id)).toEqual([id]);
    expect((await IntroductionModel.findById(id).lean())?.status).toBe('interested');
  });
});
