import fc from 'fast-check';
import type { IssueStatus, LedgerEntryKind } from '../../../server/contract/enums';
import {
  canonicalJson,
  findFault,
  linkEntry,
  type Entry,
  type EntryActor,
  type IssueEvent,
  type LedgerBody,
  type Party,
} from '../../../server/modules/issues/ledger';
import { ImpossibleEntry, reduce, replay, type IssueState } from '../../../server/modules/issues/reducer';
import { allowedActions, capacities, isPossible, type Viewer } from '../../../server/modules/issues/rules';
import { verifyIssue } from '../../../server/modules/issues/verification';

const issueId = 'a'.repeat(24);
const enterpriseId = 'e'.repeat(24);
const body = (organizationId: string, ...above: string[]): LedgerBody => ({
  organizationId,
  name: `${organizationId}局`,
  shortName: organizationId,
  path: [...above, organizationId],
});
const county = body('county', 'province', 'city');
const labour = body('labour', 'province', 'city', 'county');
const tax = body('tax', 'province', 'city', 'county');

interface Actor {
  party: Party;
  viewer: Viewer;
}
const officer = (personId: string, at: LedgerBody, role: 'desk' | 'handler'): Actor => ({
  party: { personId, name: personId, body: at },
  viewer: { personId, offices: [{ organizationId: at.organizationId, roles: [role] }] },
});
const actors: Actor[] = [
  officer('desk-1', county, 'desk'),
  officer('desk-2', county, 'desk'),
  officer('labour-1', labour, 'handler'),
  officer('labour-2', labour, 'handler'),
  officer('tax-1', tax, 'handler'),
];
const customer: Viewer = { personId: 'owner', enterpriseId, offices: [] };
const customerActor: EntryActor = { role: 'enterprise', personId: 'owner', name: 'owner' };
const asActor = ({ personId, name, body: at }: Party): EntryActor => ({
  role: 'officer',
  personId,
  name,
  organizationId: at.organizationId,
  organizationName: at.shortName,
});

const start = Date.parse('2026-03-11T02:00:00.000Z');
const iso = (minutes: number) => new Date(start + minutes * 60_000).toISOString();

const submission: IssueEvent = {
  kind: 'submitted',
  number: '2026-000001',
  enterpriseId,
  issueKind: 'help',
  field: 'labour',
  source: 'mini-program',
  title: '叉车司机招不到',
  text: '缺 6 名持证叉车司机。',
  fileIds: [],
  desk: county,
  accountable: (actors[0] as Actor).party,
  signDueAt: iso(120),
  answerDueAt: iso(10_000),
};
const first = (): Entry =>
  linkEntry(undefined, { issueId, at: iso(0), actor: customerActor, event: submission });

/** Somebody tries something: the step of a random story. */
interface Try {
  action:
    | 'accept'
    | 'dispatch'
    | 'receive'
    | 'return'
    | 'note'
    | 'answer'
    | 'solve'
    | 'dispute'
    | 'withdraw'
    | 'lapse';
  by: number;
  to: number;
  minutes: number;
}
const tries: fc.Arbitrary<Try[]> = fc.array(
  fc.record({
    action: fc.constantFrom<Try['action']>(
      'accept',
      'dispatch',
      'dispatch',
      'receive',
      'receive',
      'return',
      'note',
      'answer',
      'answer',
      'solve',
      'dispute',
      'withdraw',
      'lapse',
    ),
    by: fc.nat(actors.length - 1),
    to: fc.nat(1),
    minutes: fc.integer({ min: 0, max: 600 }),
  }),
  { maxLength: 40 },
);

/** What the story should have come to, kept apart from the code under test. */
interface Model {
  status: IssueStatus;
  accountable: string;
  sender?: string;
  receiver?: string;
  answerer?: string;
  returns: number;
  disputes: number;
}

