import { randomBytes } from 'node:crypto';
import { ConsentModel } from '../../../server/modules/accounts/consents.model';
import { recordConsents } from '../../../server/modules/accounts/consents.service';
import { SessionModel } from '../../../server/modules/accounts/sessions.model';
import { startSession } from '../../../server/modules/accounts/sessions.service';
import { EventModel } from '../../../server/modules/events/events.model';
import { RegistrationModel, TicketModel } from '../../../server/modules/events/registrations.model';
import { registerAttendees } from '../../../server/modules/events/registrations.service';
import { FileModel } from '../../../server/modules/files/files.model';
import { attachFiles, storeFile } from '../../../server/modules/files/files.service';
import { MessageModel } from '../../../server/modules/messages/messages.model';
import { notify } from '../../../server/modules/messages/messages.service';
import { DataExportModel, exportContents } from '../../../server/modules/privacy/exports.model';
import { linkExport, makeExports, requestExport } from '../../../server/modules/privacy/exports.service';
import { retentionPeriods } from '../../../server/modules/privacy/retention-periods';
import { applyRetention } from '../../../server/modules/privacy/retention.service';
import { aVisitor, contextOf, officerIn, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anOpenEvent } from '../../support/events';
import { aPicture } from '../../support/files';
import { aScene } from '../../support/issues';

useDatabase();

const dayMs = 86_400_000;
const after = (days: number) => contextOf(undefined, { now: new Date(testNow.getTime() + days * dayMs) });

describe('retention', () => {
  it('has a period with a reason for each kind, once', () => {
    expect(new Set(retentionPeriods.map(({ keep }) => keep)).size).toBe(retentionPeriods.length);
    for (const { days, reason, label } of retentionPeriods) {
      expect(days).toBeGreaterThanOrEqual(0);
      expect(`${label}${reason}`.length).toBeGreaterThan(10);
    }
  });

  it('clears sessions once they are over', async () => {
    const person = await aVisitor();
    await startSession(person, personOf(person).personId, 'wechat');
    await applyRetention(after(29));
    expect(await SessionModel.countDocuments({ personId: personOf(person).personId })).toBe(1);
    await applyRetention(after(31));
    expect(await SessionModel.countDocuments({ personId: personOf(person).personId })).toBe(0);
  });

  it('removes an upload nothing refers to after a day with its content, and none that something does', async () => {
    const scene = await aScene();
    const { member } = scene;
    const [loose, used] = [
      await storeFile(member, { name: 'a.png', bytes: await aPicture() }),
      await storeFile(member, { name: 'b.png', bytes: await aPicture() }),
    ];
    await attachFiles(member, [used.id], {
      subject: { kind: 'issue', id: randomBytes(12).toString('hex') },
      scope: [],
    });
    await applyRetention(after(0.9));
    expect(await FileModel.exists({ _id: loose.id })).not.toBeNull();
    expect((await applyRetention(after(1.1)))['unreferenced-files']).toBe(1);
    expect(await FileModel.exists({ _id: loose.id })).toBeNull();
    expect(await FileModel.exists({ _id: used.id })).not.toBeNull();
  });

  it('removes a copy of personal data after seven days, and the record that it was made after a year', async () => {
    const person = await aVisitor();
    const { id } = await requestExport(person);
    await makeExports(contextOf());
    await applyRetention(after(6.9));
    expect((await linkExport(person, id)).pagePath).toContain(id);
    await applyRetention(after(7.1));
    expect((await DataExportModel.findById(id).lean())?.status).toBe('expired');
    await expect(linkExport(person, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const stored = await DataExportModel.findById(id).orFail();
    expect(await exportContents().find({ _id: stored._id }).toArray()).toEqual([]);
    await applyRetention(after(366));
    expect(await DataExportModel.exists({ _id: id })).toBeNull();
  });

  it('takes names and numbers off an attendee list a year after the event; who came stays counted', async () => {
    const scene = await aScene();
    const event = await anOpenEvent(await officerIn(scene.county, 'event-manager'));
    await registerAttendees(scene.member, event.id, {
      nonce: 'retention-of-attendees',
      attendees: [
        { name: '王海燕', phone: '13812346021' },
        { name: '刘洋', phone: '13812340005' },
      ],
    });
    await applyRetention(after(360));
    expect(await TicketModel.countDocuments({ eventId: event.id, phone: { $exists: true } })).toBe(2);
    expect((await applyRetention(after(370))).attendees).toBe(2);
    const tickets = await TicketModel.find({ eventId: event.id }).lean();
    for (const ticket of tickets) {
      expect(ticket.name).toMatch(/^参会人 /);
      expect(ticket).not.toHaveProperty('phone');
      expect(ticket).not.toHaveProperty('phoneTail');
    }
    expect((await RegistrationModel.findOne({ eventId: event.id }).lean())?.names).toEqual([]);
    expect(await EventModel.findById(event.id).lean()).toMatchObject({ seatsTaken: 2 });
    expect((await applyRetention(after(370))).attendees).toBe(0);
  });

  it('removes messages after two years', async () => {
    const person = await aVisitor();
    await notify(person, {
      key: 'retention',
      personIds: [personOf(person).personId],
      topic: 'account',
      title: '一条消息',
      text: '内容',
    });
    await applyRetention(after(729));
    expect(await MessageModel.countDocuments({ key: 'retention' })).toBe(1);
    await applyRetention(after(731));
    expect(await MessageModel.countDocuments({ key: 'retention' })).toBe(0);
  });

  it('forgets message consents of people who came no more for a year, not of those who are signed in', async () => {
    const [gone, here] = [await aVisitor(), await aVisitor()];
    for (const person of [gone, here]) await recordConsents(person, { 'template-issue': 'accept' });
    const late = after(370);
    await startSession({ ...late, actor: here.actor }, personOf(here).personId, 'wechat');
    await applyRetention(late);
    expect(await ConsentModel.countDocuments({ personId: personOf(gone).personId })).toBe(0);
    expect(await ConsentModel.countDocuments({ personId: personOf(here).personId })).toBe(1);
  });
});
