import type { ListingSide, Market, MatchPart } from '@contract/enums';
import { amountText } from '../enterprises/attributes';
import { industryName } from '../enterprises/industries';
import {
  cityOf,
  isWithin,
  regionFullName,
  regionLevel,
  regionName,
  regionPath,
} from '../organizations/regions';
import { divisionName, industryTie, tieScore } from './industry-chain';

/** What of a listing counts in a match. */
export interface Candidate {
  enterpriseId: string;
  market: Market;
  side: ListingSide;
  amountFen?: number;
  industryCode: string;
  regionCode: string;
  publishedAt: Date;
  expiresAt: Date;
}
/** Likeness of two listings' words in [0, 1], and the words that weigh most in it. */
export interface WordsInCommon {
  likeness: number;
  shared: string[];
}
export interface ScoredPart {
  part: MatchPart;
  /** In [0, 1]. */
  score: number;
  /** Share of the whole; the weights of a market add up to 1. */
  weight: number;
  /** In Chinese, as the owner of `mine` reads it. */
  reason: string;
}

const weights: Record<Market, Record<MatchPart, number>> = {
  trade: { words: 0.35, industry: 0.25, region: 0.15, amount: 0.15, freshness: 0.1 },
  finance: { words: 0.15, industry: 0.05, region: 0.3, amount: 0.4, freshness: 0.1 },
  jobs: { words: 0.4, industry: 0.15, region: 0.3, amount: 0.05, freshness: 0.1 },
  training: { words: 0.45, industry: 0.2, region: 0.2, amount: 0.05, freshness: 0.1 },
  technology: { words: 0.5, industry: 0.25, region: 0.05, amount: 0.1, freshness: 0.1 },
  'e-commerce': { words: 0.45, industry: 0.2, region: 0.1, amount: 0.15, freshness: 0.1 },
  factor: { words: 0.4, industry: 0.1, region: 0.3, amount: 0.1, freshness: 0.1 },
};
/** What counts where one side names no amount. */
const unknownAmount = 0.5;
/** A lender's ceiling may be passed by this much: the rest is a matter of talking. */
const financeSlack = 1.2;
/** A need this far below what a lender usually lends isn't its business. */
const financeLeast = 0.01;
/** A chain that runs the other way: the offer comes from further down than the need. */
const wrongWay = 0.25;
/** Outside finance a match below this in words is no match, however near the two are. */
const leastWords = 0.3;
/** Below this a match isn't worth a reader's time. */
const leastScore = 0.3;
/** Freshness halves in so many days. */
const halfLifeDays = 30;
const dayMs = 86_400_000;

/**
 * Whether two listings may meet at all: one market, opposite sides, both published and valid, different enterprises,
 * and in finance a need within what the offer can give. Symmetric.
 */
export function passesGates(one: Candidate, other: Candidate, now: Date): boolean {
  if (one.market !== other.market || one.side === other.side || one.enterpriseId === other.enterpriseId)
    return false;
  if (one.expiresAt <= now || other.expiresAt <= now) return false;
  const [offer, need] = one.side === 'offer' ? [one, other] : [other, one];
  if (one.market !== 'finance' || !offer.amountFen || !need.amountFen) return true;
  const share = need.amountFen / offer.amountFen;
  return share <= financeSlack && share >= financeLeast;
}

/** Scores two listings that pass the gates: a number in [0, 1] and its parts. The score is the same from both sides. */
export function scoreMatch(
  mine: Candidate,
  other: Candidate,
  words: WordsInCommon,
  now: Date,
): { score: number; parts: ScoredPart[] } {
  const weight = weights[mine.market];
  const rated: Record<MatchPart, { score: number; reason: string }> = {
    words: wordsPart(words),
    industry: industryPart(mine, other),
    region: regionPart(mine, other),
    amount: amountPart(mine, other),
    freshness: freshnessPart(mine, other, now),
  };
  const parts = (Object.keys(weight) as MatchPart[]).map((part) => ({
    part,
    ...rated[part],
    weight: weight[part],
  }));
  const score = parts.reduce((sum, part) => sum + part.score * part.weight, 0);
  return { score: Math.min(1, Math.max(0, score)), parts };
}

/** Whether a scored match is worth showing: good as a whole, and, outside finance, about the same thing. */
export function isWorthShowing(
  market: Market,
  { score, parts }: { score: number; parts: ScoredPart[] },
): boolean {
  if (score < leastScore) return false;
  return market === 'finance' || parts.some((part) => part.part === 'words' && part.score >= leastWords);
}

