import type { Organization } from '@contract';
import { answeringBody, lastDispute, latestNotes, toAnswerBody } from '@/features/officer/answer/view-model';
import { barActions, furtherActions, possibleBodies } from '@/features/officer/issue/view-model';
import { anEntry, anIssue } from '../issues/factories';

const otherBody = { id: 'o-2', name: '中牟县发展和改革委员会', shortName: '县发展改革委' };

function aBody(overrides: Partial<Organization>): Organization {
  return {
    id: 'o-3',
    name: '中牟县水利局',
    shortName: '县水利局',
    kind: 'department',
    level: 'county',
    regionCode: '410122',
    regionName: '中牟县',
    ...overrides,
  };
}

describe('what an officer may do', () => {
  it('stands on the bar with the best next step last', () => {
    expect(barActions(anIssue({ allowed: ['accept', 'note'] }))).toEqual(['accept']);
    expect(barActions(anIssue({ allowed: ['receive', 'return', 'note'] }))).toEqual(['return', 'receive']);
    expect(barActions(anIssue({ allowed: ['answer', 'return', 'note'] }))).toEqual(['answer']);
    expect(barActions(anIssue({ allowed: ['note'] }))).toEqual([]);
  });

  it('is to pass it on where the matrix names another body, else to answer', () => {
    const issue = anIssue({ allowed: ['answer', 'dispatch', 'note'] });
    expect(barActions({ ...issue, proposedBody: otherBody })).toEqual(['answer', 'dispatch']);
    expect(barActions({ ...issue, proposedBody: issue.accountable.organization })).toEqual([
      'dispatch',
      'answer',
    ]);
    expect(barActions(issue)).toEqual(['dispatch', 'answer']);
  });

  it('never offers on the page what isn’t allowed, nor twice', () => {
    const issue = anIssue({ allowed: ['answer', 'return', 'note'] });
    expect(furtherActions(issue)).toEqual(['return', 'note']);
    expect(furtherActions(anIssue({ allowed: [] }))).toEqual([]);
  });
});

describe('bodies an issue can be given to', () => {
  it('leave out who has it, the proposed one that stands above, and partners from outside', () => {
    const issue = anIssue({ proposedBody: otherBody });
    const found = [
      aBody({}),
      aBody({ id: otherBody.id }),
      aBody({ id: issue.accountable.organization.id }),
      aBody({ id: 'bank', kind: 'bank' }),
    ];
    expect(possibleBodies(found, issue).map(({ id }) => id)).toEqual(['o-3']);
  });
});

describe('an answer', () => {
  it('is sent without blanks around it, with its pictures', () => {
    expect(toAnswerBody({ text: ' 便道已通车。\n', fileIds: [] })).toEqual({ text: '便道已通车。' });
    expect(toAnswerBody({ text: '便道已通车。', fileIds: ['f'] })).toMatchObject({ fileIds: ['f'] });
  });

  it('builds on what officers noted last, not on what the enterprise wrote', () => {
    const entries = [
      anEntry({ sequence: 2, kind: 'noted', note: '一' }),
      anEntry({ sequence: 3, kind: 'noted', note: '企业', actorOrganization: undefined }),
      anEntry({ sequence: 4, kind: 'noted', note: '二' }),
      anEntry({ sequence: 5, kind: 'noted', note: '三' }),
    ];
    expect(latestNotes(entries).map(({ note }) => note)).toEqual(['三', '二']);
  });

  it('sees the last complaint about the one before', () => {
    const first = anEntry({ sequence: 4, kind: 'disputed', result: 'unsolved' });
    const second = anEntry({ sequence: 8, kind: 'disputed', result: 'partly-solved' });
    expect(lastDispute([first, second])).toBe(second);
    expect(lastDispute([anEntry()])).toBeUndefined();
  });

  it('goes out in the name of my body that answers for the issue', () => {
    const office = { organization: otherBody, regionName: '中牟县', roles: ['handler' as const] };
    const issue = anIssue({ accountable: { personId: 'p', name: '周志强', organization: otherBody } });
    expect(answeringBody([office], issue)).toBe('中牟县发展和改革委员会');
    expect(answeringBody([], issue)).toBe('中牟县发展和改革委员会');
  });
});
