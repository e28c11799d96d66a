import { Types } from 'mongoose';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { recordAudit } from '../../../server/modules/audit/audit.service';
import { aVisitor, contextOf, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';

useDatabase();

describe('the audit trail', () => {
  it('keeps who did what to which record, when and why', async () => {
    const visitor = await aVisitor({ name: '王海燕' });
    const subject = { kind: 'issue', id: new Types.ObjectId().toString() };
    await recordAudit(visitor, { action: 'phone.revealed', subject, reason: '回电核实' });
    const [entry] = await AuditEntryModel.find({ 'subject.id': subject.id }).lean();
    expect(entry).toMatchObject({
      at: testNow,
      actor: { kind: 'person', name: '王海燕' },
      action: 'phone.revealed',
      subject,
      reason: '回电核实',
      requestId: 'test',
    });
    expect(entry?.actor.personId?.toString()).toBe(personOf(visitor).personId);
  });

  it('tells jobs and guests from people', async () => {
    const id = new Types.ObjectId().toString();
    await recordAudit(contextOf({ kind: 'system', name: 'reminders' }), {
      action: 'a',
      subject: { kind: 'x', id },
    });
    await recordAudit(contextOf({ kind: 'guest' }), { action: 'b', subject: { kind: 'x', id } });
    const entries = await AuditEntryModel.find({ 'subject.id': id }).sort({ _id: 1 }).lean();
    expect(entries.map((entry) => entry.actor)).toEqual([
      { kind: 'system', name: 'reminders' },
      { kind: 'guest' },
    ]);
  });

  it('keeps no mobile number that somebody typed into a reason, and every other figure as it is', async () => {
    const id = new Types.ObjectId().toString();
    const reasons = {
      '回电 13812346021，138 1234 6022、138-1234-6023核实': '回电 138****6021，138****6022、138****6023核实',
      'person=13812346021 action=phone.revealed': 'person=138****6021 action=phone.revealed',
      '电话+8613812346021': '电话+86138****6021',
      '编号 913812346021、0371-65509999、65c1381234602100000000aa':
        '编号 913812346021、0371-65509999、65c1381234602100000000aa',
    };
    for (const reason of Object.keys(reasons))
      await recordAudit(contextOf(), { action: 'a', subject: { kind: 'x', id }, reason });
    const entries = await AuditEntryModel.find({ 'subject.id': id }).sort({ _id: 1 }).lean();
    expect(entries.map(({ reason }) => reason)).toEqual(Object.values(reasons));
  });

  it('is never changed or cut', async () => {
    const id = new Types.ObjectId().toString();
    await recordAudit(contextOf(), { action: 'a', subject: { kind: 'x', id } });
    const refused = { code: 'FORBIDDEN', message: '审计记录不能改、不能删' };
    await expect(AuditEntryModel.updateMany({}, { $set: { action: 'b' } })).rejects.toMatchObject(refused);
    await expect(AuditEntryModel.updateOne({}, { $set: { action: 'b' } })).rejects.toMatchObject(refused);
    await expect(AuditEntryModel.findOneAndUpdate({}, { $set: { action: 'b' } })).rejects.toMatchObject(
      refused,
    );
    await expect(AuditEntryModel.deleteMany({})).rejects.toMatchObject(refused);
    await expect(AuditEntryModel.deleteOne({})).rejects.toMatchObject(refused);
    await expect(AuditEntryModel.findOneAndDelete({})).rejects.toMatchObject(refused);
    expect(await AuditEntryModel.find({ 'subject.id': id }).lean()).toMatchObject([{ action: 'a' }]);
  });
});
