import type { PolicyMatch, Verdict } from '@contract';
import { bestByPolicy } from '@/features/policies/search/best-matches';

const aMatch = (policyId: string, itemKey: string, verdict: Verdict): PolicyMatch => ({
  policyId,
  itemKey,
  policyTitle: '',
  title: '',
  benefit: '',
  verdict,
  because: '',
  missing: [],
});

describe('the verdict on a found document', () => {
  it('is that of its item nearest to being met', () => {
    const best = bestByPolicy([
      aMatch('p', 'a', 'not-met'),
      aMatch('p', 'b', 'unknown'),
      aMatch('p', 'c', 'not-met'),
      aMatch('q', 'a', 'met'),
    ]);
    expect(best.get('p')?.itemKey).toBe('b');
    expect(best.get('q')?.verdict).toBe('met');
    expect(best.get('r')).toBeUndefined();
  });
});
