import type { Context } from '../../../server/context';
import { acceptInvitation, inviteOfficer } from '../../../server/modules/accounts/invitations.service';
import { OfficeModel } from '../../../server/modules/accounts/memberships.model';
import { changeOffice, endOffice, moveOffice } from '../../../server/modules/accounts/office-changes.service';
import {
  closeOrganization,
  mergeOrganization,
} from '../../../server/modules/organizations/restructuring.service';
import { grantOffice } from '../../../server/modules/accounts/offices.service';
import { getRoster, setRoster } from '../../../server/modules/organizations/window-rosters.service';
import { createWindow, getWindow } from '../../../server/modules/organizations/windows.service';
import { aVisitor, contextOf, officerIn, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anOrganization } from '../../support/organizations';
import { windowInput } from '../../support/windows';

useDatabase();

const officeOf = async (ctx: Context, organizationId: string) =>
  (await OfficeModel.findOne({ personId: personOf(ctx).personId, organizationId }).orFail())._id.toString();

describe('an administrator whose own office has just ended', () => {
  it('ends nobody else any more: of two who end each other, one stays', async () => {
    const body = await anOrganization({ regionCode: '410000' });
    const [one, other] = [await officerIn(body, 'org-admin'), await officerIn(body, 'org-admin')];
    const [oneId, otherId] = [await officeOf(one, body.id), await officeOf(other, body.id)];
    await endOffice(one, otherId);
    // Their request was let in before: it still believes in the role.
    await expect(endOffice(other, oneId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(changeOffice(other, oneId, { roles: ['desk'] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await OfficeModel.countDocuments({ organizationId: body.id, roles: 'org-admin' })).toBe(1);
  });

  it('does not come back by an invitation of their own', async () => {
    const city = await anOrganization({ regionCode: '410300' });
    const above = await officerIn(city, 'org-admin');
    const county = await anOrganization({ regionCode: '410323', parentId: city.id });
    const leaving = await officerIn(county, 'org-admin');
    const own = await inviteOfficer(leaving, {
      name: '自己',
      organizationId: county.id,
      roles: ['org-admin'],
    });
    const others = await inviteOfficer(above, { name: '别人', organizationId: county.id, roles: ['desk'] });
    await endOffice(above, await officeOf(leaving, county.id));
    const visitor = await aVisitor();
    await expect(acceptInvitation(visitor, { code: own.code })).rejects.toMatchObject({
      code: 'INVITATION_INVALID',
    });
    const me = await acceptInvitation(visitor, { code: others.code });
    expect(me.offices).toMatchObject([{ roles: ['desk'] }]);
  });
});

describe('a body that has ended', () => {
  it('takes no officers in, by invitation or by a move', async () => {
    const city = await anOrganization({ regionCode: '410500' });
    const admin = await officerIn(city, 'org-admin');
    const ended = await anOrganization({ regionCode: '410500', kind: 'park', parentId: city.id });
    await closeOrganization(admin, ended.id, { reason: '撤销' });
    const refused = { code: 'BODY_NOT_IN_SCOPE' };
    const invitation = { name: '新人', organizationId: ended.id, roles: ['desk' as const] };
    await expect(inviteOfficer(admin, invitation)).rejects.toMatchObject(refused);
    const officer = await officerIn(city, 'editor');
    const id = await officeOf(officer, city.id);
    await expect(moveOffice(admin, id, { organizationId: ended.id })).rejects.toMatchObject(refused);
    expect(await OfficeModel.countDocuments({ organizationId: ended.id })).toBe(0);
  });
});

describe('an officer of two bodies that become one', () => {
  it('leads and is on duty in the one as they did in the other, where nobody else leads', async () => {
    const city = await anOrganization({ regionCode: '410700' });
    const [one, heir] = [
      await anOrganization({ regionCode: '410700', kind: 'park', parentId: city.id }),
      await anOrganization({ regionCode: '410700', kind: 'park', parentId: city.id }),
    ];
    const { personId } = personOf(await officerIn(heir, 'editor'));
    await grantOffice(contextOf(), {
      personId,
      organizationId: one.id,
      roles: ['desk'],
      isHead: true,
      isOnDuty: true,
    });
    await mergeOrganization(contextOf(), one.id, { intoId: heir.id, reason: '合并' });
    expect(await OfficeModel.find({ personId }).lean()).toMatchObject([
      { roles: ['editor', 'desk'], isHead: true, isOnDuty: true },
    ]);
  });
});

describe('an officer who leaves a body', () => {
  it('is on the roster of its windows no longer, and the public directory names them no more', async () => {
    const body = await anOrganization({ regionCode: '410600' });
    const admin = await officerIn(body, 'org-admin');
    const [leaving, staying] = [await officerIn(body, 'handler'), await officerIn(body, 'handler')];
    const { id } = await createWindow(contextOf(), windowInput(body.id));
    await setRoster(admin, id, {
      days: ['2026-03-11', '2026-03-12'],
      duties: [
        { day: '2026-03-11', half: 'morning', personId: personOf(leaving).personId },
        { day: '2026-03-11', half: 'afternoon', personId: personOf(staying).personId },
        { day: '2026-03-12', half: 'morning', personId: personOf(leaving).personId },
      ],
    });
    await endOffice(admin, await officeOf(leaving, body.id));
    expect((await getWindow(contextOf({ kind: 'guest' }), id)).onDuty).toEqual([
      { half: 'afternoon', name: personOf(staying).name },
    ]);
    expect((await getRoster(admin, id)).duties).toMatchObject([
      { day: '2026-03-11', half: 'afternoon', personId: personOf(staying).personId },
    ]);
  });
});