// The cosine of two short texts on one subject lies around 0.2; the root spreads that over the scale.
function wordsPart({ likeness, shared }: WordsInCommon): { score: number; reason: string } {
  const score = Math.sqrt(Math.min(1, Math.max(0, likeness)));
  return { score, reason: shared.length > 0 ? `都写了${shared.join('、')}` : '没有共同的用语' };
}

function industryPart(mine: Candidate, other: Candidate): { score: number; reason: string } {
  const { tie, upstream } = industryTie(mine.industryCode, other.industryCode);
  const score = tieScore[tie];
  switch (tie) {
    case 'same-class':
    case 'same-group':
    case 'same-division': {
      const level = { 'same-class': 4, 'same-group': 3, 'same-division': 2 }[tie];
      return { score, reason: `同属${industryName(other.industryCode.slice(0, level))}` };
    }
    case 'chain': {
      const [yours, theirs] = [divisionName(mine.industryCode), divisionName(other.industryCode)];
      if (!upstream) return { score, reason: `互为上下游：${yours}和${theirs}` };
      const isUpstream = upstream === mine.industryCode;
      if (isUpstream !== (mine.side === 'offer'))
        return { score: wrongWay, reason: `产业链相连，但方向不合：${yours}和${theirs}` };
      return isUpstream
        ? { score, reason: `对方是您的下游：${yours}供${theirs}` }
        : { score, reason: `对方是您的上游：${theirs}供${yours}` };
    }
    case 'same-section':
      return { score, reason: '同一门类，产业链上不相连' };
    case 'none':
      return { score, reason: '行业不相连' };
  }
}

function regionPart(mine: Candidate, other: Candidate): { score: number; reason: string } {
  const [one, two] = [mine.regionCode, other.regionCode];
  const city = cityOf(one);
  if (one === two && regionLevel(one) === 'county') return { score: 1, reason: `同在${regionName(one)}` };
  // 全市 or 全省 on one side takes in every place below it.
  if (isWithin(one, two) || isWithin(two, one)) {
    const wider = regionPath(one).length < regionPath(two).length ? one : two;
    return regionLevel(wider) === 'city'
      ? { score: 0.9, reason: `都在${regionName(wider)}` }
      : { score: 0.7, reason: `对接范围是${regionName(wider)}` };
  }
  if (city !== undefined && city === cityOf(two)) return { score: 0.8, reason: `都在${regionName(city)}` };
  if (regionPath(one)[0] === regionPath(two)[0])
    return { score: 0.4, reason: `${cityName(one)}到${cityName(two)}，同省` };
  return { score: 0, reason: `${regionFullName(one)}到${regionFullName(two)}，跨省` };
}

function cityName(code: string): string {
  return regionName(cityOf(code) ?? code);
}

function amountPart(mine: Candidate, other: Candidate): { score: number; reason: string } {
  if (!mine.amountFen || !other.amountFen)
    return { score: unknownAmount, reason: mine.amountFen ? '对方没写金额，按一半计' : '没写金额，按一半计' };
  const [yours, theirs] = [amountText(mine.amountFen), amountText(other.amountFen)];
  if (mine.market === 'finance') {
    const [offer, need] =
      mine.side === 'offer' ? [mine.amountFen, other.amountFen] : [other.amountFen, mine.amountFen];
    const reason =
      mine.side === 'need' ? `您要 ${yours}，对方最高 ${theirs}` : `对方要 ${theirs}，您最高 ${yours}`;
    // Within the ceiling everything fits; the nearer to it, the more the product is made for such a need.
    if (need <= offer) return { score: 0.6 + 0.4 * (need / offer), reason };
    return {
      score: Math.max(0, 1 - (need - offer) / offer / (financeSlack - 1)) * 0.6,
      reason: `${reason}，略超`,
    };
  }
  const ratio = Math.min(mine.amountFen, other.amountFen) / Math.max(mine.amountFen, other.amountFen);
  return { score: ratio, reason: `您写 ${yours}，对方写 ${theirs}` };
}

function freshnessPart(mine: Candidate, other: Candidate, now: Date): { score: number; reason: string } {
  const days = (at: Date) => Math.max(0, (now.getTime() - at.getTime()) / dayMs);
  const fresh = (at: Date) => 0.5 ** (days(at) / halfLifeDays);
  const age = Math.floor(days(other.publishedAt));
  return {
    score: (fresh(mine.publishedAt) + fresh(other.publishedAt)) / 2,
    reason: age === 0 ? '今天发布' : `${age} 天前发布`,
  };
}
