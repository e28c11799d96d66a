import type { Entry, IssueEvent, LedgerBody, Party } from './ledger';
import type { IssueState } from './reducer';

type Relocated = Extract<IssueEvent, { kind: 'relocated' }>;

/** The state with bodies in new places, or in place of others; who answers for it stays the same person. */
export function withBodies(state: IssueState, moved: Relocated['bodies']): IssueState {
  const bodies = new Map(moved.map(({ from, to }) => [from, to]));
  const place = (body: LedgerBody) => bodies.get(body.organizationId) ?? body;
  const seat = (party: Party): Party => ({ ...party, body: place(party.body) });
  return {
    ...state,
    desk: place(state.desk),
    accountable: seat(state.accountable),
    ...(state.firstOwner ? { firstOwner: seat(state.firstOwner) } : {}),
    ...(state.dispatch
      ? { dispatch: { ...state.dispatch, by: seat(state.dispatch.by), to: place(state.dispatch.to) } }
      : {}),
    ...(state.answer ? { answer: { ...state.answer, by: seat(state.answer.by) } } : {}),
  };
}

/** The bodies that have a part in an issue now: its desk, who answers for it, whom it was sent to, who answered. */
export function bodiesInState({ desk, accountable, firstOwner, dispatch, answer }: IssueState): LedgerBody[] {
  const all = [desk, accountable.body, firstOwner?.body, dispatch?.by.body, dispatch?.to, answer?.by.body];
  return all.flatMap((body) => body ?? []);
}

/** Every body that ever had a part in an issue, by its ledger. */
export function bodiesInLedger(entries: readonly Entry[]): string[] {
  const ids = entries.flatMap(({ event }) => [
    ...('desk' in event ? [event.desk.organizationId] : []),
    ...('accountable' in event ? [event.accountable.body.organizationId] : []),
    ...('to' in event ? [event.to.organizationId] : []),
    ...('bodies' in event ? event.bodies.map(({ to }) => to.organizationId) : []),
  ]);
  return [...new Set(ids)];
}

/**
 * What has to be written to an issue's ledger so that it stands where the tree has its bodies now; null where it does.
 * `placeOf` gives a body as it stands now, `heirOf` the body that has taken over its duties, itself where none has.
 */
export function relocationOf(
  state: IssueState,
  entries: readonly Entry[],
  {
    isOpen,
    placeOf,
    heirOf,
  }: { isOpen: boolean; placeOf: (id: string) => LedgerBody; heirOf: (id: string) => string },
): Relocated | null {
  const bodies = new Map<string, LedgerBody>();
  for (const body of bodiesInState(state)) {
    const to = placeOf(isOpen ? heirOf(body.organizationId) : body.organizationId);
    if (to.organizationId !== body.organizationId || to.path.join() !== body.path.join())
      bodies.set(body.organizationId, to);
  }
  const involved = [
    ...bodiesInLedger(entries),
    ...[...bodies.values()].map(({ organizationId }) => organizationId),
  ];
  const scope = [...new Set(involved.flatMap((id) => placeOf(id).path))];
  const isSame = scope.length === state.scope.length && scope.every((id) => state.scope.includes(id));
  if (bodies.size === 0 && isSame) return null;
  return { kind: 'relocated', bodies: [...bodies].map(([from, to]) => ({ from, to })), scope };
}
