import type { Verdict } from '@contract/enums';
import type { Audience, Rule } from '@contract/policies';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { eachProfile, type EnterpriseProfile } from '../enterprises/enterprises.service';
import { isWithin, regionName } from '../organizations/regions';
import { judge, judgeWithReason } from './eligibility';
import { editorRegions } from './policies.service';
import { checkRule } from './rule-check';
import { ruleSentence } from './rule-text';

const sampleSize = 8;

/**
 * Whom a rule reaches among the enterprises of the caller's area: counts, what each clause leaves, a mixed sample.
 * @throws VALIDATION_FAILED naming the part of the rule that is wrong
 */
export async function previewAudience(ctx: Context, rule: Rule): Promise<Audience> {
  const details = checkRule(rule, 'body.rule');
  const [first] = details;
  if (first) throw new AppError('VALIDATION_FAILED', { message: first.rule, details });
  const clauses = 'all' in rule ? rule.all : [rule];
  const kept = clauses.map(() => 0);
  const audience = new AudienceSample();
  for await (const profile of profilesIn(await editorRegions(ctx), ctx.now)) {
    for (const at of clauses.keys()) {
      // Judged together, not one by one: two clauses may exclude a firm between them.
      if (judge({ all: clauses.slice(0, at + 1) }, profile.facts, ctx.now) === 'not-met') break;
      kept[at] = (kept[at] ?? 0) + 1;
    }
    const { verdict, because } = judgeWithReason(rule, profile.facts, ctx.now);
    audience.add(profile, verdict, because);
  }
  return { ...audience.result(), kept, sentence: ruleSentence(rule) };
}

/** Enterprises that lie in any of the regions, oldest first. */
export async function* profilesIn(
  regionCodes: readonly string[],
  now: Date,
): AsyncIterable<EnterpriseProfile> {
  if (regionCodes.length === 0) return;
  for await (const profile of eachProfile({}, now))
    if (regionCodes.some((regionCode) => isWithin(profile.regionCode, regionCode))) yield profile;
}

interface Sampled {
  enterprise: { id: string; name: string; regionName: string };
  verdict: Verdict;
  because: string;
}

/** Counts verdicts and keeps a few enterprises of each, so that a sample shows all kinds. */
export class AudienceSample {
  private readonly counted = { met: 0, unknown: 0, 'not-met': 0 };
  private readonly kept: Record<Verdict, Sampled[]> = { met: [], unknown: [], 'not-met': [] };

  add(profile: EnterpriseProfile, verdict: Verdict, because: string): void {
    this.counted[verdict] += 1;
    if (this.kept[verdict].length < sampleSize)
      this.kept[verdict].push({
        enterprise: { id: profile.id, name: profile.name, regionName: regionName(profile.regionCode) },
        verdict,
        because,
      });
  }

  result(): Pick<Audience, 'counts' | 'total' | 'sample'> {
    const { met, unknown, 'not-met': notMet } = this.counted;
    // Three, two and three; what one kind lacks, the others fill up.
    const shares: [Verdict, number][] = [
      ['met', 3],
      ['unknown', 2],
      ['not-met', 3],
    ];
    const first = shares.flatMap(([verdict, count]) => this.kept[verdict].slice(0, count));
    const more = shares.flatMap(([verdict, count]) => this.kept[verdict].slice(count));
    const chosen = new Set([...first, ...more].slice(0, sampleSize));
    return {
      counts: { met, unknown, notMet },
      total: met + unknown + notMet,
      sample: shares.flatMap(([verdict]) => this.kept[verdict].filter((one) => chosen.has(one))),
    };
  }
}
