import { endingText, holderText, waitingFirst } from '@/pages/issues/view-model';
import { anIssueRow } from './factories';

describe('the list of issues', () => {
  it('has what waits for the reader on top, the shortest time first, and keeps the order of the rest', () => {
    const list = [
      anIssueRow({ id: 'new' }),
      anIssueRow({ id: 'later', status: 'answered', confirmBy: '2026-11-27T09:30:00.000Z' }),
      anIssueRow({ id: 'old' }),
      anIssueRow({ id: 'soon', status: 'answered', confirmBy: '2026-11-25T09:30:00.000Z' }),
    ];
    expect(waitingFirst(list).map(({ id }) => id)).toEqual(['soon', 'later', 'new', 'old']);
  });

  it('says who has an issue, at every stage', () => {
    expect(holderText(anIssueRow({ status: 'submitted' }))).toBe('等周志强受理，县企业服务办');
    expect(holderText(anIssueRow({ status: 'dispatched' }))).toBe('周志强负责到签收，县企业服务办');
    expect(holderText(anIssueRow())).toBe('周志强在办，县企业服务办');
  });

  it('says how an issue ended', () => {
    const rating = { result: 'solved', stars: 5, ratedAt: '2026-10-28T03:00:00.000Z' } as const;
    expect(endingText(anIssueRow({ status: 'closed', closedAs: 'confirmed', rating }))).toBe(
      '县企业服务办周志强办完，您评 5 星。',
    );
    expect(endingText(anIssueRow({ status: 'closed', closedAs: 'lapsed' }))).toBe(
      '县企业服务办已答复，您没有确认。',
    );
    expect(endingText(anIssueRow({ status: 'withdrawn' }))).toBe('您撤回了，记录还在。');
  });
});
