import type { Query } from '@contract';
import type { Verdict } from '@contract/enums';
import type { ItemVerdict, PolicyItem, PolicyMatch, VerdictCounts } from '@contract/policies';
import { requireEnterprise, type Context } from '../../context';
import { AppError } from '../../errors';
import { getProfile, type EnterpriseProfile } from '../enterprises/enterprises.service';
import { dayOf } from '../issues/calendar';
import { readCatalogue } from './catalogue';
import { readCursor, writeCursor } from './cursors';
import { evaluateItem, judge } from './eligibility';
import { missingFor } from './explanation';
import { PolicyModel } from './policies.model';
import { isCurrent, isOpen } from './policy-status';

interface OfferedItem {
  policyId: string;
  policyTitle: string;
  item: PolicyItem;
}

/**
 * Items of the policies in force that are open for application, with the verdict for the caller's enterprise: nearest
 * deadline first, then what is met before what isn't decided.
 * @throws NOT_BOUND when the person acts for no enterprise
 * @throws VALIDATION_FAILED when the cursor is none of ours
 */
export async function listMatches(
  ctx: Context,
  query: Query<'GET /policies/matches'>,
): Promise<{ items: PolicyMatch[]; next?: string; total: number; counts: VerdictCounts }> {
  const profile = await getProfile(requireEnterprise(ctx).id, ctx.now);
  const all = await matchesFor(ctx, profile);
  const wanted = query.verdict === undefined ? all : all.filter(({ verdict }) => verdict === query.verdict);
  const after = readCursor(query.cursor, 4)?.map(String);
  const rest = after ? wanted.filter((match) => compareKeys(sortKeys(match), after) > 0) : wanted;
  const limit = query.limit ?? 20;
  const last = rest[limit - 1];
  return {
    items: rest.slice(0, limit),
    total: wanted.length,
    counts: countVerdicts(all.map(({ verdict }) => verdict)),
    ...(rest.length > limit && last ? { next: writeCursor(sortKeys(last)) } : {}),
  };
}

/** Every open item with its verdict for an enterprise, in the order of the list. */
async function matchesFor(ctx: Context, profile: EnterpriseProfile): Promise<PolicyMatch[]> {
  const today = dayOf(ctx.now);
  return (await openItems(today))
    .map((offered) => toMatch(offered, profile, ctx.now))
    .sort((one, other) => compareKeys(sortKeys(one), sortKeys(other)));
}

/**
 * Verdict per item of a policy for the caller's enterprise, clause by clause.
 * @throws NOT_BOUND when the person acts for no enterprise
 * @throws NOT_FOUND when no such policy is published
 */
export async function verdictsFor(ctx: Context, policyId: string): Promise<ItemVerdict[]> {
  const enterprise = requireEnterprise(ctx);
  const policy = await PolicyModel.findOne({ _id: policyId, status: { $ne: 'draft' } }, { items: 1 }).lean();
  if (!policy) throw new AppError('NOT_FOUND');
  const profile = await getProfile(enterprise.id, ctx.now);
  return policy.items.map((item) => ({
    policyId,
    itemKey: item.key,
    ...evaluateItem(item, profile.facts, ctx.now),
  }));
}

/**
 * How many open policy items each missing attribute would help to decide for an enterprise.
 */
export async function unlockedBy(profile: EnterpriseProfile, now: Date): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { item } of await openItems(dayOf(now))) {
    if (judge(item.rule, profile.facts, now) !== 'unknown') continue;
    for (const attribute of missingFor(item.rule, profile.facts, now))
      counts.set(attribute, (counts.get(attribute) ?? 0) + 1);
  }
  return counts;
}

/** One item with its verdict for an enterprise. */
export function toMatch(
  { policyId, policyTitle, item }: OfferedItem,
  profile: EnterpriseProfile,
  now: Date,
): PolicyMatch {
  const { verdict, because, missing, estimatedAmountFen } = evaluateItem(item, profile.facts, now);
  return {
    policyId,
    itemKey: item.key,
    policyTitle,
    title: item.title,
    benefit: item.benefit,
    ...(item.maxAmountFen === undefined ? {} : { maxAmountFen: item.maxAmountFen }),
    ...(estimatedAmountFen === undefined ? {} : { estimatedAmountFen }),
    ...(item.deadline ? { deadline: item.deadline } : {}),
    verdict,
    because,
    missing: missing.map(({ attribute, label }) => ({ attribute, label })),
  };
}

/** How often each verdict stands in a list. */
function countVerdicts(verdicts: Iterable<Verdict>): VerdictCounts {
  const counts: VerdictCounts = { met: 0, unknown: 0, notMet: 0 };
  for (const verdict of verdicts) counts[verdict === 'not-met' ? 'notMet' : verdict] += 1;
  return counts;
}

/** Items that firms can apply for on a day, of the policies that hold. */
async function openItems(today: string): Promise<OfferedItem[]> {
  const { policies } = await readCatalogue();
  return [...policies.values()]
    .filter((policy) => isCurrent(policy, today))
    .flatMap(({ id, title, items }) =>
      items.filter((item) => isOpen(item, today)).map((item) => ({ policyId: id, policyTitle: title, item })),
    );
}

const verdictOrder: Record<Verdict, string> = { met: '0', unknown: '1', 'not-met': '2' };

function sortKeys(match: PolicyMatch): string[] {
  return [match.deadline ?? '9999-12-31', verdictOrder[match.verdict], match.policyId, match.itemKey];
}

function compareKeys(one: readonly string[], other: readonly string[]): number {
  for (const [at, key] of one.entries()) {
    const against = other[at] ?? '';
    if (key !== against) return key < against ? -1 : 1;
  }
  return 0;
}
