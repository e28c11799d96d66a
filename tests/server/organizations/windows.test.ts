import { accountableOfficer } from '../../../server/modules/accounts/offices.service';
import { openIssue } from '../../../server/modules/issues/issues.service';
import {
  describeOrganization,
  listContacts,
  setContacts,
  viewContactPhone,
} from '../../../server/modules/organizations/bodies.service';
import { addMember, listMembers, removeMember } from '../../../server/modules/organizations/members.service';
import { OrganizationModel } from '../../../server/modules/organizations/organizations.model';
import {
  clearResponsibility,
  getMatrix,
  listResponsibilityChanges,
  setResponsibility,
} from '../../../server/modules/organizations/responsibilities.service';
import { setRoster } from '../../../server/modules/organizations/window-rosters.service';
import {
  closeWindow,
  createWindow,
  getWindow,
  listWindows,
  updateWindow,
} from '../../../server/modules/organizations/windows.service';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { contextOf, officerIn, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anIssueBody, aScene, type Scene } from '../../support/issues';
import { anOrganization } from '../../support/organizations';
import { windowInput } from '../../support/windows';

useDatabase();

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});
const on = (text: string) => new Date(`2026-03-${text}+08:00`);

describe('the roster of a window', () => {
  it('says who answers for what comes in, by half days, at night whoever opens the window', async () => {
    const { county } = scene;
    const morning = personOf(await officerIn(county, 'handler')).personId;
    const afternoon = personOf(await officerIn(county, 'handler')).personId;
    const { id } = await createWindow(contextOf(), windowInput(county.id));
    await setRoster(scene.officers.countyDesk, id, {
      days: ['2026-03-11', '2026-03-12'],
      duties: [
        { day: '2026-03-11', half: 'morning', personId: morning },
        { day: '2026-03-11', half: 'afternoon', personId: afternoon },
        { day: '2026-03-12', half: 'morning', personId: morning },
      ],
    });
    const who = async (at: string) => (await accountableOfficer(county.id, { at: on(at) })).personId;
    expect(await who('11T11:59')).toBe(morning);
    expect(await who('11T12:00')).toBe(afternoon);
    expect(await who('11T20:00')).toBe(morning);
    // Nobody is on the roster that afternoon: the desk officer on duty answers.
    expect(await who('12T15:00')).toBe(personOf(scene.officers.countyDesk).personId);
    const issue = await openIssue(contextOf(scene.member.actor, { now: on('11T15:00') }), anIssueBody());
    expect(issue.accountable.personId).toBe(afternoon);
    expect((await getWindow(contextOf(), id)).onDuty).toHaveLength(2);
  });

  it('takes nobody from elsewhere, no past day and no half day twice', async () => {
    const desk = scene.officers.countyDesk;
    const own = personOf(desk).personId;
    const { id } = await createWindow(contextOf(), windowInput(scene.county.id));
    const day = '2026-03-12';
    const stranger = personOf(scene.officers.cityDesk).personId;
    const fails = (days: string[], duties: { day: string; half: 'morning'; personId: string }[]) =>
      expect(setRoster(desk, id, { days, duties })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await fails([day], [{ day, half: 'morning', personId: stranger }]);
    await fails(['2026-03-10'], []);
    await fails([day], [{ day: '2026-03-13', half: 'morning', personId: own }]);
    await fails(
      [day],
      [
        { day, half: 'morning', personId: own },
        { day, half: 'morning', personId: own },
      ],
    );
    await expect(
      setRoster(scene.officers.labourHandler, id, { days: [day], duties: [] }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const elsewhere = await officerIn(await anOrganization({ regionCode: '410300' }), 'desk');
    await expect(setRoster(elsewhere, id, { days: [day], duties: [] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('the directory of windows', () => {
  it('puts the nearest first, open ones before shut ones, and finds by words in the whole province', async () => {
    const { county, city, province, labour } = await aScene();
    const shutToday = { exceptions: [{ day: '2026-03-11', periods: [], note: '系统检修' }] };
    const open = (organizationId: string, name: string, more = {}) =>
      createWindow(contextOf(), windowInput(organizationId, { name, ...more }));
    await open(province.id, '远窗');
    await open(city.id, '中窗');
    await open(labour.id, '近窗关', shutToday);
    await open(county.id, '近窗开');
    const names = async (query: Parameters<typeof listWindows>[1]) =>
      (await listWindows(contextOf(), query))
        .map(({ name }) => name)
        .filter((name) => /窗/.test(name) && name.length < 5);
    expect(await names({ regionCode: '410122' })).toEqual(['近窗开', '近窗关', '中窗', '远窗']);
    expect(await names({ regionCode: '410300' })).toEqual(['远窗']);
    expect(await names({ regionCode: '410300', q: '近窗关' })).toEqual(['近窗关']);
    const [shut] = await listWindows(contextOf(), { q: '近窗关' });
    expect(shut?.state).toEqual({
      isOpen: false,
      reason: 'exception',
      note: '系统检修',
      opensAt: '2026-03-12T01:00:00.000Z',
    });
  });

  it('names what is wrong with hours, days and coordinates; a closed window is gone', async () => {
    const { id } = await createWindow(contextOf(), windowInput(scene.county.id));
    const { organizationId: _organizationId, ...facts } = windowInput('');
    const change = (given: object) => updateWindow(scene.officers.countyDesk, id, { ...facts, ...given });
    const wrong = (given: object, path: string) =>
      expect(change(given)).rejects.toMatchObject({ code: 'VALIDATION_FAILED', details: [{ path }] });
    await wrong({ latitude: 34.7 }, 'body.latitude');
    await wrong(
      { weekly: [{ weekday: 1, periods: [{ from: '12:00', to: '09:00' }] }] },
      'body.weekly.0.periods',
    );
    await wrong(
      {
        weekly: [
          { weekday: 1, periods: [] },
          { weekday: 1, periods: [] },
        ],
      },
      'body.weekly.1',
    );
    await wrong({ exceptions: [{ day: '2026-02-30', periods: [] }] }, 'body.exceptions.0.day');
    expect(await change({ address: '3 楼' })).toMatchObject({ address: '3 楼', mayEdit: true });
    await closeWindow(scene.officers.countyDesk, id);
    await expect(getWindow(contextOf(), id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('contacts of a body', () => {
  it('show office phones to everybody, own phones masked to officers, and in full for a reason', async () => {
    const { county, officers } = scene;
    const admin = await officerIn(county, 'org-admin');
    await setContacts(admin, county.id, {
      contacts: [
        { role: 'liaison', name: '段振华', officePhone: '0371-00000001', phone: '13912345678' },
        { role: 'leader', name: '宋长青', title: '分管领导' },
      ],
    });
    const stored = JSON.stringify(await OrganizationModel.findById(county.id).lean());
    expect(stored).not.toContain('13912345678');
    expect((await describeOrganization(contextOf({ kind: 'guest' }), county.id)).contacts).toEqual([
      { role: 'leader', name: '宋长青', title: '分管领导' },
      { role: 'liaison', name: '段振华', officePhone: '0371-00000001' },
    ]);
    expect((await listContacts(officers.countyDesk, county.id))[1]).toMatchObject({
      maskedPhone: '139****5678',
    });
    const before = await AuditEntryModel.countDocuments({ action: 'phone.revealed' });
    const at = { id: county.id, role: 'liaison' as const };
    expect(await viewContactPhone(officers.countyDesk, at, { reason: '核实' })).toEqual({
      name: '段振华',
      phone: '13912345678',
    });
    expect(await AuditEntryModel.countDocuments({ action: 'phone.revealed' })).toBe(before + 1);
    // A name that stays keeps its phone; another one doesn't inherit it.
    await setContacts(admin, county.id, { contacts: [{ role: 'liaison', name: '段振华' }] });
    expect((await viewContactPhone(admin, at, { reason: '核实' })).phone).toBe('13912345678');
    await setContacts(admin, county.id, { contacts: [{ role: 'liaison', name: '别人' }] });
    await expect(viewContactPhone(admin, at, { reason: '核实' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('are overwritten by nobody who didn’t see them as they are', async () => {
    const { labour, county } = scene;
    const admin = await officerIn(county, 'org-admin');
    const named = (name: string) => ({
      contacts: [{ role: 'liaison' as const, name, phone: '13912345678' }],
    });
    const seen = await listContacts(admin, labour.id);
    await setContacts(admin, labour.id, { ...named('段振华'), seen });
    const late = setContacts(admin, labour.id, { ...named('宋长青'), seen });
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' });
    const known = await listContacts(admin, labour.id);
    expect(known).toEqual([{ role: 'liaison', name: '段振华', maskedPhone: '139****5678' }]);

    const both = await Promise.allSettled(
      ['甲', '乙'].map((name) => setContacts(admin, labour.id, { ...named(name), seen: known })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('the matrix of a region', () => {
  it('shows what each level answers, what it leaves to the level above and what nobody answers', async () => {
    const { labour, city, industry } = scene;
    const admin = await officerIn(city, 'org-admin');
    await setResponsibility(admin, { field: 'market', organizationId: industry.id, reason: '三定方案' });
    await setResponsibility(admin, { field: 'labour', organizationId: labour.id });
    const { cells, gaps, regions } = await getMatrix('410100');
    const cell = (field: string, code: string) =>
      cells.find((each) => each.field === field && each.regionCode === code);
    expect(cell('market', '410122')).toMatchObject({ organization: { id: industry.id }, isInherited: true });
    expect(cell('labour', '410122')).toMatchObject({ organization: { id: labour.id }, isInherited: false });
    expect(cell('labour', '410100')?.organization).toBeUndefined();
    expect(gaps).toBe(regions.length * 19 - regions.length - 1);
    await clearResponsibility(admin, { field: 'market', regionCode: '410100', reason: '撤回' });
    expect(
      (await listResponsibilityChanges({ regionCode: '410100', field: 'market' })).map(
        ({ from, to, reason }) => [from, to, reason],
      ),
    ).toEqual([
      [industry.name, undefined, '撤回'],
      [undefined, industry.name, '三定方案'],
    ]);
    const other = await officerIn(await anOrganization({ regionCode: '410300' }), 'org-admin');
    await expect(
      setResponsibility(other, { field: 'land', organizationId: labour.id }),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('a department of a region', () => {
  it('takes up no field and gives none back by itself: its service office decides', async () => {
    const { labour, county } = scene;
    const own = await officerIn(labour, 'org-admin');
    const office = await officerIn(county, 'org-admin');
    const forbidden = { code: 'FORBIDDEN', message: '哪个单位管哪一类诉求，由它上面的企业服务办来定' };
    const field = 'utilities';
    await expect(setResponsibility(own, { field, organizationId: labour.id })).rejects.toMatchObject(
      forbidden,
    );
    expect(await setResponsibility(office, { field, organizationId: labour.id })).toMatchObject({
      organization: { id: labour.id },
    });
    const cell = { field, regionCode: '410122' } as const;
    await expect(clearResponsibility(own, cell)).rejects.toMatchObject(forbidden);
    expect(await clearResponsibility(office, cell)).not.toHaveProperty('organization');
  });
});

describe('an association', () => {
  it('has each member once, newest first, and strikes them off', async () => {
    const body = await anOrganization({ kind: 'association', parentId: scene.county.id });
    const partner = await officerIn(body, 'partner');
    const { creditCode, id: enterpriseId } = scene.enterprise;
    expect(await addMember(partner, body.id, { creditCode })).toMatchObject({
      enterprise: { id: enterpriseId },
      joinedAt: testNow.toISOString(),
    });
    await expect(addMember(partner, body.id, { creditCode })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await listMembers(partner, body.id, {})).toMatchObject({
      total: 1,
      items: [{ enterprise: { id: enterpriseId } }],
    });
    await removeMember(partner, { id: body.id, enterpriseId });
    expect(await listMembers(partner, body.id, {})).toEqual({ items: [], total: 0 });
    await expect(addMember(partner, scene.county.id, { creditCode })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
