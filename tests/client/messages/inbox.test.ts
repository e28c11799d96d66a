import type { Message } from '@contract';
import { groupMessages, whenSent } from '@/features/messages/inbox/view-model';

const now = new Date('2026-11-23T01:41:00.000Z');

function aMessage(id: string, sentAt: string, needsAction = false): Message {
  return { id, topic: 'issue', title: '', text: '', needsAction, sentAt };
}

describe('the inbox', () => {
  it('puts what waits for the reader first, then today, then the rest', () => {
    const groups = groupMessages(
      [
        aMessage('today', '2026-11-23T00:00:00.000Z'),
        aMessage('just after midnight', '2026-11-22T16:05:00.000Z'),
        aMessage('last week', '2026-11-20T08:32:00.000Z', true),
        aMessage('older', '2026-11-19T08:32:00.000Z'),
      ],
      now,
    );
    expect(groups.map(({ title, messages }) => [title, messages.map(({ id }) => id)])).toEqual([
      ['要您办', ['last week']],
      ['今天', ['today', 'just after midnight']],
      ['更早', ['older']],
    ]);
  });

  it('leaves out groups without messages', () => {
    expect(groupMessages([], now)).toEqual([]);
  });

  it('says when a message came in few words', () => {
    expect(whenSent('2026-11-23T01:30:00.000Z', now)).toBe('09:30');
    expect(whenSent('2026-11-22T01:30:00.000Z', now)).toBe('昨天');
    expect(whenSent('2026-11-20T01:30:00.000Z', now)).toBe('11月20日');
  });
});
