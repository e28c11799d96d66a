import fc from 'fast-check';
import { listingSides, markets } from '../../../server/contract/enums';
import { industries } from '../../../server/modules/enterprises/industries';
import { divisionName, industryTie, tieScore } from '../../../server/modules/matchmaking/industry-chain';
import {
  isWorthShowing,
  passesGates,
  scoreMatch,
  type Candidate,
  type WordsInCommon,
} from '../../../server/modules/matchmaking/score';
import { regions } from '../../../server/modules/organizations/regions';

const now = new Date('2026-11-23T02:00:00Z');
const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);
const noWords: WordsInCommon = { likeness: 0, shared: [] };
const wan = 1_000_000;

const candidate = (fields: Partial<Candidate> = {}): Candidate => ({
  enterpriseId: 'a',
  market: 'trade',
  side: 'offer',
  industryCode: '3599',
  regionCode: '410122',
  publishedAt: daysAgo(0),
  expiresAt: daysAgo(-30),
  ...fields,
});
const need = (fields: Partial<Candidate> = {}) => candidate({ enterpriseId: 'b', side: 'need', ...fields });
const partsOf = (mine: Candidate, other: Candidate, words = noWords) =>
  Object.fromEntries(scoreMatch(mine, other, words, now).parts.map((part) => [part.part, part]));

const anyCandidate = fc.record({
  enterpriseId: fc.constantFrom('a', 'b', 'c'),
  market: fc.constantFrom(...markets),
  side: fc.constantFrom(...listingSides),
  amountFen: fc.option(fc.integer({ min: 1, max: 1e11 }), { nil: undefined }),
  industryCode: fc.constantFrom(...industries.map(({ code }) => code)),
  regionCode: fc.constantFrom(...regions.map(({ code }) => code)),
  publishedAt: fc.integer({ min: 0, max: 400 }).map(daysAgo),
  expiresAt: fc.integer({ min: -100, max: 10 }).map(daysAgo),
});
const anyWords = fc.record({
  likeness: fc.double({ min: 0, max: 1, noNaN: true }),
  shared: fc.constant<string[]>([]),
});

