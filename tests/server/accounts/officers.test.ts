import {
  acceptInvitation,
  inviteOfficer,
  listInvitations,
  previewInvitation,
  revokeInvitation,
} from '../../../server/modules/accounts/invitations.service';
import { InvitationModel } from '../../../server/modules/accounts/invitations.model';
import { OfficeModel } from '../../../server/modules/accounts/memberships.model';
import {
  changeOffice,
  endOffice,
  listOffices,
  moveOffice,
} from '../../../server/modules/accounts/office-changes.service';
import { findOfficers, grantOffice } from '../../../server/modules/accounts/offices.service';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { IssueModel } from '../../../server/modules/issues/issues.model';
import { verifyLedgers } from '../../../server/modules/issues/issues.service';
import { acceptIssue } from '../../../server/modules/issues/transitions.service';
import type { Context } from '../../../server/context';
import type { OfficerRole } from '../../../server/contract/enums';
import { aVisitor, contextOf, officerIn, personOf, renewed, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anIssue, aScene, type Scene } from '../../support/issues';
import { anOrganization } from '../../support/organizations';

useDatabase();

const day = 86_400_000;
const at = (ctx: Context, ms: number): Context => ({ ...ctx, now: new Date(testNow.getTime() + ms) });
const officeOf = async (ctx: Context, organizationId: string) => {
  const office = await OfficeModel.findOne({ personId: personOf(ctx).personId, organizationId }).lean();
  if (!office) throw new Error('no office');
  return office._id.toString();
};

let city: { id: string };
let county: { id: string };
let elsewhere: { id: string };
let admin: Context;
beforeAll(async () => {
  city = await anOrganization({ regionCode: '410100' });
  county = await anOrganization({ regionCode: '410122', parentId: city.id });
  elsewhere = await anOrganization({ regionCode: '410300' });
  admin = await officerIn(city, 'org-admin');
});

const invite = (changes: { organizationId?: string; roles?: OfficerRole[]; name?: string } = {}) =>
  inviteOfficer(admin, { name: '周志强', organizationId: county.id, roles: ['desk'], ...changes });

