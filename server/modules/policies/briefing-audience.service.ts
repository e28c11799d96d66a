import type { Types } from 'mongoose';
import type { Verdict } from '@contract/enums';
import type { PolicyItem } from '@contract/policies';
import type { Context } from '../../context';
import { membersOfEnterprises } from '../accounts/memberships.service';
import type { EnterpriseProfile } from '../enterprises/enterprises.service';
import { dayOf } from '../issues/calendar';
import { consentsLeft } from '../messages/messages.service';
import { getOrganization } from '../organizations/organizations.service';
import { AudienceSample, profilesIn } from './audiences.service';
import type { BriefingDoc, DeliveryReason } from './briefings.model';
import { getOwnBriefing } from './briefings.service';
import { evaluateRule, judge, judgeWithReason } from './eligibility';
import { findPolicies } from './policies.service';
import { isCurrent, isOpen } from './policy-status';

const batchSize = 100;

/** One item that a briefing tells of. */
export interface BriefedItem {
  policyId: Types.ObjectId;
  item: PolicyItem;
}

/**
 * Enterprises of the author's area for whom at least one open item is met or could be, the people there, and how many
 * of them have a WeChat consent left.
 * @throws NOT_FOUND when the briefing isn't the caller's
 */
export async function previewBriefing(ctx: Context, id: string) {
  const briefing = await getOwnBriefing(ctx, id, 'read');
  const items = await itemsOf(briefing, dayOf(ctx.now));
  const audience = new AudienceSample();
  const people = new Set<string>();
  let withConsent = 0;
  const count = async (chosen: EnterpriseProfile[]) => {
    const members = await membersOfEnterprises(chosen.map((profile) => profile.id));
    const fresh = [...new Set(members.map(({ personId }) => personId))].filter(
      (person) => !people.has(person),
    );
    fresh.forEach((person) => people.add(person));
    withConsent += (await consentsLeft(fresh, 'policy-briefing')).size;
  };
  let batch: EnterpriseProfile[] = [];
  for await (const profile of profilesIn(await regionsOf(briefing), ctx.now)) {
    const { verdict, because } = bestOf(items, profile, ctx.now);
    audience.add(profile, verdict, because);
    if (verdict === 'not-met') continue;
    batch.push(profile);
    if (batch.length < batchSize) continue;
    await count(batch);
    batch = [];
  }
  await count(batch);
  return { ...audience.result(), people: people.size, withConsent };
}

/** Items of a briefing's policies that firms can apply for on a day. */
export async function itemsOf(briefing: BriefingDoc, today: string): Promise<BriefedItem[]> {
  const policies = await findPolicies(briefing.policyIds.map(String));
  return policies
    .filter((policy) => isCurrent(policy, today))
    .flatMap((policy) =>
      policy.items.filter((item) => isOpen(item, today)).map((item) => ({ policyId: policy._id, item })),
    );
}

/** Regions whose enterprises a briefing is for: those its body answers for. */
export async function regionsOf(briefing: BriefingDoc): Promise<string[]> {
  return [(await getOrganization(briefing.organizationId.toString())).regionCode];
}

const rank: Record<Verdict, number> = { met: 0, unknown: 1, 'not-met': 2 };

/** The best verdict that any of the items gives an enterprise. */
export function bestVerdict(items: BriefedItem[], profile: EnterpriseProfile, now: Date): Verdict {
  const found = items.map(({ item }) => judge(item.rule, profile.facts, now));
  return found.sort((one, other) => rank[one] - rank[other])[0] ?? 'not-met';
}

function bestOf(
  items: BriefedItem[],
  profile: EnterpriseProfile,
  now: Date,
): { verdict: Verdict; because: string } {
  const found = items.map(({ item }) => judgeWithReason(item.rule, profile.facts, now));
  return (
    found.sort((one, other) => rank[one.verdict] - rank[other.verdict])[0] ?? {
      verdict: 'not-met',
      because: '没有还能申报的事项',
    }
  );
}

/** The items that chose an enterprise, what is met first. */
export function reasonsFor(items: BriefedItem[], profile: EnterpriseProfile, now: Date): DeliveryReason[] {
  return items
    .flatMap(({ policyId, item }) => {
      const { verdict, because, clauses } = evaluateRule(item.rule, profile.facts, now);
      if (verdict === 'not-met') return [];
      return [
        {
          policyId,
          itemKey: item.key,
          title: item.title,
          verdict,
          because,
          clauses: clauses.map((clause) => ({ text: clause.text, verdict: clause.verdict })),
        },
      ];
    })
    .sort((one, other) => rank[one.verdict] - rank[other.verdict]);
}
