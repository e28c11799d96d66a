import { ratingResults } from '@contract/enums';
import {
  buttonText,
  consequenceText,
  emptyRating,
  readyWords,
  toggleWord,
  toResolution,
  whyNot,
  windowText,
} from '@/features/issues/rate/view-model';
import { anIssue } from './factories';

const now = new Date('2026-11-23T01:41:00.000Z');

describe('a rating', () => {
  it('is the result alone when nothing else is said', () => {
    expect(toResolution({ ...emptyRating, result: 'solved' })).toEqual({ result: 'solved' });
  });

  it('has stars and words: those that were tapped, then what was typed', () => {
    const form = { result: 'partly-solved', picked: ['时间太久'], typed: ' 主路没通 ', stars: 4 } as const;
    expect(toResolution({ ...form, picked: [...form.picked] })).toEqual({
      result: 'partly-solved',
      stars: 4,
      words: '时间太久，主路没通',
    });
  });

  it('leaves out ready-made words of a result that was chosen before', () => {
    const form = { ...emptyRating, picked: ['办得快', '时间太久'] };
    expect(toResolution({ ...form, result: 'unsolved' })).toEqual({ result: 'unsolved', words: '时间太久' });
  });

  it('fits the contract’s 500 characters with every ready-made word and the longest text', () => {
    for (const result of ratingResults) {
      const form = { result, picked: [...readyWords[result]], typed: '字'.repeat(400) };
      expect(toResolution(form).words?.length).toBeLessThanOrEqual(500);
    }
  });

  it('takes a tapped word back when it is tapped again', () => {
    expect(toggleWord(toggleWord([], '办得快'), '办得快')).toEqual([]);
  });
});

describe('the button', () => {
  it('says what sending brings about', () => {
    expect(buttonText(undefined, false)).toBe('先选一个');
    expect(buttonText('solved', false)).toBe('提交，办结');
    expect(buttonText('partly-solved', false)).toBe('提交，让原经办人接着办');
    expect(buttonText('unsolved', true)).toBe('提交，让原经办人办');
  });

  it('has below it whom a dispute goes back to', () => {
    expect(consequenceText('unsolved', anIssue())).toBe('会回到周志强手里，重新计时');
    expect(consequenceText('solved', anIssue())).toContain('办结');
  });
});

describe('the time to confirm', () => {
  it('is said with what happens after it', () => {
    expect(windowText('2026-11-25T09:30:00.000Z', now)).toBe(
      '11月25日 周三 17:30 前不选，按“到期未确认”办结',
    );
  });

  it('may be over, or not have come; nobody rates their own work', () => {
    expect(whyNot(anIssue({ status: 'answered', allowed: ['resolve'] }))).toBeUndefined();
    expect(whyNot(anIssue({ status: 'closed', closedAs: 'lapsed' }))).toContain('时间过了');
    expect(whyNot(anIssue({ status: 'closed', closedAs: 'confirmed' }))).toContain('已经确认');
    expect(whyNot(anIssue({ status: 'answered' }))).toContain('请同事来确认');
    expect(whyNot(anIssue({ status: 'in-hand' }))).toContain('还没有答复');
    expect(whyNot(anIssue({ status: 'in-hand', disputeCount: 1 }))).toBe(
      '已交回周志强接着办，办完再请您确认',
    );
  });
});
