import mongoose, { Types } from 'mongoose';
import { MembershipModel } from '../../../server/modules/accounts/memberships.model';
import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import { DeliveryModel, MessageModel } from '../../../server/modules/messages/messages.model';
import { BriefingDeliveryModel, BriefingModel } from '../../../server/modules/policies/briefings.model';
import { buildScript, databaseUri, runAndKill, useImpatientDatabase } from '../../support/killable';
import { aProvince } from '../../support/organizations';
import { aBriefing, aClause, aPolicyWith } from '../../support/policies';

useImpatientDatabase();

const firms = process.env.FULL ? 50_000 : 600;
let script = '';
beforeAll(() => {
  script = buildScript('restless-pusher');
}, 60_000);

it('a push that is killed again and again tells every enterprise it is for once, and no other', async () => {
  const province = await aProvince();
  const editor = province.officers.provinceEditor;
  const policy = await aPolicyWith(editor, aClause('employees', 'gte', 20, '职工 20 人以上'));
  const briefing = await aBriefing(editor, [policy.id]);
  const createdAt = editor.now;
  const enterprises = Array.from({ length: firms }, (_, at) => ({
    _id: new Types.ObjectId(),
    name: `测试${at}号企业`,
    creditCode: `TEST${at}`,
    regionCode: '410122',
    industryCode: '3599',
    deskOrganizationId: new Types.ObjectId(province.county.id),
    scope: [],
    registrationSource: 'imported' as const,
    // A third meets the rule, a third could, a third doesn't.
    facts:
      at % 3 === 1
        ? {}
        : { employees: { value: at % 3 === 0 ? 30 : 5, source: 'imported' as const, asOf: '2026-01-01' } },
    createdAt,
    updatedAt: createdAt,
    changeNumber: at + 1,
  }));
  const people = enterprises.map(({ _id }) => ({ personId: new Types.ObjectId(), enterpriseId: _id }));
  const membership = { role: 'admin', status: 'active', scope: [], requestedAt: createdAt } as const;
  for (let from = 0; from < firms; from += 5_000) {
    await EnterpriseModel.collection.insertMany(enterprises.slice(from, from + 5_000));
    await MembershipModel.collection.insertMany(
      people.slice(from, from + 5_000).map((one) => ({ ...one, ...membership })),
    );
  }
  // Somebody had the card from a friend before the push came to them.
  const early = enterprises[0]?._id;
  await BriefingDeliveryModel.collection.insertOne({
    _id: new Types.ObjectId(),
    briefingId: new Types.ObjectId(briefing.id),
    enterpriseId: early,
    openedAt: createdAt,
  } as never);
  await BriefingModel.updateOne(
    { _id: briefing.id },
    { $set: { status: 'sent', sentAt: createdAt, leasedUntil: createdAt } },
  );

  let kills = 0;
  for (let minute = 1; ; minute++) {
    // The lease of the one killed before has run out by then.
    const now = new Date(createdAt.getTime() + minute * 120_000);
    const args = [databaseUri(), mongoose.connection.name, now.toISOString()];
    await runAndKill(script, args, Math.random() * (firms / 3) * 1.5 ** minute);
    if ((await BriefingModel.findById(briefing.id).lean())?.pushedAt) break;
    kills += 1;
    const perFirm = await BriefingDeliveryModel.countDocuments({ briefingId: briefing.id });
    expect(perFirm).toBeLessThanOrEqual(firms);
  }
  expect(kills).toBeGreaterThan(0);

  const chosen = new Set(enterprises.filter((_, at) => at % 3 < 2).map(({ _id }) => _id.toHexString()));
  const deliveries = await BriefingDeliveryModel.find({ briefingId: briefing.id }).lean();
  expect(deliveries.map(({ enterpriseId }) => enterpriseId.toHexString()).sort()).toEqual([...chosen].sort());
  expect(deliveries.every(({ deliveredAt, reasons }) => deliveredAt && reasons?.length === 1)).toBe(true);
  expect(deliveries.find(({ enterpriseId }) => enterpriseId.equals(early ?? ''))?.openedAt).toEqual(
    createdAt,
  );
  const told = people
    .filter(({ enterpriseId }) => chosen.has(enterpriseId.toHexString()))
    .map(({ personId }) => personId.toHexString())
    .sort();
  const key = `briefing:${briefing.id}`;
  for (const found of [await MessageModel.find({ key }).lean(), await DeliveryModel.find({ key }).lean()])
    expect(found.map(({ personId }) => personId.toHexString()).sort()).toEqual(told);
}, 900_000);
