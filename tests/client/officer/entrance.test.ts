import { checksTickets, entranceText, worksOnIssues } from '@/format/offices';

describe('the officers’ entrance', () => {
  it('leads a handler to the work list, not to a gate', () => {
    const offices = [{ roles: ['handler' as const] }];
    expect(worksOnIssues(offices)).toBe(true);
    expect(checksTickets(offices)).toBe(false);
    expect(entranceText(offices)).toBe('待办');
  });

  it('leads a steward to the gate only', () => {
    const offices = [{ roles: ['steward' as const] }];
    expect(worksOnIssues(offices)).toBe(false);
    expect(checksTickets(offices)).toBe(true);
    expect(entranceText(offices)).toBe('验票');
  });

  it('joins the work of several offices', () => {
    expect(entranceText([{ roles: ['desk'] }, { roles: ['editor', 'event-manager'] }])).toBe('待办、验票');
  });

  it('leaves messages to an editor', () => {
    expect(entranceText([{ roles: ['editor'] }])).toBe('消息');
  });
});
