import type { Types } from 'mongoose';
import type { PolicyItem } from '@contract/policies';
import type { Context } from '../../context';
import { membersOfEnterprises } from '../accounts/memberships.service';
import { readEnterpriseColumns } from '../enterprises/columns.service';
import { dayOf } from '../issues/calendar';
import { consentsLeft } from '../messages/messages.service';
import { getOrganization } from '../organizations/organizations.service';
import { rowsWithin, scanRows, type Chosen } from './audience-scan';
import { toAudience } from './audiences.service';
import type { BriefingDoc } from './briefings.model';
import { getOwnBriefing } from './briefings.service';
import { findPolicies } from './policies.service';
import { isCurrent, isOpen } from './policy-status';

const batchSize = 1000;

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
  const rules = (await itemsOf(briefing, dayOf(ctx.now))).map(({ item }) => item.rule);
  const columns = await readEnterpriseColumns();
  const people = new Set<string>();
  let withConsent = 0;
  const count = async (chosen: Chosen[]) => {
    for (let start = 0; start < chosen.length; start += batchSize) {
      const ids = chosen.slice(start, start + batchSize).map(({ row }) => columns.idAt(row));
      const members = new Set((await membersOfEnterprises(ids)).map(({ personId }) => personId));
      const fresh = [...members].filter((person) => !people.has(person));
      fresh.forEach((person) => people.add(person));
      withConsent += (await consentsLeft(fresh, 'policy-briefing')).size;
    }
  };
  const rows = rowsWithin(columns, await regionsOf(briefing));
  const scan = await scanRows(columns, rows, rules, ctx.now, count);
  return { ...(await toAudience(columns, scan, rules, ctx.now)), people: people.size, withConsent };
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
