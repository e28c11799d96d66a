import type { PolicyKind, PolicyTopic } from '@contract/enums';
import type { PolicyRow } from '@contract/policies';
import type { Context } from '../../context';
import { dayOf } from '../issues/calendar';
import { isWithin, regionPath, stateCode } from '../organizations/regions';
import { readCatalogue, type CataloguedPolicy } from './catalogue';
import { PolicyModel } from './policies.model';
import { isCurrent } from './policy-status';
import { toPolicyRow } from './policy-view';

/** What of the policies that hold in a region is asked for. */
export interface HoldingQuery {
  regionCode: string;
  kinds: readonly PolicyKind[];
  /** Any of these. */
  topics?: readonly PolicyTopic[];
  offset?: number;
  limit: number;
}

/**
 * Policies that hold in a region today, its own first, then those of each level above it; of one level the latest issued
 * first.
 */
export async function listHolding(
  ctx: Context,
  { regionCode, kinds, topics, offset = 0, limit }: HoldingQuery,
): Promise<{ items: PolicyRow[]; total: number }> {
  const today = dayOf(ctx.now);
  const { policies } = await readCatalogue();
  const nearness = [...regionPath(regionCode).toReversed(), stateCode];
  const rankOf = ({ regionCode: code }: CataloguedPolicy) => nearness.indexOf(code);
  const found = [...policies.values()]
    .filter(
      (policy) =>
        isWithin(regionCode, policy.regionCode) &&
        kinds.includes(policy.kind) &&
        (topics === undefined || policy.topics.some((topic) => topics.includes(topic))) &&
        isCurrent(policy, today),
    )
    .sort((one, other) => rankOf(one) - rankOf(other) || latestFirst(one, other));
  const ids = found.slice(offset, offset + limit).map(({ id }) => id);
  const docs = await PolicyModel.find({ _id: { $in: ids } }).lean();
  const byId = new Map(docs.map((doc) => [doc._id.toString(), doc]));
  return {
    items: ids.flatMap((id) => {
      const doc = byId.get(id);
      return doc ? [toPolicyRow(doc, today)] : [];
    }),
    total: found.length,
  };
}

type Place = Pick<CataloguedPolicy, 'id' | 'issuedOn'>;

/** Order of policies: the latest issued first, those without a day last. */
export function latestFirst(one: Place, other: Place): number {
  const [day, otherDay] = [one.issuedOn ?? '', other.issuedOn ?? ''];
  if (day !== otherDay) return day < otherDay ? 1 : -1;
  return one.id < other.id ? 1 : one.id > other.id ? -1 : 0;
}
