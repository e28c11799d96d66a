import { canonicalJson, findFault, type Entry, type Fault } from './ledger';
import { replay, type IssueState } from './reducer';

/**
 * The first place at which an issue's ledger or its stored projection isn't what was written; null when all of it is.
 * A fault of the projection is named by the last entry.
 */
export function verifyIssue(
  issueId: string,
  entries: readonly Entry[],
  stored: { state: IssueState; number: string; enterpriseId: string; scope: readonly string[] } | undefined,
): Fault | null {
  const fault = findFault(issueId, entries);
  if (fault) return fault;
  let state: IssueState;
  try {
    state = replay(entries);
  } catch {
    return { sequence: impossibleAt(entries), problem: 'impossible' };
  }
  const isSame =
    stored !== undefined &&
    canonicalJson(stored.state) === canonicalJson(state) &&
    stored.number === state.number &&
    stored.enterpriseId === state.enterpriseId &&
    canonicalJson(stored.scope) === canonicalJson(state.scope);
  if (isSame) return null;
  // A projection that is ahead of its ledger shows that the ledger's end was cut off.
  const isCut = stored !== undefined && stored.state.version > state.version;
  return isCut
    ? { sequence: state.version + 1, problem: 'missing' }
    : { sequence: state.version, problem: 'projection' };
}

function impossibleAt(entries: readonly Entry[]): number {
  for (let count = 1; count < entries.length; count += 1) {
    try {
      replay(entries.slice(0, count));
    } catch {
      return count;
    }
  }
  return entries.length;
}
