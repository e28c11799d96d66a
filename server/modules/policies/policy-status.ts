import type { PolicyStatus } from '@contract/enums';
import type { PolicyItem } from '@contract/policies';

/** What decides whether a policy holds on a day. */
export interface Validity {
  status: PolicyStatus;
  effectiveOn?: string;
  validUntil?: string;
}

/**
 * Status of a policy on a day (YYYY-MM-DD in Asia/Shanghai): its first and its last valid day count; whether what nobody
 * has verified will be in force stays unverified.
 */
export function statusOn({ status, effectiveOn, validUntil }: Validity, today: string): PolicyStatus {
  const isDated = status === 'in-force' || status === 'unverified';
  if (isDated && validUntil !== undefined && validUntil < today) return 'expired';
  return status === 'in-force' && effectiveOn !== undefined && effectiveOn > today ? 'upcoming' : status;
}

/** Whether firms may still be told of a policy: those to come are worth preparing for. */
export function isCurrent(validity: Validity, today: string): boolean {
  const status = statusOn(validity, today);
  return status === 'in-force' || status === 'upcoming' || status === 'unverified';
}

/** Whether an item can still be applied for; the deadline day itself counts. */
export function isOpen({ deadline }: Pick<PolicyItem, 'deadline'>, today: string): boolean {
  return deadline === undefined || deadline >= today;
}

/** The nearest deadline still ahead, else the latest one gone by. */
export function nextDeadline(
  items: readonly Pick<PolicyItem, 'deadline'>[],
  today: string,
): string | undefined {
  const deadlines = items.flatMap(({ deadline }) => deadline ?? []).sort();
  return deadlines.find((deadline) => deadline >= today) ?? deadlines.at(-1);
}
