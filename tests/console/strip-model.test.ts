import type { Issue, LedgerEntry } from '@contract/index';
import {
  limitStart,
  ownerSpans,
  placeOf,
  stripDays,
  stripEvents,
} from '../../console/src/features/issues/strip-model';
import { ledgerKindText } from '../../console/src/format/texts';

const now = new Date('2026-11-25T02:00:00.000Z');
const body = (shortName: string) => ({ id: '0'.repeat(24), name: shortName, shortName });

function anEntry(
  sequence: number,
  part: Partial<LedgerEntry> & Pick<LedgerEntry, 'kind' | 'at'>,
): LedgerEntry {
  return {
    sequence,
    actorName: '王海燕',
    files: [],
    isPublic: true,
    hash: '00000000',
    ...part,
  };
}

/** Submitted on Monday, dispatched, received and returned to the desk; due on Thursday. */
const anIssue = (part: Partial<Issue> = {}) => ({
  status: 'accepted' as const,
  submittedAt: '2026-11-20T01:00:00.000Z',
  answerDueAt: '2026-11-26T09:30:00.000Z',
  accountable: { personId: '1', name: '李雅琴', organization: body('县企业服务办') },
  clock: [
    { date: '2026-11-21', kind: 'rest' as const, state: 'past' as const },
    { date: '2026-11-23', kind: 'work' as const, state: 'past' as const },
    { date: '2026-11-24', kind: 'work' as const, state: 'past' as const },
    { date: '2026-11-25', kind: 'work' as const, state: 'today' as const },
    { date: '2026-11-26', kind: 'work' as const, state: 'promised' as const },
  ],
  entries: [
    anEntry(1, { kind: 'submitted', at: '2026-11-20T01:00:00.000Z' }),
    anEntry(2, {
      kind: 'accepted',
      at: '2026-11-20T02:00:00.000Z',
      actorName: '李雅琴',
      actorOrganization: '县企业服务办',
    }),
    anEntry(3, {
      kind: 'dispatched',
      at: '2026-11-20T03:00:00.000Z',
      actorName: '李雅琴',
      actorOrganization: '县企业服务办',
      to: '县发展改革委',
    }),
    anEntry(4, {
      kind: 'received',
      at: '2026-11-23T01:30:00.000Z',
      actorName: '周志强',
      actorOrganization: '县发展改革委',
    }),
    anEntry(5, { kind: 'returned', at: '2026-11-24T06:00:00.000Z', actorName: '周志强', to: '李雅琴' }),
  ],
  ...part,
});

describe('the days of the clock strip', () => {
  it('run from submission past the promise, each rest day in a row drawn on its own', () => {
    const days = stripDays(anIssue(), now);
    expect(days[0]?.date).toBe('2026-11-20');
    expect(days.filter(({ isRest, isKnown }) => isRest && isKnown).map(({ date }) => date)).toEqual([
      '2026-11-21',
      '2026-11-22',
    ]);
    expect(days.find(({ isToday }) => isToday)?.date).toBe('2026-11-25');
    expect(days.find(({ isPromised }) => isPromised)?.date).toBe('2026-11-26');
  });

  it('run to today when the promise has passed, and leave out the first days of a long story', () => {
    const late = new Date('2026-12-31T02:00:00.000Z');
    const days = stripDays(anIssue(), late);
    expect(days).toHaveLength(21);
    expect(days.at(-1)).toMatchObject({ date: '2026-12-31', isToday: true });
  });

  it('take the server’s word for a working Saturday', () => {
    const clock = [{ date: '2026-11-21', kind: 'work' as const, state: 'past' as const }];
    const saturday = stripDays(anIssue({ clock }), now).find(({ date }) => date === '2026-11-21');
    expect(saturday).toMatchObject({ isRest: false, isKnown: true });
  });

  it('place instants by the hour, nights without width', () => {
    const days = stripDays(anIssue(), now);
    const at = (instant: string) => placeOf(instant, days) * days.length;
    expect(at('2026-11-20T05:00:00.000Z')).toBeCloseTo(0.5);
    expect(at('2026-11-20T12:00:00.000Z')).toBe(1);
    expect(at('2026-11-20T22:00:00.000Z')).toBe(1);
    expect(at('2026-11-01T02:00:00.000Z')).toBe(0);
    expect(at('2027-01-01T02:00:00.000Z')).toBe(days.length);
  });
});

describe('who was accountable', () => {
  it('is somebody at every instant: the sender until the receipt, the desk again after a return', () => {
    const spans = ownerSpans(anIssue(), now);
    expect(spans.map(({ name, body: of }) => [name, of])).toEqual([
      ['值班窗口', undefined],
      ['李雅琴', '县企业服务办'],
      ['周志强', '县发展改革委'],
      ['李雅琴', '县企业服务办'],
    ]);
    for (const [index, span] of spans.entries()) if (index > 0) expect(span.from).toBe(spans[index - 1]?.to);
    expect(spans[0]?.from).toBe('2026-11-20T01:00:00.000Z');
    expect(spans.at(-1)?.to).toBe(now.toISOString());
  });

  it('ends with the last entry once the issue is closed', () => {
    const issue = anIssue({ status: 'closed' });
    expect(ownerSpans(issue, now).at(-1)?.to).toBe('2026-11-24T06:00:00.000Z');
  });

  it('is whom the issue names while nobody has accepted it', () => {
    const issue = anIssue({ status: 'submitted', entries: anIssue().entries.slice(0, 1) });
    expect(ownerSpans(issue, now)).toMatchObject([{ name: '李雅琴', body: '县企业服务办' }]);
  });
});

describe('events and limits on the strip', () => {
  it('share one place where their words would cover each other', () => {
    const days = stripDays(anIssue(), now);
    const events = stripEvents(anIssue().entries, days, (kind) => ledgerKindText[kind]);
    expect(events.map(({ kinds }) => kinds)).toEqual([
      ['submitted', 'accepted', 'dispatched'],
      ['received'],
      ['returned'],
    ]);
  });

  it('begin with the dispatch for a signature and with the submission for an answer', () => {
    expect(limitStart(anIssue(), 'sign')).toBe('2026-11-20T03:00:00.000Z');
    expect(limitStart(anIssue(), 'answer')).toBe('2026-11-20T01:00:00.000Z');
  });
});
