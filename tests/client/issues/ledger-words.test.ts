import { ledgerEntryKinds } from '@contract/enums';
import { countFiles, entryTimes, nextStepOf, wordsOf } from '@/components/issue-ledger/words';
import { anEntry, anIssue } from './factories';

const now = new Date('2026-11-23T01:41:00.000Z');
const picture = { id: 'f', name: 'a.jpg', mediaType: 'image/jpeg', sizeBytes: 1 };

describe('an entry of the ledger in words', () => {
  it('has a title for every kind and both readers', () => {
    for (const kind of ledgerEntryKinds) {
      const entry = anEntry({ kind, to: '县发展改革委' });
      expect(wordsOf(entry, 'enterprise').title).not.toBe('');
      expect(wordsOf(entry, 'officer').title).not.toContain('您');
    }
  });

  it('speaks to the enterprise of what it did itself, with who wrote and how many pictures', () => {
    const entry = anEntry({
      kind: 'submitted',
      actorName: '王海燕',
      actorOrganization: undefined,
      files: [picture, picture],
    });
    expect(wordsOf(entry, 'enterprise')).toEqual({ title: '您提交了诉求', text: '王海燕，附 2 张照片' });
    expect(wordsOf(entry, 'officer').title).toBe('企业提交了诉求');
  });

  it('names the notice of a dispatch, and below it what the sender asked', () => {
    const entry = anEntry({
      kind: 'dispatched',
      to: '县发展改革委',
      noticeNumber: '牟企服转〔2026〕218号',
      note: '请先到现场',
    });
    expect(wordsOf(entry, 'officer')).toEqual({
      title: '转给县发展改革委',
      text: '转办单 牟企服转〔2026〕218号\n请先到现场',
    });
    expect(wordsOf({ ...entry, note: undefined }, 'enterprise').text).toBe('转办单 牟企服转〔2026〕218号');
  });

  it('gives the reason of a return', () => {
    const entry = anEntry({
      kind: 'returned',
      actorOrganization: '县水利局',
      to: '李雅琴',
      reason: 'not-our-duty',
    });
    expect(wordsOf(entry, 'enterprise')).toEqual({
      title: '县水利局退回给李雅琴',
      text: '因为不属本单位职责',
    });
  });

  it('tells a dispute from half a solution', () => {
    const entry = anEntry({ kind: 'disputed', to: '周志强', note: '主路没通' });
    expect(wordsOf({ ...entry, result: 'partly-solved' }, 'enterprise')).toEqual({
      title: '您说只解决了一部分',
      text: '周志强接着办，主路没通',
    });
    expect(wordsOf({ ...entry, result: 'unsolved' }, 'officer').title).toBe('企业说没有解决');
  });

  it('tells progress of a body from what the enterprise added', () => {
    expect(wordsOf(anEntry({ kind: 'noted' }), 'enterprise').title).toBe('县企业服务办更新进展');
    expect(wordsOf(anEntry({ kind: 'noted', actorOrganization: undefined }), 'officer').title).toBe(
      '企业补充了情况',
    );
  });
});

describe('the ledger', () => {
  it('says the day once for entries of one day', () => {
    const at = (instant: string) => anEntry({ at: instant });
    const entries = [
      at('2026-11-20T08:10:00.000Z'),
      at('2026-11-19T07:36:00.000Z'),
      at('2026-11-19T06:30:00.000Z'),
    ];
    expect(entryTimes(entries, now)).toEqual(['11月20日 周五 16:10', '11月19日 周四 15:36', '14:30']);
  });

  it('counts files by what they are', () => {
    expect(countFiles([picture])).toBe('1 张照片');
    expect(countFiles([picture, { ...picture, mediaType: 'application/pdf' }])).toBe('2 个文件');
  });
});

describe('the next step', () => {
  it('names who takes a new issue, and until when', () => {
    const issue = anIssue({ status: 'submitted', signDueAt: '2026-11-23T03:41:00.000Z' });
    expect(nextStepOf(issue, 'enterprise', now)).toEqual({ title: '受理', time: '周志强，今天 11:41 前' });
  });

  it('is the signature of the body an issue went to last', () => {
    const entries = [
      anEntry({ kind: 'dispatched', to: '县水利局' }),
      anEntry({ kind: 'dispatched', to: '县住建局' }),
    ];
    const issue = anIssue({ status: 'dispatched', entries, signDueAt: '2026-11-23T03:41:00.000Z' });
    expect(nextStepOf(issue, 'officer', now)?.title).toBe('县住建局签收');
  });

  it('is the reader’s own once it is answered, and none when it has ended', () => {
    const answered = anIssue({ status: 'answered', confirmBy: '2026-11-25T09:30:00.000Z' });
    expect(nextStepOf(answered, 'enterprise', now)).toEqual({
      title: '您来确认',
      time: '11月25日 周三 17:30 前',
    });
    expect(nextStepOf(answered, 'officer', now)?.title).toBe('企业确认');
    expect(nextStepOf(anIssue({ status: 'closed' }), 'enterprise', now)).toBeUndefined();
  });
});