describe('a match', () => {
  it('has a score in [0, 1] that its parts explain', () => {
    fc.assert(
      fc.property(anyCandidate, anyCandidate, anyWords, (one, other, words) => {
        const { score, parts } = scoreMatch(one, { ...other, market: one.market }, words, now);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(parts.map(({ part }) => part)).toEqual(['words', 'industry', 'region', 'amount', 'freshness']);
        expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1);
        expect(parts.reduce((sum, part) => sum + part.weight * part.score, 0)).toBeCloseTo(score);
        for (const part of parts) {
          expect(part.score).toBeGreaterThanOrEqual(0);
          expect(part.score).toBeLessThanOrEqual(1);
          expect(part.reason).toMatch(/\p{Script=Han}/u);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is the same from both sides, gates and score', () => {
    fc.assert(
      fc.property(anyCandidate, anyCandidate, anyWords, (one, other, words) => {
        expect(passesGates(one, other, now)).toBe(passesGates(other, one, now));
        const facing: Candidate = {
          ...other,
          market: one.market,
          side: one.side === 'offer' ? 'need' : 'offer',
        };
        expect(scoreMatch(one, facing, words, now).score).toBeCloseTo(
          scoreMatch(facing, one, words, now).score,
          10,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('rises with words in common and never falls with a younger listing', () => {
    fc.assert(
      fc.property(
        anyCandidate,
        anyCandidate,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 400 }),
        (one, other, a, b, young, old) => {
          const facing = { ...other, market: one.market };
          const score = (likeness: number, age: number) =>
            scoreMatch(one, { ...facing, publishedAt: daysAgo(age) }, { likeness, shared: [] }, now).score;
          expect(score(Math.max(a, b), 0)).toBeGreaterThanOrEqual(score(Math.min(a, b), 0));
          expect(score(a, Math.min(young, old))).toBeGreaterThanOrEqual(score(a, Math.max(young, old)));
        },
      ),
    );
  });

  it('needs one market, opposite sides, different enterprises and validity', () => {
    expect(passesGates(candidate(), need(), now)).toBe(true);
    expect(passesGates(candidate(), need({ market: 'jobs' }), now)).toBe(false);
    expect(passesGates(candidate(), need({ side: 'offer' }), now)).toBe(false);
    expect(passesGates(candidate(), need({ enterpriseId: 'a' }), now)).toBe(false);
    expect(passesGates(candidate(), need({ expiresAt: now }), now)).toBe(false);
    expect(passesGates(candidate({ expiresAt: now }), need(), now)).toBe(false);
  });

  it('keeps a loan need from lenders that can’t give so much or don’t lend so little', () => {
    const offer = candidate({ market: 'finance', amountFen: 500 * wan });
    const passes = (amount: number) =>
      passesGates(offer, need({ market: 'finance', amountFen: amount * wan }), now);
    expect(passes(500)).toBe(true);
    expect(passes(600)).toBe(true);
    expect(passes(601)).toBe(false);
    expect(passes(5)).toBe(true);
    expect(passes(4)).toBe(false);
    expect(passesGates(offer, need({ market: 'finance' }), now)).toBe(true);
  });

  it('scores a loan best at the ceiling and less the further from it, on either side', () => {
    const offer = candidate({ market: 'finance', amountFen: 500 * wan });
    const amount = (much: number) =>
      partsOf(offer, need({ market: 'finance', amountFen: much * wan })).amount?.score ?? -1;
    expect(amount(500)).toBe(1);
    expect(amount(300)).toBeCloseTo(0.84);
    expect(amount(300)).toBeGreaterThan(amount(100));
    expect(amount(550)).toBeCloseTo(0.3);
    expect(amount(600)).toBeCloseTo(0);
    expect(partsOf(offer, need({ market: 'finance', amountFen: 300 * wan })).amount?.reason).toBe(
      '对方要 300 万元，您最高 500 万元',
    );
    expect(partsOf(need({ market: 'finance', amountFen: 300 * wan }), offer).amount?.reason).toBe(
      '您要 300 万元，对方最高 500 万元',
    );
  });

  it('scores regions from the same county down to another province', () => {
    const region = (one: string, other: string) =>
      partsOf(candidate({ regionCode: one }), need({ regionCode: other })).region;
    expect(region('410122', '410122')).toMatchObject({ score: 1, reason: '同在中牟县' });
    expect(region('410122', '410100')).toMatchObject({ score: 0.9, reason: '都在郑州市' });
    expect(region('410122', '410184')).toMatchObject({ score: 0.8, reason: '都在郑州市' });
    expect(region('410122', '410000')).toMatchObject({ score: 0.7, reason: '对接范围是河南省' });
    expect(region('410122', '410324')).toMatchObject({ score: 0.4, reason: '郑州市到洛阳市，同省' });
    expect(region('410122', '320000')?.score).toBe(0);
  });

  it('scores industries from the same class down to none, with the place in the chain from the reader’s side', () => {
    const industry = (one: string, other: string) =>
      partsOf(candidate({ industryCode: one }), need({ industryCode: other })).industry;
    expect(industry('3511', '3511')?.score).toBe(1);
    expect(industry('3511', '3512')?.score).toBe(0.85);
    expect(industry('3511', '3599')?.score).toBe(0.7);
    expect(industry('2929', '3670')).toMatchObject({
      score: 0.55,
      reason: '对方是您的下游：橡胶和塑料制品供汽车制造',
    });
    const seen = partsOf(need({ industryCode: '3670' }), candidate({ industryCode: '2929' })).industry;
    expect(seen).toMatchObject({ score: 0.55, reason: '对方是您的上游：橡胶和塑料制品供汽车制造' });
    // The other way round a carmaker would offer to its supplier of parts.
    expect(industry('3670', '2929')).toMatchObject({
      score: 0.25,
      reason: expect.stringContaining('方向不合'),
    });
    expect(industry('3311', '3511')).toMatchObject({
      score: 0.55,
      reason: '互为上下游：金属制品和专用设备制造',
    });
    expect(industry('1811', '3511')?.score).toBe(0.2);
    expect(industry('6621', '3511')?.score).toBe(0);
  });

  it('is worth showing only where it is about the same thing, except for loans', () => {
    const shown = (market: Candidate['market'], likeness: number) =>
      isWorthShowing(
        market,
        scoreMatch(candidate({ market }), need({ market }), { likeness, shared: [] }, now),
      );
    expect(shown('trade', 0.09)).toBe(true);
    expect(shown('trade', 0.08)).toBe(false);
    expect(shown('finance', 0)).toBe(true);
    const far = need({
      market: 'finance',
      regionCode: '320000',
      publishedAt: daysAgo(300),
      amountFen: 500 * wan,
    });
    const lender = candidate({ market: 'finance', amountFen: 420 * wan, publishedAt: daysAgo(300) });
    expect(isWorthShowing('finance', scoreMatch(lender, far, noWords, now))).toBe(false);
  });

  it('names shared words and the age of the other listing', () => {
    const parts = partsOf(candidate(), need({ publishedAt: daysAgo(3.5) }), {
      likeness: 0.25,
      shared: ['支架', '铸铁'],
    });
    expect(parts.words).toMatchObject({ score: 0.5, reason: '都写了支架、铸铁' });
    expect(parts.freshness?.reason).toBe('3 天前发布');
    expect(parts.amount).toMatchObject({ score: 0.5, reason: '没写金额，按一半计' });
  });
});

describe('industries', () => {
  it('hang together the same way from both sides, in an order that follows the standard', () => {
    const code = fc.constantFrom(...industries.map((industry) => industry.code));
    fc.assert(
      fc.property(code, code, (one, other) => {
        expect(industryTie(one, other)).toEqual(industryTie(other, one));
        expect(tieScore[industryTie(one, one).tie]).toBeGreaterThanOrEqual(
          tieScore[industryTie(one, other).tie],
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('are called by their division without the word for trade at its end', () => {
    expect(divisionName('3599')).toBe('专用设备制造');
    expect(divisionName('0111')).toBe('农业');
    expect(divisionName('C')).toBe('制造');
  });
});
