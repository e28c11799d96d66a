import type { IssueRow, Office } from '@contract';
import { issueStatuses } from '@contract/enums';
import { dutyOf, timeLeftOf, timeNoteOf, urgencyOf } from '@/features/officer/time-left';
import {
  actionsOf,
  countByUrgency,
  filterByUrgency,
  greeting,
  officesText,
} from '@/features/officer/todo/view-model';
import { anIssueRow } from '../issues/factories';

const now = new Date('2026-11-23T01:41:00.000Z');

const breached = anIssueRow({
  id: 'breached',
  status: 'dispatched',
  isBreached: true,
  runningLimit: 'sign',
  signDueAt: '2026-11-23T01:21:00.000Z',
  remainingMinutes: -20,
});
const today = anIssueRow({ id: 'today', answerDueAt: '2026-11-23T09:30:00.000Z', remainingMinutes: 349 });
const later = anIssueRow({ id: 'later' });

describe('the time left', () => {
  it('is told by word, and in red only when it is over', () => {
    expect(timeLeftOf(breached, now)).toEqual({ text: '签收已超 20 分钟', tone: 'bad', strong: true });
    expect(timeLeftOf(today, now)).toEqual({ text: '今天 17:30 到期', tone: 'warn', strong: false });
    expect(timeLeftOf(later, now)).toEqual({ text: '还剩 3 个工作日', tone: 'ok', strong: false });
  });

  it('names the moment when less than a working day is left', () => {
    const tomorrow = anIssueRow({ answerDueAt: '2026-11-24T01:30:00.000Z', remainingMinutes: 379 });
    expect(timeLeftOf(tomorrow, now).text).toBe('明天 09:30 到期');
    expect(timeLeftOf({ ...tomorrow, remainingMinutes: 45 }, now).text).toBe('明天 09:30 到期');
  });

  it('is nobody’s when the officer has done their part', () => {
    const answered: IssueRow = anIssueRow({
      status: 'answered',
      runningLimit: 'confirm',
      confirmBy: '2026-11-25T09:30:00.000Z',
    });
    expect(timeLeftOf(answered, now)).toMatchObject({
      text: '等企业确认，11月25日 周三 17:30 前',
      tone: 'mute',
    });
    expect(timeLeftOf(anIssueRow({ status: 'closed' }), now).text).toBe('已办结');
  });

  it('is about the signature before the answer', () => {
    expect(dutyOf(anIssueRow({ status: 'submitted', runningLimit: 'sign' }))).toBe('受理');
    expect(dutyOf(breached)).toBe('签收');
    expect(dutyOf(later)).toBe('答复');
  });

  it('is explained below: what was missed, what is left today, or by when', () => {
    expect(timeNoteOf(breached, now)).toBe('今天 09:21 前该签收');
    expect(timeNoteOf(today, now)).toBe('答复还有 5 小时 49 分工作时间');
    expect(timeNoteOf(later, now)).toBe('11月26日 周四 17:30 前答复');
  });
});

describe('the counts of the work list', () => {
  it('tell overdue, due today and later apart', () => {
    expect([breached, today, later].map((issue) => urgencyOf(issue, now))).toEqual([
      'breached',
      'today',
      'later',
    ]);
    expect(countByUrgency([breached, today, later], 3, now)).toEqual({ breached: 1, today: 1, later: 1 });
  });

  it('count what isn’t loaded yet as later, since the list is by urgency', () => {
    expect(countByUrgency([breached, today, later], 120, now)).toEqual({ breached: 1, today: 1, later: 118 });
    expect(countByUrgency([], 0, now)).toEqual({ breached: 0, today: 0, later: 0 });
  });

  it('filter the list', () => {
    expect(filterByUrgency([breached, today, later], 'today', now)).toEqual([today]);
    expect(filterByUrgency([breached, today, later], undefined, now)).toHaveLength(3);
  });
});

describe('the next steps on a card', () => {
  it('begin with the one that is due', () => {
    expect(actionsOf({ status: 'submitted' })[0]).toBe('accept');
    expect(actionsOf({ status: 'dispatched' })).toEqual(['receive', 'return']);
    expect(actionsOf({ status: 'accepted' })[0]).toBe('answer');
    expect(actionsOf({ status: 'in-hand' })[0]).toBe('answer');
  });

  it('are none once the answer is given', () => {
    for (const status of issueStatuses.filter((value) => ['answered', 'closed', 'withdrawn'].includes(value)))
      expect(actionsOf({ status })).toEqual([]);
  });
});

describe('the head of the work list', () => {
  it('greets by Shanghai’s clock', () => {
    expect(greeting(new Date('2026-11-23T01:41:00.000Z'))).toBe('上午好');
    expect(greeting(new Date('2026-11-23T05:00:00.000Z'))).toBe('中午好');
    expect(greeting(new Date('2026-11-23T07:00:00.000Z'))).toBe('下午好');
    expect(greeting(new Date('2026-11-23T16:30:00.000Z'))).toBe('晚上好');
  });

  it('names the body, or the first of several', () => {
    const office = (id: string, name: string): Office => ({
      organization: { id, name, shortName: name },
      regionName: '中牟县',
      roles: ['desk'],
    });
    expect(officesText([office('a', '中牟县企业服务办公室')])).toBe('中牟县企业服务办公室');
    expect(officesText([office('a', '中牟县企业服务办公室'), office('b', '郑州市企业服务办公室')])).toBe(
      '中牟县企业服务办公室等 2 个单位',
    );
  });
});
