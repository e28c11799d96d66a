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
