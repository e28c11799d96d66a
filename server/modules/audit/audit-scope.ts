import { Types } from 'mongoose';
import type { Context } from '../../context';
import { enterpriseHeads } from '../enterprises/enterprises.service';
import { organizationRecords, rootOrganizationIds } from '../organizations/organizations.service';

/** Bodies and firms move rarely: what was read of them holds this long, milliseconds. */
const keptMs = 60_000;
const mostKept = 10_000;
const kept = new Map<string, { ids: Types.ObjectId[]; until: number }>();

async function remembered(
  key: string,
  now: Date,
  read: () => Promise<Types.ObjectId[]>,
): Promise<Types.ObjectId[]> {
  const found = kept.get(key);
  if (found && found.until > now.getTime()) return found.ids;
  const ids = await read();
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, { ids, until: now.getTime() + keptMs });
  return ids;
}

const pathOf = async (organizationId: string): Promise<Types.ObjectId[]> => {
  const body = (await organizationRecords([organizationId])).get(organizationId);
  return body ? [...body.ancestorIds, body.id].map((id) => new Types.ObjectId(id)) : [];
};

/**
 * The bodies that an act concerns, with all above them: those in which the person holds an office, and the one that
 * looks after the enterprise; where it concerns none, the roots of the tree.
 */
export async function scopeOfAct(ctx: Context, enterpriseId: string | undefined): Promise<Types.ObjectId[]> {
  const { actor, now } = ctx;
  const offices = actor.kind === 'person' ? actor.offices : [];
  const found = await Promise.all([
    ...offices.map(({ organizationId }) =>
      remembered(`body ${organizationId}`, now, () => pathOf(organizationId)),
    ),
    ...(enterpriseId
      ? [
          remembered(
            `firm ${enterpriseId}`,
            now,
            async () => (await enterpriseHeads([enterpriseId])).get(enterpriseId)?.scope ?? [],
          ),
        ]
      : []),
  ]);
  const ids = new Map(found.flat().map((id) => [id.toHexString(), id]));
  if (ids.size > 0) return [...ids.values()];
  return remembered('roots', now, rootOrganizationIds);
}
