import { Types } from 'mongoose';
import { IssueModel } from '../../../server/modules/issues/issues.model';
import { verifyLedgers } from '../../../server/modules/issues/ledger.service';
import { getIssue, resolveIssue } from '../../../server/modules/issues/issues.service';
import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import { findOfficers, grantOffice } from '../../../server/modules/accounts/offices.service';
import { describeOrganization, listChanges } from '../../../server/modules/organizations/bodies.service';
import { OrganizationModel } from '../../../server/modules/organizations/organizations.model';
import {
  getOrganization,
  listOrganizations,
  proposeBody,
} from '../../../server/modules/organizations/organizations.service';
import { setResponsibility } from '../../../server/modules/organizations/responsibilities.service';
import { followMoves, previewRestructuring } from '../../../server/modules/organizations/moves.service';
import {
  closeOrganization,
  mergeOrganization,
  moveOrganization,
} from '../../../server/modules/organizations/restructuring.service';
import { createWindow, listWindows } from '../../../server/modules/organizations/windows.service';
import { contextOf, officerIn, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anIssue, aScene, type Scene } from '../../support/issues';
import { anOrganization } from '../../support/organizations';
import { windowInput } from '../../support/windows';

useDatabase();

const reason = '豫编办〔2026〕3 号';
/** Lets everything follow, until long after the move. */
async function settle(): Promise<void> {
  const now = new Date(testNow.getTime() + 3_600_000);
  while ((await followMoves(contextOf(undefined, { now }))) > 0);
}
const scopeOfIssue = async (id: string) => (await IssueModel.findById(id).lean())?.scope.map(String).sort();