function eventOf(step: Try, who: Party, state: IssueState): IssueEvent {
  const target = step.to === 0 ? labour : tax;
  switch (step.action) {
    case 'accept':
      return { kind: 'accepted', accountable: who };
    case 'dispatch':
      return {
        kind: 'dispatched',
        accountable: who,
        to: target,
        noticeNumber: '1',
        signDueAt: iso(step.minutes),
      };
    case 'receive':
      return { kind: 'received', accountable: who };
    case 'return':
      return {
        kind: 'returned',
        accountable: state.dispatch?.by ?? who,
        reason: 'not-our-duty',
        note: '不归我们管',
      };
    case 'note':
      return { kind: 'noted', text: '去看过了', isPublic: step.to === 0, fileIds: [] };
    case 'answer':
      return { kind: 'answered', accountable: who, text: '办好了。', fileIds: [], confirmBy: iso(20_000) };
    case 'solve':
      return { kind: 'confirmed', verdict: { result: 'solved', stars: 5 } };
    case 'dispute':
      return {
        kind: 'disputed',
        accountable: state.answer?.by ?? state.accountable,
        verdict: { result: 'unsolved' },
        answerDueAt: iso(30_000),
      };
    case 'withdraw':
      return { kind: 'withdrawn' };
    case 'lapse':
      return { kind: 'lapsed' };
  }
}

/** Whether the step is legal by the words of the design, told from the model alone; changes the model where it is. */
function stepModel(model: Model, { action, by, to }: Try): boolean {
  const { party, viewer } = actors[by] as Actor;
  const office = viewer.offices[0]?.organizationId ?? '';
  const isDesk = office === 'county';
  const home = actors.find((actor) => actor.party.personId === model.accountable)?.party.body.organizationId;
  switch (action) {
    case 'accept':
      if (model.status !== 'submitted' || !isDesk) return false;
      Object.assign(model, { status: 'accepted', accountable: party.personId });
      return true;
    case 'dispatch':
      if (!['accepted', 'in-hand'].includes(model.status) || !isDesk) return false;
      Object.assign(model, {
        status: 'dispatched',
        accountable: party.personId,
        sender: party.personId,
        receiver: to === 0 ? 'labour' : 'tax',
      });
      return true;
    case 'receive':
      if (model.status !== 'dispatched' || office !== model.receiver) return false;
      Object.assign(model, { status: 'in-hand', accountable: party.personId });
      return true;
    case 'return':
      if (!['dispatched', 'in-hand'].includes(model.status) || office !== model.receiver) return false;
      Object.assign(model, { status: 'accepted', accountable: model.sender, receiver: undefined });
      model.returns += 1;
      return true;
    case 'note':
      return !['closed', 'withdrawn'].includes(model.status);
    case 'answer':
      if (!['accepted', 'in-hand'].includes(model.status) || office !== home) return false;
      Object.assign(model, { status: 'answered', accountable: party.personId, answerer: party.personId });
      return true;
    case 'solve':
    case 'lapse':
      if (model.status !== 'answered') return false;
      model.status = 'closed';
      return true;
    case 'dispute':
      if (model.status !== 'answered') return false;
      Object.assign(model, { status: 'in-hand', accountable: model.answerer });
      model.disputes += 1;
      return true;
    case 'withdraw':
      if (!['submitted', 'accepted', 'dispatched', 'in-hand'].includes(model.status)) return false;
      model.status = 'withdrawn';
      return true;
  }
}

const ruleActions = {
  accept: 'accept',
  dispatch: 'dispatch',
  receive: 'receive',
  return: 'return',
  note: 'note',
  answer: 'answer',
  solve: 'resolve',
  dispute: 'resolve',
  withdraw: 'withdraw',
} as const;

/** Whether the rules let the step happen; a note is asked for by whoever may see the issue. */
function isAllowed(state: IssueState, step: Try): boolean {
  if (step.action === 'lapse') return state.status === 'answered';
  const isCustomers = ['solve', 'dispute', 'withdraw'].includes(step.action);
  const viewer = isCustomers ? customer : (actors[step.by] as Actor).viewer;
  const action = ruleActions[step.action];
  const allowed = isPossible(state, action) && capacities(state, viewer, action).length > 0;
  expect(allowedActions(state, viewer).includes(action)).toBe(allowed);
  return allowed;
}

