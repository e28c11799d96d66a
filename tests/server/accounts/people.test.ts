import { Types } from 'mongoose';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { getMe, patchMe } from '../../../server/modules/accounts/me.service';
import { PersonModel } from '../../../server/modules/accounts/people.model';
import {
  createPerson,
  findOpenid,
  getPerson,
  nameMap,
  people,
  revealPhone,
} from '../../../server/modules/accounts/people.service';
import { aPerson } from '../../support/accounts';
import { aVisitor, contextOf, memberOf, officerIn, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOrganization } from '../../support/organizations';

useDatabase();

const nobody = () => new Types.ObjectId().toString();

describe('a person', () => {
  it('is seen with a masked phone, and stored without a clear one', async () => {
    const { id } = await aPerson({ name: '王海燕', title: '办公室主任', phone: '13800006021' });
    expect(await getPerson(contextOf(), id)).toEqual({
      id,
      name: '王海燕',
      title: '办公室主任',
      maskedPhone: '138****6021',
    });
    const stored = await PersonModel.findById(id).lean();
    expect(JSON.stringify(stored)).not.toContain('13800006021');
    await expect(getPerson(contextOf(), nobody())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('has a phone that is read whole only with a trace of who read it and why', async () => {
    const { id } = await aPerson({ phone: '13900001234' });
    const officer = await officerIn(await anOrganization());
    const issue = { kind: 'issue', id: nobody() };
    expect(await revealPhone(officer, id, { subject: issue, reason: '回电' })).toBe('13900001234');
    expect(await AuditEntryModel.find({ action: 'phone.revealed', 'subject.id': id }).lean()).toMatchObject([
      { actor: { name: personOf(officer).name }, reason: `回电 (issue ${issue.id})` },
    ]);
    const without = await aPerson();
    expect(await revealPhone(officer, without.id, { subject: issue, reason: '回电' })).toBeUndefined();
    await expect(revealPhone(officer, nobody(), { subject: issue, reason: '回电' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('is one per WeChat account', async () => {
    const { openid } = await aPerson();
    await expect(createPerson(contextOf(), { openid, name: '另一个' })).rejects.toMatchObject({
      code: 11000,
    });
    expect(await PersonModel.countDocuments({ openid })).toBe(1);
  });

  it('is named by id, unknown ids left out', async () => {
    const [one, two] = [await aPerson({ name: '甲' }), await aPerson({ name: '乙' })];
    const names = await nameMap([one.id, two.id, one.id, nobody()]);
    expect(Object.fromEntries(names)).toEqual({ [one.id]: '甲', [two.id]: '乙' });
    expect((await people(contextOf(), [])).size).toBe(0);
    expect(await findOpenid(one.id)).toBe(one.openid);
    expect(await findOpenid(nobody())).toBeUndefined();
  });
});

describe('who I am', () => {
  it('holds my enterprises and offices', async () => {
    const firm = await anEnterprise();
    const member = await memberOf(firm, { name: '刘洋', role: 'staff' });
    expect(await getMe(member)).toEqual({
      id: personOf(member).personId,
      name: '刘洋',
      currentEnterpriseId: firm.id,
      enterprises: [
        {
          id: expect.any(String),
          enterpriseId: firm.id,
          enterpriseName: firm.name,
          creditCode: firm.creditCode,
          regionName: '中牟县',
          industryName: '其他专用设备制造',
          role: 'staff',
          status: 'active',
        },
      ],
      offices: [],
      privacy: { agreedVersion: '2026-09-01', isCurrent: true },
    });
    const body = await anOrganization({ name: '中牟县企业服务办公室', shortName: '县企服办' });
    expect((await getMe(await officerIn(body, 'desk', 'steward'))).offices).toEqual([
      {
        organization: { id: body.id, name: '中牟县企业服务办公室', shortName: '县企服办' },
        regionName: '中牟县',
        roles: ['desk', 'steward'],
      },
    ]);
  });

  it('changes by what I give, and only that', async () => {
    const visitor = await aVisitor({ name: '微信用户' });
    expect(await patchMe(visitor, { name: ' 王海燕 ', title: '办公室主任' })).toMatchObject({
      name: '王海燕',
      title: '办公室主任',
    });
    expect(await patchMe(visitor, { phone: '13800006021' })).toMatchObject({
      name: '王海燕',
      title: '办公室主任',
      maskedPhone: '138****6021',
    });
    expect(await patchMe(visitor, { title: ' ' })).not.toHaveProperty('title');
    expect((await getMe(visitor)).name).toBe('王海燕');
    await expect(patchMe(visitor, {})).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    const trace = await AuditEntryModel.find({
      action: 'person.changed',
      'subject.id': personOf(visitor).personId,
    })
      .sort({ _id: 1 })
      .lean();
    expect(trace.map(({ reason }) => reason)).toEqual(['name title', 'phone', 'title']);
    expect(JSON.stringify(trace)).not.toContain('13800006021');
  });
});