describe('a body that moves', () => {
  let scene: Scene;
  let other: Awaited<ReturnType<typeof anOrganization>>;
  beforeAll(async () => {
    scene = await aScene();
    other = await anOrganization({ regionCode: '410300', parentId: scene.province.id });
  });

  it('takes its subtree, its enterprises and its issues along; who stood above sees them no more', async () => {
    const issue = await anIssue(scene, 'in-hand');
    const admin = await officerIn(scene.province, 'org-admin');
    const preview = await previewRestructuring(admin, scene.county.id, { kind: 'move', targetId: other.id });
    expect(preview).toMatchObject({ bodies: 2, openIssues: 1 });
    expect(preview.gains.map(({ id }) => id)).toEqual([other.id]);
    expect(preview.loses.map(({ id }) => id)).toEqual([scene.city.id]);
    expect(preview.records).toEqual(
      expect.arrayContaining([
        { kind: 'enterprises', count: 1 },
        { kind: 'issues', count: 1 },
      ]),
    );

    const moved = await moveOrganization(admin, scene.county.id, { parentId: other.id, reason });
    expect(moved.path.map(({ id }) => id)).toEqual([scene.province.id, other.id]);
    expect((await getOrganization(scene.labour.id)).ancestorIds).toEqual([
      scene.province.id,
      other.id,
      scene.county.id,
    ]);
    const [running] = await listChanges(admin, scene.county.id);
    expect(running).toMatchObject({ kind: 'moved', reason, propagation: { isDone: false, updated: 0 } });
    expect(running?.details).toEqual([{ field: 'parent', from: scene.city.name, to: other.name }]);

    await settle();
    const [done] = await listChanges(admin, scene.county.id);
    expect(done?.propagation?.isDone).toBe(true);
    expect(done?.propagation?.updated).toBeGreaterThan(1);
    expect(await scopeOfIssue(issue.id)).toEqual(
      [scene.province.id, other.id, scene.county.id, scene.labour.id].sort(),
    );
    const enterprise = await EnterpriseModel.findById(scene.enterprise.id).lean();
    expect(enterprise?.scope.map(String)).toEqual([scene.county.id, scene.province.id, other.id]);
    await expect(getIssue(scene.officers.cityDesk, issue.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const newDesk = await officerIn(other, 'desk');
    expect((await getIssue(newDesk, issue.id)).isChainValid).toBe(true);
    expect((await verifyLedgers()).faults).toEqual([]);
  });

  it('closes no circle and goes nowhere it is already', async () => {
    const admin = contextOf();
    const { province, city, industry } = scene;
    const conflict = { code: 'CONFLICT' };
    await expect(moveOrganization(admin, city.id, { parentId: city.id, reason })).rejects.toMatchObject(
      conflict,
    );
    await expect(moveOrganization(admin, city.id, { parentId: industry.id, reason })).rejects.toMatchObject(
      conflict,
    );
    await expect(moveOrganization(admin, city.id, { parentId: province.id, reason })).rejects.toMatchObject(
      conflict,
    );
    await expect(
      moveOrganization(admin, new Types.ObjectId().toString(), { parentId: province.id, reason }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('moves only where the mover reaches it, the body it leaves and the body it comes to', async () => {
    const { city, industry, province } = scene;
    const notFound = { code: 'NOT_FOUND' };
    const cityAdmin = await officerIn(city, 'org-admin');
    const otherAdmin = await officerIn(other, 'org-admin');
    await expect(
      moveOrganization(cityAdmin, industry.id, { parentId: other.id, reason }),
    ).rejects.toMatchObject(notFound);
    await expect(
      moveOrganization(otherAdmin, industry.id, { parentId: other.id, reason }),
    ).rejects.toMatchObject(notFound);
    await expect(
      moveOrganization(cityAdmin, city.id, { parentId: industry.id, reason }),
    ).rejects.toMatchObject(notFound);
    const provinceAdmin = await officerIn(province, 'org-admin');
    await expect(
      moveOrganization(provinceAdmin, province.id, { parentId: city.id, reason }),
    ).rejects.toMatchObject(notFound);
    const desk = await officerIn(province, 'desk');
    await expect(moveOrganization(desk, industry.id, { parentId: other.id, reason })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await getOrganization(industry.id)).parentId).toBe(city.id);
  });

  it('of two moves that would close a circle together makes one', async () => {
    const [one, two] = [
      await anOrganization({ parentId: scene.province.id }),
      await anOrganization({ parentId: scene.province.id }),
    ];
    const outcomes = await Promise.allSettled([
      moveOrganization(contextOf(), one.id, { parentId: two.id, reason }),
      moveOrganization(contextOf(), two.id, { parentId: one.id, reason }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const path = (await getOrganization(one.id)).ancestorIds.includes(two.id);
    const back = (await getOrganization(two.id)).ancestorIds.includes(one.id);
    expect([path, back].filter(Boolean)).toHaveLength(1);
  });
});

describe('a body that is merged', () => {
  it('hands officers, windows, fields and open issues over at once, and stays readable below its heir', async () => {
    const scene = await aScene();
    const heir = await anOrganization({
      kind: 'department',
      name: '中牟县行政审批和人力资源局',
      parentId: scene.county.id,
    });
    const heirHead = await officerIn(heir, 'handler');
    await grantOffice(contextOf(), {
      personId: personOf(heirHead).personId,
      organizationId: heir.id,
      roles: ['handler'],
      isHead: true,
    });
    const handler = personOf(scene.officers.labourHandler).personId;
    await setResponsibility(contextOf(), { field: 'labour', organizationId: scene.labour.id });
    const window = await createWindow(contextOf(), windowInput(scene.labour.id));
    const inHand = await anIssue(scene, 'in-hand');
    const sent = await anIssue(scene, 'dispatched');
    const answered = await anIssue(scene, 'answered');
    const closed = await anIssue(scene, 'closed');

    const merged = await mergeOrganization(contextOf(), scene.labour.id, { intoId: heir.id, reason });
    expect(merged).toMatchObject({ isClosed: true, mergedInto: { id: heir.id }, allowed: [] });
    expect((await getOrganization(scene.labour.id)).parentId).toBe(heir.id);
    expect((await findOfficers(heir.id)).map(({ personId }) => personId)).toContain(handler);
    expect((await findOfficers(heir.id)).filter(({ isHead }) => isHead)).toHaveLength(1);
    expect(await findOfficers(scene.labour.id)).toEqual([]);
    expect((await proposeBody('labour', '410122'))?.id).toBe(heir.id);
    const [shown] = (await listWindows(contextOf(), { regionCode: '410122' })).filter(
      ({ id }) => id === window.id,
    );
    expect(shown?.organization.id).toBe(heir.id);
    // At once, before anything follows.
    for (const { id } of [inHand, answered]) {
      const state = (await IssueModel.findById(id).lean())?.state;
      expect(state?.accountable).toMatchObject({ personId: handler, body: { organizationId: heir.id } });
    }
    expect((await IssueModel.findById(sent.id).lean())?.state.dispatch?.to.organizationId).toBe(heir.id);

    await settle();
    // Disputed after the merger, it comes back to the same person.
    const again = await resolveIssue(scene.member, answered.id, { result: 'unsolved' });
    expect(again.accountable.personId).toBe(handler);
    const old = await IssueModel.findById(closed.id).lean();
    expect(old?.state.answer?.by.body.organizationId).toBe(scene.labour.id);
    expect(old?.scope.map(String)).toContain(heir.id);
    expect((await getIssue(heirHead, closed.id)).isChainValid).toBe(true);
    expect((await verifyLedgers()).faults).toEqual([]);
    const listed = await listOrganizations({ regionCode: '410122' });
    expect(listed.map(({ id }) => id)).not.toContain(scene.labour.id);
    expect((await listChanges(contextOf(), heir.id))[0]).toMatchObject({
      kind: 'absorbed',
      details: [{ field: 'absorbed', to: '中牟县人力资源和社会保障局' }],
    });
  });

  it('gives its enterprises and the bodies below it to its heir', async () => {
    const scene = await aScene();
    const heir = await anOrganization({ parentId: scene.city.id });
    await mergeOrganization(contextOf(), scene.county.id, { intoId: heir.id, reason });
    await settle();
    const enterprise = await EnterpriseModel.findById(scene.enterprise.id).lean();
    expect(enterprise?.deskOrganizationId.toString()).toBe(heir.id);
    expect(enterprise?.scope.map(String)).toEqual([heir.id, scene.province.id, scene.city.id]);
    expect((await getOrganization(scene.labour.id)).ancestorIds).toEqual([
      scene.province.id,
      scene.city.id,
      heir.id,
    ]);
    const issue = await anIssue(scene, 'submitted');
    expect(issue.accountable.organization.id).toBe(heir.id);
  });

  it('goes into no other kind, nothing below itself and nothing that has ended', async () => {
    const scene = await aScene();
    const merge = (id: string, intoId: string) => mergeOrganization(contextOf(), id, { intoId, reason });
    for (const [id, intoId] of [
      [scene.labour.id, scene.county.id],
      [scene.city.id, scene.county.id],
      [scene.city.id, scene.city.id],
    ] as const)
      await expect(merge(id, intoId)).rejects.toMatchObject({ code: 'CONFLICT' });
    const heir = await anOrganization({ kind: 'department', parentId: scene.county.id });
    await merge(scene.labour.id, heir.id);
    await expect(merge(scene.labour.id, heir.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(merge(heir.id, scene.labour.id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('a body that is closed', () => {
  it('has nothing left to do, and stays readable', async () => {
    const scene = await aScene();
    const close = (id: string) => closeOrganization(contextOf(), id, { reason });
    await anIssue(scene, 'in-hand');
    await expect(close(scene.county.id)).rejects.toMatchObject({
      message: expect.stringContaining('下面还有'),
    });
    await expect(close(scene.labour.id)).rejects.toMatchObject({
      message: expect.stringContaining('没有办结'),
    });
    const idle = await anOrganization({ kind: 'department', parentId: scene.county.id });
    const officer = await officerIn(idle, 'handler');
    await setResponsibility(contextOf(), { field: 'land', organizationId: idle.id });
    await close(idle.id);
    expect(await describeOrganization(officer, idle.id)).toMatchObject({ isClosed: true, name: idle.name });
    expect(await findOfficers(idle.id)).toEqual([]);
    expect(await proposeBody('land', '410122')).toBeNull();
    await expect(close(idle.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await OrganizationModel.countDocuments({ _id: idle.id, closedAt: testNow })).toBe(1);
  });

  it('isn’t closed while enterprises are its to serve', async () => {
    const scene = await aScene();
    const lone = await anOrganization({ parentId: scene.county.id });
    await EnterpriseModel.updateOne(
      { _id: scene.enterprise.id },
      { $set: { deskOrganizationId: lone.id, scope: [lone.id, ...lone.ancestorIds] } },
    );
    await expect(closeOrganization(contextOf(), lone.id, { reason })).rejects.toMatchObject({
      message: expect.stringContaining('企业归它服务'),
    });
  });
});