function tell(
  steps: readonly Try[],
  each?: (state: IssueState) => void,
): { entries: Entry[]; state: IssueState; model: Model } {
  const entries = [first()];
  let state = reduce(undefined, entries[0] as Entry);
  const model: Model = { status: 'submitted', accountable: 'desk-1', returns: 0, disputes: 0 };
  let minutes = 0;
  for (const step of steps) {
    const { party } = actors[step.by] as Actor;
    minutes += step.minutes;
    const event = eventOf(step, party, state);
    // Whoever isn't involved doesn't see the issue, so can't note on it either.
    const isBlind = step.action === 'note' && !state.scope.includes(party.body.organizationId);
    const allowed = isAllowed(state, step);
    expect(allowed).toBe(!isBlind && stepModel(model, step));
    const isCustomers = ['solve', 'dispute', 'withdraw'].includes(step.action);
    const actor: EntryActor =
      step.action === 'lapse'
        ? { role: 'system', name: '企服通' }
        : isCustomers
          ? customerActor
          : asActor(party);
    const entry = linkEntry(entries.at(-1), { issueId, at: iso(minutes), actor, event });
    if (!allowed) continue;
    state = reduce(state, entry);
    entries.push(entry);
    each?.(state);
  }
  return { entries, state, model };
}

describe('a ledger of any story', () => {
  it('comes to the status, accountable person and counts that the flow says, illegal tries included', () => {
    fc.assert(
      fc.property(tries, (steps) => {
        const { state, model } = tell(steps);
        expect(state.status).toBe(model.status);
        expect(state.accountable.personId).toBe(model.accountable);
        expect(state.returnCount).toBe(model.returns);
        expect(state.disputeCount).toBe(model.disputes);
      }),
      { numRuns: 500 },
    );
  });

  it('has exactly one accountable person after every entry, and limits only while they run', () => {
    fc.assert(
      fc.property(tries, (steps) => {
        tell(steps, (state) => {
          expect(actors.map(({ party }) => party.personId)).toContain(state.accountable.personId);
          expect(state.sign !== undefined).toBe(['submitted', 'dispatched'].includes(state.status));
          expect(state.confirmBy !== undefined).toBe(state.status === 'answered');
          expect(state.dueAt !== undefined).toBe(!['closed', 'withdrawn'].includes(state.status));
          expect(state.closedAt !== undefined).toBe(['closed', 'withdrawn'].includes(state.status));
          expect(state.closedAs !== undefined).toBe(state.status === 'closed');
        });
      }),
      { numRuns: 200 },
    );
  });

  it('replays to exactly the state that grew entry by entry', () => {
    fc.assert(
      fc.property(tries, (steps) => {
        const { entries, state } = tell(steps);
        expect(replay(entries)).toEqual(state);
        expect(canonicalJson(replay(entries))).toBe(canonicalJson(state));
        const stored = { state, number: state.number, enterpriseId, scope: state.scope };
        expect(verifyIssue(issueId, entries, stored)).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  it('shows the spot where an entry was changed, whatever field it was', () => {
    fc.assert(
      fc.property(tries, fc.nat(), fc.constantFrom('at', 'actor', 'event', 'hash'), (steps, pick, field) => {
        const { entries } = tell(steps);
        const at = pick % entries.length;
        const altered = entries.map((entry, index) => (index === at ? alter(entry, field) : entry));
        expect(findFault(issueId, altered)).toEqual({ sequence: at + 1, problem: 'altered' });
      }),
      { numRuns: 200 },
    );
  });

  it('shows where an entry is missing, and where one was rewritten with a hash of its own', () => {
    fc.assert(
      fc.property(
        tries.filter((steps) => tell(steps).entries.length > 2),
        fc.nat(),
        (steps, pick) => {
          const { entries, state } = tell(steps);
          const at = pick % (entries.length - 1);
          const stored = { state, number: state.number, enterpriseId, scope: state.scope };
          const without = entries.filter((_, index) => index !== at);
          expect(verifyIssue(issueId, without, stored)).toEqual({ sequence: at + 1, problem: 'missing' });
          const cut = entries.slice(0, -1);
          expect(verifyIssue(issueId, cut, stored)).toEqual({ sequence: entries.length, problem: 'missing' });
          const old = entries[at] as Entry;
          const forged = linkEntry(entries[at - 1], {
            issueId,
            at: iso(-1),
            actor: old.actor,
            event: old.event,
          });
          const rewritten = entries.map((entry, index) => (index === at ? forged : entry));
          expect(findFault(issueId, rewritten)).toEqual({ sequence: at + 2, problem: 'unlinked' });
        },
      ),
      { numRuns: 100 },
    );
  });
});

function alter(entry: Entry, field: string): Entry {
  if (field === 'at') return { ...entry, at: iso(-5) };
  if (field === 'actor') return { ...entry, actor: { role: 'system', name: '别人' } };
  if (field === 'event')
    return { ...entry, event: { kind: 'noted', text: '改过', isPublic: true, fileIds: [] } };
  return { ...entry, hash: '0'.repeat(64) };
}

describe('the hash chain', () => {
  it('writes one text for one value, in whatever order its fields come', () => {
    expect(canonicalJson({ b: 1, a: [{ y: undefined, x: '汝青' }], c: new Date(0) })).toBe(
      '{"a":[{"x":"汝青"}],"b":1,"c":"1970-01-01T00:00:00.000Z"}',
    );
    expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }));
  });

  it('starts differently for each issue, so that no chain can stand in for another', () => {
    const one = linkEntry(undefined, { issueId, at: iso(0), actor: customerActor, event: submission });
    const other = linkEntry(undefined, {
      issueId: 'b'.repeat(24),
      at: iso(0),
      actor: customerActor,
      event: submission,
    });
    expect(one.previousHash).not.toBe(other.previousHash);
    expect(findFault('b'.repeat(24), [one])).toEqual({ sequence: 1, problem: 'missing' });
    expect(findFault(issueId, [])).toEqual({ sequence: 1, problem: 'missing' });
  });

  it('hashes a text as it reads back from the database, broken characters replaced', () => {
    const broken: IssueEvent = { kind: 'noted', text: '坏字\ud800。', isPublic: true, fileIds: [] };
    const entry = linkEntry(first(), { issueId, at: iso(1), actor: customerActor, event: broken });
    const readBack = JSON.parse(JSON.stringify(entry)) as Entry;
    expect(findFault(issueId, [first(), readBack])).toBeNull();
    expect(readBack.event).toEqual({ ...broken, text: '坏字\ufffd。' });
  });

  it('names an entry that can’t follow the ones before it', () => {
    const begun = first();
    const early = linkEntry(begun, { issueId, at: iso(1), actor: customerActor, event: { kind: 'lapsed' } });
    expect(() => replay([begun, early])).toThrow(ImpossibleEntry);
    expect(() => replay([])).toThrow(ImpossibleEntry);
    const state = replay([begun]);
    const stored = { state, number: state.number, enterpriseId, scope: state.scope };
    expect(verifyIssue(issueId, [begun, early], stored)).toEqual({ sequence: 2, problem: 'impossible' });
  });

  it('names a stored projection that the ledger doesn’t give', () => {
    const entries = [first()];
    const state = replay(entries);
    const stored = { state, number: state.number, enterpriseId, scope: state.scope };
    const projection = { sequence: 1, problem: 'projection' };
    expect(verifyIssue(issueId, entries, { ...stored, state: { ...state, title: '改过' } })).toEqual(
      projection,
    );
    expect(verifyIssue(issueId, entries, { ...stored, number: '2026-000002' })).toEqual(projection);
    expect(verifyIssue(issueId, entries, { ...stored, scope: [] })).toEqual(projection);
    expect(verifyIssue(issueId, entries, undefined)).toEqual(projection);
  });
});

describe('statuses', () => {
  const kinds: LedgerEntryKind[] = ['accepted', 'received', 'confirmed', 'lapsed', 'withdrawn'];
  it.each(kinds)('a closed issue takes no “%s” entry', (kind) => {
    const { entries, state } = tell([
      { action: 'accept', by: 0, to: 0, minutes: 1 },
      { action: 'answer', by: 0, to: 0, minutes: 1 },
      { action: 'solve', by: 0, to: 0, minutes: 1 },
    ]);
    expect(state.status).toBe('closed');
    const party = (actors[0] as Actor).party;
    const event = { kind, accountable: party, verdict: { result: 'solved' } } as IssueEvent;
    const entry = linkEntry(entries.at(-1), { issueId, at: iso(99), actor: customerActor, event });
    expect(() => reduce(state, entry)).toThrow(ImpossibleEntry);
  });

  it('a reassignment changes who answers and nothing else of the flow', () => {
    const before = reduce(undefined, first());
    const party = (actors[1] as Actor).party;
    const entry = linkEntry(first(), {
      issueId,
      at: iso(5),
      actor: { role: 'system', name: '企服通' },
      event: { kind: 'reassigned', accountable: party },
    });
    const after = reduce(before, entry);
    expect(after).toMatchObject({ status: 'submitted', statusSequence: 1, accountable: party, version: 2 });
    expect(after.sign).toEqual(before.sign);
  });
});
