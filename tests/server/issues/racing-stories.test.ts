import fc from 'fast-check';
import type { Context } from '../../../server/context';
import { AppError } from '../../../server/errors';
import {
  acceptIssue,
  answerIssue,
  dispatchIssue,
  lapseIssues,
  noteIssue,
  openIssue,
  receiveIssue,
  resolveIssue,
  returnIssue,
  verifyLedgers,
  withdrawIssue,
} from '../../../server/modules/issues/issues.service';
import { IssueModel } from '../../../server/modules/issues/issues.model';
import { canonicalJson } from '../../../server/modules/issues/ledger';
import { entriesOf } from '../../../server/modules/issues/ledger.service';
import { replay } from '../../../server/modules/issues/reducer';
import { contextOf, officerIn, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anIssueBody, aScene, later, minutesOn, type Scene } from '../../support/issues';

useDatabase();

let scene: Scene;
let officers: Context[];
beforeAll(async () => {
  scene = await aScene();
  const { countyDesk, cityDesk, labourHandler, citySupervisor } = scene.officers;
  officers = [
    countyDesk,
    await officerIn(scene.county, 'desk'),
    cityDesk,
    labourHandler,
    await officerIn(scene.labour, 'handler'),
    citySupervisor,
  ];
});

type Act =
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
interface Call {
  act: Act;
  by: number;
}
const call: fc.Arbitrary<Call> = fc.record({
  act: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<Act[]>('accept', 'dispatch', 'receive', 'answer', 'dispute') },
    { weight: 1, arbitrary: fc.constantFrom<Act[]>('return', 'note', 'solve', 'withdraw', 'lapse') },
  ),
  by: fc.nat(5),
});
/** Rounds of one to three callers who act at once. */
const rounds = fc.array(fc.array(call, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 9 });

const dayMinutes = 24 * 60;

/** Acts; gives how many entries it wrote. The lapse job looks far ahead, so that it finds every answer overdue. */
async function act(id: string, { act: what, by }: Call, now: Date): Promise<number> {
  const officer = later(officers[by] as Context, now);
  const member = later(scene.member, now);
  switch (what) {
    case 'accept':
      return acceptIssue(officer, id).then(() => 1);
    case 'dispatch':
      return dispatchIssue(officer, id, { organizationId: scene.labour.id }).then(() => 1);
    case 'receive':
      return receiveIssue(officer, id).then(() => 1);
    case 'return':
      return returnIssue(officer, id, { reason: 'not-our-duty', note: '不归我们管' }).then(() => 1);
    case 'note':
      return noteIssue(officer, id, { text: '去看过了', isPublic: by % 2 === 0 }).then(() => 1);
    case 'answer':
      return answerIssue(officer, id, { text: '办好了' }).then(() => 1);
    case 'solve':
      return resolveIssue(member, id, { result: 'solved' }).then(() => 1);
    case 'dispute':
      return resolveIssue(member, id, { result: 'unsolved' }).then(() => 1);
    case 'withdraw':
      return withdrawIssue(member, id, {}).then(() => 1);
    case 'lapse':
      return lapseIssues(contextOf(undefined, { now: new Date(now.getTime() + 9 * dayMinutes * 60_000) }));
  }
}

const refusals = ['ISSUE_STATE_CHANGED', 'FORBIDDEN', 'NOT_FOUND', 'BODY_NOT_IN_SCOPE'];

it('whoever acts, in whatever order and at once: one entry per success, a coded refusal else, and the stored state is what the ledger replays to', async () => {
  const people = [scene.member, ...officers].map((ctx) => personOf(ctx).personId);
  await fc.assert(
    fc.asyncProperty(rounds, async (story) => {
      const { id } = await openIssue(scene.member, anIssueBody());
      let written = 1;
      for (const [round, calls] of story.entries()) {
        const results = await Promise.allSettled(calls.map((each) => act(id, each, minutesOn(round * 10))));
        for (const result of results) {
          if (result.status === 'fulfilled') written += result.value;
          else {
            const refusal = result.reason as AppError;
            expect(refusal).toBeInstanceOf(AppError);
            expect(refusals).toContain(refusal.code);
          }
        }
      }
      const entries = await entriesOf(id);
      expect(entries).toHaveLength(written);
      const stored = await IssueModel.findById(id).lean();
      expect(canonicalJson(stored?.state)).toBe(canonicalJson(replay(entries)));
      for (let count = 1; count <= entries.length; count += 1)
        expect(people).toContain(replay(entries.slice(0, count)).accountable.personId);
      // The next story's lapse job counts what it closes: it must not find this one.
      if (stored?.state.status === 'answered')
        await resolveIssue(later(scene.member, minutesOn(200)), id, { result: 'solved' });
    }),
    { numRuns: 20 },
  );
  expect((await verifyLedgers()).faults).toEqual([]);
});
