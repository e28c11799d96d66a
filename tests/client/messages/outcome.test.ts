import { outcomeOf, type Consent } from '@/features/messages/subscribe/outcome';

const asked: Consent[] = [
  { template: 'policy-briefing', templateId: 't-1', left: 0 },
  { template: 'issue-progress', templateId: 't-2', left: 0 },
];

describe('WeChat’s answer to the question for messages', () => {
  it('names what was allowed and what was not', () => {
    expect(outcomeOf(asked, { 't-1': 'accept', 't-2': 'reject' })).toEqual({
      granted: ['policy-briefing'],
      refused: ['issue-progress'],
      isBlocked: false,
    });
  });

  it('is blocked where a template was refused for good', () => {
    expect(outcomeOf(asked, { 't-1': 'ban', 't-2': 'reject' })).toMatchObject({
      granted: [],
      isBlocked: true,
    });
  });

  it('is blocked where WeChat did not ask at all', () => {
    expect(outcomeOf(asked, {})).toMatchObject({ granted: [], isBlocked: true });
  });
});