describe('an invitation', () => {
  it('is taken up by whoever enters its code, who then holds the roles', async () => {
    const { invitation, code } = await invite({ roles: ['desk', 'editor'] });
    expect(code).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{4}-[34679ACDEFGHJKMNPQRTWXY]{4}$/);
    expect(invitation).toMatchObject({
      status: 'open',
      name: '周志强',
      invitedBy: { name: personOf(admin).name },
    });
    const visitor = await aVisitor({ name: '微信用户' });
    expect(await previewInvitation(visitor, { code })).toMatchObject({
      organization: { id: county.id },
      roles: ['desk', 'editor'],
    });
    const me = await acceptInvitation(visitor, { code: ` ${code.toLowerCase()}` });
    expect(me).toMatchObject({
      name: '周志强',
      offices: [{ organization: { id: county.id }, roles: ['desk', 'editor'] }],
    });
    const { items } = await listInvitations(admin, {});
    expect(items.find(({ id }) => id === invitation.id)).toMatchObject({
      status: 'accepted',
      acceptedBy: { id: personOf(visitor).personId },
    });
  });

  it('adds to the roles that its officer holds there already', async () => {
    const officer = await officerIn(county, 'editor');
    const me = await acceptInvitation(officer, { code: (await invite()).code });
    expect(me.offices).toMatchObject([{ roles: ['editor', 'desk'] }]);
  });

  it('serves one of those who enter it at once', async () => {
    const { code } = await invite();
    const visitors = await Promise.all([1, 2, 3, 4].map(() => aVisitor()));
    const taken = await Promise.allSettled(visitors.map((ctx) => acceptInvitation(ctx, { code })));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const holders = await OfficeModel.countDocuments({
      personId: { $in: visitors.map((ctx) => personOf(ctx).personId) },
    });
    expect(holders).toBe(1);
  });

  it('is void once used, revoked or seven days old, and revoked once only', async () => {
    const invalid = { code: 'INVITATION_INVALID' };
    const used = await invite();
    await acceptInvitation(await aVisitor(), { code: used.code });
    const revoked = await invite();
    await revokeInvitation(admin, revoked.invitation.id);
    const old = await invite();
    for (const [code, ms] of [
      [used.code, 0],
      [revoked.code, 0],
      [old.code, 7 * day],
      ['AAAA-AAAA', 0],
    ] as const) {
      const visitor = at(await aVisitor(), ms);
      await expect(previewInvitation(visitor, { code })).rejects.toMatchObject(invalid);
      await expect(acceptInvitation(visitor, { code })).rejects.toMatchObject(invalid);
    }
    for (const { invitation } of [used, revoked])
      await expect(revokeInvitation(admin, invitation.id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('can be guessed at ten times an hour', async () => {
    const visitor = await aVisitor();
    for (let tries = 0; tries < 10; tries += 1)
      await expect(previewInvitation(visitor, { code: 'AAAA-AAAA' })).rejects.toMatchObject({
        code: 'INVITATION_INVALID',
      });
    await expect(acceptInvitation(visitor, { code: 'AAAA-AAAA' })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
  });

  it('is not stored with its code', async () => {
    const { code } = await invite();
    const stored = JSON.stringify(await InvitationModel.find().lean());
    expect(stored).not.toContain(code);
    expect(stored).not.toContain(code.replace('-', ''));
  });

  it('to a body outside the administrator’s subtree is refused, and nobody else’s is seen or revoked', async () => {
    await expect(invite({ organizationId: elsewhere.id })).rejects.toMatchObject({
      code: 'BODY_NOT_IN_SCOPE',
    });
    await expect(invite({ organizationId: '0'.repeat(24) })).rejects.toMatchObject({
      code: 'BODY_NOT_IN_SCOPE',
    });
    const countyAdmin = await officerIn(county, 'org-admin');
    await expect(
      inviteOfficer(countyAdmin, { name: '上级', organizationId: city.id, roles: ['leader'] }),
    ).rejects.toMatchObject({ code: 'BODY_NOT_IN_SCOPE' });
    const { invitation } = await invite();
    const stranger = await officerIn(elsewhere, 'org-admin');
    expect(await listInvitations(stranger, {})).toEqual({ items: [], total: 0 });
    await expect(revokeInvitation(stranger, invitation.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(
      inviteOfficer(await officerIn(county, 'desk'), {
        name: 'x',
        organizationId: county.id,
        roles: ['desk'],
      }),
    ).rejects.toMatchObject({ code: 'BODY_NOT_IN_SCOPE' });
  });

  it('stands in a list that is read page by page, newest first', async () => {
    const body = await anOrganization({ regionCode: '410122', parentId: city.id });
    const made = [];
    for (const name of ['甲', '乙', '丙'])
      made.push((await invite({ organizationId: body.id, name })).invitation.id);
    const first = await listInvitations(admin, { organizationId: body.id, limit: 2 });
    const rest = await listInvitations(admin, {
      organizationId: body.id,
      limit: 2,
      cursor: first.next ?? '',
    });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(made.toReversed());
    expect(rest.next).toBeUndefined();
    expect(await listInvitations(admin, { cursor: 'no cursor' })).toMatchObject({ items: [] });
  });
});

describe('the offices of a body', () => {
  it('are listed with people and roles, of the administrator’s subtree only', async () => {
    const body = await anOrganization({ regionCode: '410122', parentId: city.id });
    const officer = await officerIn(body, 'desk', 'leader');
    const { items, total } = await listOffices(admin, { organizationId: body.id });
    expect(total).toBe(1);
    expect(items).toMatchObject([
      {
        person: { id: personOf(officer).personId },
        roles: ['desk', 'leader'],
        isOnDuty: true,
        isMine: false,
      },
    ]);
    const stranger = await officerIn(elsewhere, 'org-admin');
    expect((await listOffices(stranger, { organizationId: body.id })).items).toEqual([]);
    expect((await listOffices(admin, { role: 'leader', organizationId: body.id })).items).toHaveLength(1);
    expect((await listOffices(admin, { role: 'steward', organizationId: body.id })).items).toEqual([]);
  });

  it('are changed, moved and ended by an administrator above, and by nobody else', async () => {
    const officer = await officerIn(county, 'editor');
    const id = await officeOf(officer, county.id);
    const strangers = [
      await officerIn(elsewhere, 'org-admin'),
      await officerIn(elsewhere, 'org-admin', 'desk'),
    ];
    for (const stranger of strangers) {
      await expect(changeOffice(stranger, id, { roles: ['org-admin'] })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      await expect(moveOffice(stranger, id, { organizationId: elsewhere.id })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      await expect(endOffice(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(moveOffice(admin, id, { organizationId: elsewhere.id })).rejects.toMatchObject({
      code: 'BODY_NOT_IN_SCOPE',
    });
    await changeOffice(admin, id, { roles: ['editor', 'supervisor'], isHead: true });
    expect(personOf(await renewed(officer)).offices).toEqual([
      { organizationId: county.id, roles: ['editor', 'supervisor'] },
    ]);
    await moveOffice(admin, id, { organizationId: city.id });
    expect(await OfficeModel.findById(id).lean()).toMatchObject({
      isHead: false,
      roles: ['editor', 'supervisor'],
    });
    expect(personOf(await renewed(officer)).offices).toEqual([
      { organizationId: city.id, roles: ['editor', 'supervisor'] },
    ]);
    await endOffice(admin, id);
    expect(personOf(await renewed(officer)).offices).toEqual([]);
    const trail = await AuditEntryModel.find({
      'subject.id': personOf(officer).personId,
      action: /^office/,
    })
      .sort({ _id: 1 })
      .lean();
    expect(trail.map(({ action }) => action)).toEqual([
      'office.granted',
      'office.changed',
      'office.moved',
      'office.ended',
    ]);
  });

  it('do not merge when somebody is moved to where they already work', async () => {
    const officer = await officerIn(county, 'editor');
    const { personId } = personOf(officer);
    await grantOffice(contextOf(), { personId, organizationId: city.id, roles: ['leader'] });
    const id = await officeOf(officer, county.id);
    await expect(moveOffice(admin, id, { organizationId: city.id })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('keep their last administrator, who can’t step down, be moved away or leave', async () => {
    const body = await anOrganization({ regionCode: '410122', parentId: city.id });
    const alone = await officerIn(body, 'org-admin', 'desk');
    const id = await officeOf(alone, body.id);
    const last = { code: 'LAST_ADMINISTRATOR' };
    await expect(changeOffice(alone, id, { roles: ['desk'] })).rejects.toMatchObject(last);
    await expect(endOffice(alone, id)).rejects.toMatchObject(last);
    expect(await OfficeModel.findById(id).lean()).toMatchObject({ roles: ['org-admin', 'desk'] });
    await changeOffice(alone, id, { roles: ['org-admin'] });
    // An administrator above may: they can put somebody else in.
    await endOffice(admin, id);
    expect(await OfficeModel.exists({ _id: id })).toBeNull();
  });

  it('keep one administrator of two who step down at once', async () => {
    for (let round = 0; round < 3; round += 1) {
      const body = await anOrganization({ regionCode: '410122', parentId: city.id });
      const both = [await officerIn(body, 'org-admin'), await officerIn(body, 'org-admin')];
      const ids = await Promise.all(both.map((ctx) => officeOf(ctx, body.id)));
      await Promise.allSettled(both.map((ctx, index) => endOffice(ctx, ids[index] ?? '')));
      expect(
        await OfficeModel.countDocuments({ organizationId: body.id, roles: 'org-admin' }),
      ).toBeGreaterThanOrEqual(1);
    }
  });
});

describe('whoever leaves a body', () => {
  let scene: Scene;
  let countyAdmin: Context;
  beforeEach(async () => {
    scene = await aScene();
    countyAdmin = await officerIn(scene.county, 'org-admin');
  });
  const accountableOf = async (id: string) => (await IssueModel.findById(id).lean())?.state.accountable;

  it('leaves no open issue behind: the next one answers for it, by an entry of the ledger', async () => {
    const desk = scene.officers.countyDesk;
    const { id } = await anIssue(scene, 'accepted');
    const before = (await accountableOf(id))?.personId;
    expect(before).toBe(personOf(desk).personId);
    const next = await officerIn(scene.county, 'desk');
    const { reassignedIssues } = await endOffice(countyAdmin, await officeOf(desk, scene.county.id));
    expect(reassignedIssues).toBe(1);
    expect(await accountableOf(id)).toMatchObject({
      personId: personOf(next).personId,
      body: { organizationId: scene.county.id },
    });
    expect((await verifyLedgers()).faults).toEqual([]);
  });

  it('hands on to the body above where nobody is left', async () => {
    const desk = scene.officers.countyDesk;
    const { id } = await anIssue(scene, 'accepted');
    await OfficeModel.deleteMany({
      organizationId: scene.county.id,
      roles: 'desk',
      personId: { $ne: personOf(desk).personId },
    });
    await endOffice(countyAdmin, await officeOf(desk, scene.county.id));
    expect((await accountableOf(id))?.body.organizationId).toBe(scene.city.id);
  });

  it('or may not answer there any more hands on, and who still may keeps', async () => {
    const desk = scene.officers.countyDesk;
    await officerIn(scene.county, 'desk');
    const { id } = await anIssue(scene, 'accepted');
    const office = await officeOf(desk, scene.county.id);
    expect(await changeOffice(countyAdmin, office, { roles: ['handler'] })).toEqual({ reassignedIssues: 0 });
    expect((await accountableOf(id))?.personId).toBe(personOf(desk).personId);
    expect(await changeOffice(countyAdmin, office, { roles: ['editor'] })).toEqual({ reassignedIssues: 1 });
    expect((await accountableOf(id))?.personId).not.toBe(personOf(desk).personId);
  });

  it('keeps none of those accepted while leaving', async () => {
    const desk = scene.officers.countyDesk;
    await officerIn(scene.county, 'desk');
    const issues = [
      await anIssue(scene, 'submitted'),
      await anIssue(scene, 'submitted'),
      await anIssue(scene, 'accepted'),
    ];
    const office = await officeOf(desk, scene.county.id);
    const [ended] = await Promise.allSettled([
      endOffice(countyAdmin, office),
      ...issues.map(({ id }) => acceptIssue(desk, id)),
    ]);
    if (ended.status === 'rejected') await endOffice(countyAdmin, office);
    expect((await findOfficers(scene.county.id)).map(({ personId }) => personId)).not.toContain(
      personOf(desk).personId,
    );
    for (const { id } of issues)
      expect((await accountableOf(id))?.personId).not.toBe(personOf(desk).personId);
    expect((await verifyLedgers()).faults).toEqual([]);
  });
});
