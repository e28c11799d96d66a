import fc from 'fast-check';
import mongoose from 'mongoose';
import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import { OfficeModel } from '../../../server/modules/accounts/memberships.model';
import { IssueModel } from '../../../server/modules/issues/issues.model';
import { bodiesInLedger, bodiesInState } from '../../../server/modules/issues/relocation';
import { entriesOf, verifyLedgers } from '../../../server/modules/issues/ledger.service';
import { openStatuses } from '../../../server/modules/issues/reducer';
import { followMoves } from '../../../server/modules/organizations/moves.service';
import { OrganizationModel } from '../../../server/modules/organizations/organizations.model';
import { createOrganization } from '../../../server/modules/organizations/organizations.service';
import {
  closeOrganization,
  mergeOrganization,
  moveOrganization,
} from '../../../server/modules/organizations/restructuring.service';
import { createWindow } from '../../../server/modules/organizations/windows.service';
import { WindowModel } from '../../../server/modules/organizations/windows.model';
import { AppError } from '../../../server/errors';
import { contextOf, memberOf, officerIn, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { acceptIssue, dispatchIssue, openIssue } from '../../../server/modules/issues/issues.service';
import { anIssueBody } from '../../support/issues';
import { anOrganization } from '../../support/organizations';
import { windowInput } from '../../support/windows';

useDatabase();

/** One step: what is tried, on which bodies, by their place in the list of all there are. */
type Step = { act: 'create' | 'move' | 'merge' | 'close' | 'follow'; one: number; other: number };
const steps = fc.array(
  fc.record<Step>({
    act: fc.constantFrom('create', 'move', 'move', 'merge', 'close', 'follow'),
    one: fc.nat(200),
    other: fc.nat(200),
  }),
  { minLength: 6, maxLength: 14 },
);
const sequences = process.env.FULL ? 200 : 5;

/** A body with an officer, an enterprise of its own, a window, and an issue that it has in hand. */
async function peopled(parentId: string): Promise<string> {
  const body = await anOrganization({ parentId });
  const desk = await officerIn(body, 'desk', 'handler');
  const enterprise = await anEnterprise({ deskOrganizationId: body.id });
  const member = await memberOf(enterprise);
  await createWindow(contextOf(), windowInput(body.id));
  const { id } = await openIssue(member, anIssueBody());
  await acceptIssue(desk, id);
  const department = await createOrganization(contextOf(), {
    name: `${body.name}业务科`,
    kind: 'department',
    regionCode: body.regionCode,
    parentId: body.id,
  });
  await officerIn(department, 'handler');
  await dispatchIssue(desk, id, { organizationId: department.id });
  return body.id;
}

/** Everything that has to hold at every instant, whatever was done before. */
async function checkTree(): Promise<void> {
  const bodies = new Map((await OrganizationModel.find().lean()).map((doc) => [doc._id.toString(), doc]));
  for (const body of bodies.values()) {
    const above: string[] = [];
    for (let at = body.parentId?.toString(); at; at = bodies.get(at)?.parentId?.toString()) {
      expect(above).not.toContain(at);
      above.unshift(at);
    }
    expect(body.ancestorIds.map(String)).toEqual(above);
    if (body.parentId && !body.closedAt)
      expect(bodies.get(body.parentId.toString())?.closedAt).toBeUndefined();
  }
  for (const { state } of await IssueModel.find({ 'state.status': { $in: [...openStatuses] } }).lean()) {
    const { personId, body } = state.accountable;
    expect(bodies.get(body.organizationId)?.closedAt).toBeUndefined();
    expect(await OfficeModel.countDocuments({ personId, organizationId: body.organizationId })).toBe(1);
    if (state.dispatch)
      expect(
        await OfficeModel.countDocuments({ organizationId: state.dispatch.to.organizationId }),
      ).toBeGreaterThan(0);
  }
}

/** What has to hold once everything has followed. */
async function checkScopes(): Promise<void> {
  const bodies = new Map((await OrganizationModel.find().lean()).map((doc) => [doc._id.toString(), doc]));
  const pathOf = (id: string) => {
    const body = bodies.get(id);
    return [id, ...(body?.ancestorIds ?? []).map(String)];
  };
  for (const { scope, deskOrganizationId } of await EnterpriseModel.find().lean()) {
    expect(bodies.get(deskOrganizationId.toString())?.closedAt).toBeUndefined();
    expect(scope.map(String)).toEqual(pathOf(deskOrganizationId.toString()));
  }
  for (const { scope, organizationId } of await WindowModel.find().lean())
    expect(scope.map(String)).toEqual(pathOf(organizationId.toString()));
  for (const { scope, organizationId } of await OfficeModel.find().lean())
    expect(scope.map(String)).toEqual(pathOf(organizationId.toString()));
  for (const { _id, scope, state } of await IssueModel.find().lean()) {
    const involved = bodiesInLedger(await entriesOf(_id));
    expect(scope.map(String).sort()).toEqual([...new Set(involved.flatMap(pathOf))].sort());
    for (const body of bodiesInState(state))
      expect([...body.path].sort()).toEqual([...pathOf(body.organizationId)].sort());
  }
  expect((await verifyLedgers()).faults).toEqual([]);
}

test(
  'any sequence of founding, moving, merging and closing leaves a tree, right scopes, and one accountable person per issue',
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        // Everything is looked at after each step: what earlier sequences left would be looked at again and again.
        for (const { collection } of Object.values(mongoose.models)) await collection.deleteMany({});
        const root = await anOrganization({ regionCode: '410000' });
        const own: string[] = [root.id];
        for (let count = 0; count < 3; count += 1) own.push(await peopled(root.id));
        const reason = '机构改革';
        let minutes = 0;
        for (const { act, one, other } of sequence) {
          const departments = (await OrganizationModel.find({ ancestorIds: root.id }).lean()).map(({ _id }) =>
            _id.toString(),
          );
          const all = [...new Set([...own, ...departments])];
          const id = all[one % all.length] as string;
          const otherId = all[other % all.length] as string;
          minutes += 1;
          const ctx = contextOf(undefined, { now: new Date(testNow.getTime() + minutes * 60_000) });
          try {
            if (act === 'create') own.push(await peopled(id));
            if (act === 'move') await moveOrganization(ctx, id, { parentId: otherId, reason });
            if (act === 'merge') await mergeOrganization(ctx, id, { intoId: otherId, reason });
            if (act === 'close') await closeOrganization(ctx, id, { reason });
            if (act === 'follow') await followMoves(ctx);
          } catch (error) {
            // What can't be done is refused with its reason, and changes nothing.
            if (!(
              error instanceof AppError && ['CONFLICT', 'NOT_FOUND', 'BODY_NOT_IN_SCOPE'].includes(error.code)
            ))
              throw error;
          }
          await checkTree();
        }
        const after = contextOf(undefined, { now: new Date(testNow.getTime() + 24 * 3_600_000) });
        while ((await followMoves(after)) > 0);
        await checkTree();
        await checkScopes();
        expect(await followMoves(after)).toBe(0);
      }),
      { numRuns: sequences },
    );
  },
  process.env.FULL ? 3_600_000 : 120_000,
);
