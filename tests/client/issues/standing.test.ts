import { issueStatuses } from '@contract/enums';
import {
  bodyInitial,
  categoryText,
  dayThatMatters,
  formatWorkingTime,
  standingOf,
  timeLeftText,
} from '@/format/issues';
import { anIssueRow } from './factories';

const now = new Date('2026-11-23T01:41:00.000Z');

describe('how an issue stands', () => {
  it('is a word for every status', () => {
    for (const status of issueStatuses) expect(standingOf(anIssueRow({ status })).text).not.toBe('');
  });

  it('is the reader’s turn when answered, never red', () => {
    expect(standingOf(anIssueRow({ status: 'answered', isBreached: true }))).toEqual({
      text: '等您确认',
      tone: 'warn',
    });
  });

  it('is red only while a limit is broken', () => {
    expect(standingOf(anIssueRow({ isBreached: true }))).toEqual({ text: '答复超时', tone: 'bad' });
    const unsigned = anIssueRow({ isBreached: true, runningLimit: 'sign', status: 'dispatched' });
    expect(standingOf(unsigned).text).toBe('签收超时');
    expect(standingOf({ ...unsigned, status: 'submitted' }).text).toBe('受理超时');
    expect(standingOf(anIssueRow({ status: 'closed', closedAs: 'confirmed', isBreached: true })).tone).toBe(
      'ok',
    );
  });

  it('tells an answer nobody confirmed from one that was', () => {
    expect(standingOf(anIssueRow({ status: 'closed', closedAs: 'lapsed' })).text).toBe('到期未确认');
    expect(standingOf(anIssueRow({ status: 'closed', closedAs: 'confirmed' })).text).toBe('已解决');
  });

  it('says when work began anew', () => {
    expect(standingOf(anIssueRow({ disputeCount: 1 })).text).toBe('重新办理');
  });
});

describe('the day that matters', () => {
  it('is the promised one while the answer is owed', () => {
    expect(dayThatMatters(anIssueRow(), now)).toBe('11月26日 周四答复');
  });

  it('is the last one to confirm once it is answered', () => {
    const answered = anIssueRow({ status: 'answered', confirmBy: '2026-11-25T09:30:00.000Z' });
    expect(dayThatMatters(answered, now)).toBe('11月25日 周三前');
  });

  it('is when it was rated, or raised, once it has ended', () => {
    const rating = { result: 'solved', ratedAt: '2026-10-28T03:00:00.000Z' } as const;
    expect(dayThatMatters(anIssueRow({ status: 'closed', rating }), now)).toBe('10月28日办结');
    expect(dayThatMatters(anIssueRow({ status: 'withdrawn' }), now)).toBe('11月19日提出');
  });

  it('isn’t that of an earlier rating when the confirmation lapsed', () => {
    const rating = { result: 'unsolved', ratedAt: '2026-10-28T03:00:00.000Z' } as const;
    expect(dayThatMatters(anIssueRow({ status: 'closed', closedAs: 'lapsed', rating }), now)).toBe(
      '11月19日提出',
    );
  });
});

describe('working time', () => {
  it('is said in hours up to a working day of seven, then in days', () => {
    expect(formatWorkingTime(349)).toBe('5 小时 49 分');
    expect(formatWorkingTime(419)).toBe('6 小时 59 分');
    expect(formatWorkingTime(420)).toBe('1 个工作日');
    expect(formatWorkingTime(-1_300)).toBe('3 个工作日');
  });

  it('says what is left or by how much it is over, nothing when no limit runs', () => {
    expect(timeLeftText(anIssueRow())).toBe('还剩 3 个工作日，休息日不算');
    expect(timeLeftText(anIssueRow({ isBreached: true, remainingMinutes: -20 }))).toBe('超了 20 分钟');
    expect(timeLeftText(anIssueRow({ runningLimit: undefined }))).toBe('');
  });
});

describe('names', () => {
  it('of bodies and enterprises are stood for by what sets them apart', () => {
    expect(bodyInitial('县住房和城乡建设局')).toBe('住');
    expect(bodyInitial('中牟县发展和改革委员会')).toBe('发');
    expect(bodyInitial('郑州启航物流装备有限公司')).toBe('启');
    expect(bodyInitial('河南豫穗食品有限公司')).toBe('豫');
    expect(bodyInitial('郑州')).toBe('郑');
  });

  it('of a category are its kind and its field', () => {
    expect(categoryText({ kind: 'help', field: 'labour' })).toBe('求助，用工');
  });
});
