import type { Columns } from '../../search/columns';
import type { Chosen } from './audience-scan';
import type { BriefedItem } from './briefing-audience.service';
import type { DeliveryReason } from './briefings.model';
import { rowReader, notMet, verdictOf } from './column-judge';
import {
  decisiveConditions,
  entriesOf,
  missingOf,
  reasonOf,
  textOf,
  toVerdict,
  truthOf,
} from './explanation';
import type { Read } from './rule-logic';
import type { Condition } from './rule-text';

/** What rows of one pattern have in common. */
interface Grounds {
  decisive: Condition[];
  clauses: DeliveryReason['clauses'];
}

const rank = { met: 0, unknown: 1, 'not-met': 2 } as const;

/** Why items chose enterprises that stand in columns: what is met first. What a pattern shares is worked out once. */
export function reasonWriter(
  items: readonly BriefedItem[],
  columns: Columns,
  now: Date,
): (chosen: Chosen) => DeliveryReason[] {
  const known = items.map(() => new Map<number, Grounds>());
  const groundsOf = (at: number, pattern: number, read: Read): Grounds => {
    const found = known[at]?.get(pattern);
    if (found) return found;
    const part = { rule: (items[at] as BriefedItem).item.rule, isNegated: false };
    const grounds = {
      decisive: decisiveConditions(part, read),
      clauses: entriesOf(part).map((entry) => ({
        text: textOf(entry),
        verdict: toVerdict(truthOf(entry, read)),
      })),
    };
    if (pattern > 0) known[at]?.set(pattern, grounds);
    return grounds;
  };
  return ({ row, verdicts, patterns }) => {
    const read = rowReader(columns, row, now);
    return items
      .flatMap(({ policyId, item }, at) => {
        const code = verdicts[at] ?? notMet;
        const verdict = verdictOf[code];
        if (code === notMet || !verdict) return [];
        const { decisive, clauses } = groundsOf(at, patterns[at] ?? 0, read);
        const because = reasonOf(verdict, decisive, missingOf(decisive, read), read);
        return [{ policyId, itemKey: item.key, title: item.title, verdict, because, clauses }];
      })
      .sort((one, other) => rank[one.verdict] - rank[other.verdict]);
  };
}
