import type { OfficerRole } from '@contract/enums';

/** Whether an office's holder may answer for issues: they lead the body or hold one of the roles that work on them. */
export function canAnswer(
  office: { roles: readonly OfficerRole[]; isHead: boolean },
  working: readonly OfficerRole[],
): boolean {
  return office.isHead || office.roles.some((role) => working.includes(role));
}

/** Whether a change takes the administrator's role from an office that has it. */
export function stepsDown(before: readonly OfficerRole[], after: readonly OfficerRole[]): boolean {
  return before.includes('org-admin') && !after.includes('org-admin');
}
