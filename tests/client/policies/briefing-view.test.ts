import type { PolicyMatch, Verdict } from '@contract';
import { bestMatch, countRelevant, forwardedTitle, phrasesOf } from '@/features/policies/briefing/view-model';

function aMatch(title: string, verdict: Verdict, deadline?: string): PolicyMatch {
  return {
    policyId: title,
    itemKey: 'i',
    policyTitle: title,
    title,
    benefit: '',
    verdict,
    because: '',
    missing: [],
    ...(deadline ? { deadline } : {}),
  };
}

describe('a briefing', () => {
  const matches = [
    aMatch('节水', 'not-met', '2026-11-30'),
    aMatch('绿色工厂', 'unknown', '2026-12-01'),
    aMatch('贴息', 'met', '2026-12-10'),
    aMatch('升规', 'met'),
  ];

  it('concerns the enterprise where an item is met or a fact would decide it', () => {
    expect(countRelevant(matches)).toBe(3);
  });

  it('leads to the met item that ends first, else to one that lacks a fact', () => {
    expect(bestMatch(matches)?.title).toBe('贴息');
    expect(bestMatch(matches.slice(0, 2))?.title).toBe('绿色工厂');
    expect(bestMatch(matches.slice(0, 1))).toBeUndefined();
  });

  it('is forwarded with its subject alone, without verdict, amount or firm', () => {
    expect(forwardedTitle({ title: '换设备，有三笔钱能报' }, '王海燕')).toBe(
      '王海燕请您看：换设备，有三笔钱能报',
    );
    expect(forwardedTitle({ title: '换设备，有三笔钱能报' }, undefined)).toBe('换设备，有三笔钱能报');
  });

  it('breaks its title between phrases', () => {
    expect(phrasesOf('换设备、建绿色工厂，有三笔钱能报')).toEqual(['换设备、建绿色工厂，', '有三笔钱能报']);
    expect(phrasesOf('稳岗返还')).toEqual(['稳岗返还']);
  });
});
