import type { Event, Registration } from '../../../server/contract/events';
import type { App } from '../../../server/app';
import type { Context } from '../../../server/context';
import { eventRoutes } from '../../../server/modules/events/events.routes';
import { anEnvironment, appWith, headersOf, memberOf, officerIn, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { eventInput } from '../../support/events';
import { aProvince } from '../../support/organizations';

useDatabase();

type Headers = Awaited<ReturnType<typeof headersOf>>;
let app: App;
let manager: Headers;
let steward: Headers;
let otherManager: Headers;
let staff: Headers;
let otherStaff: Headers;
beforeAll(async () => {
  app = await appWith(anEnvironment({ now: testNow }), eventRoutes);
  const province = await aProvince();
  const signIn = async (ctx: Promise<Context>) => headersOf(await ctx);
  manager = await signIn(officerIn(province.city, 'event-manager'));
  steward = await signIn(officerIn(province.city, 'steward'));
  otherManager = await signIn(officerIn(province.labour, 'event-manager', 'steward'));
  staff = await signIn(
    memberOf(await anEnterprise({ deskOrganizationId: province.county.id }), { role: 'staff' }),
  );
  otherStaff = await signIn(memberOf(await anEnterprise({ deskOrganizationId: province.county.id })));
});
afterAll(() => app.close());

async function call(method: 'GET' | 'POST' | 'PUT', url: string, headers?: Headers, payload?: object) {
  const reply = await app.inject({
    method,
    url: `/api${url}`,
    ...(headers ? { headers } : {}),
    ...(payload ? { payload } : {}),
  });
  return { status: reply.statusCode, body: reply.json() };
}

async function openEvent(): Promise<Event> {
  const { body } = await call('POST', '/events', manager, eventInput());
  return (await call('POST', `/events/${body.id}/publication`, manager)).body;
}
const register = (eventId: string, headers: Headers, nonce: string, name = '王海燕') =>
  call('POST', `/events/${eventId}/registrations`, headers, { attendees: [{ name }], nonce });

describe('the routes of events', () => {
  it('take from a body only what the contract names', async () => {
    const event = await openEvent();
    const more = {
      status: 'cancelled',
      seatsTaken: -90,
      scope: [],
      organizationId: 'f'.repeat(24),
      _id: 'x',
    };
    const changed = await call('PUT', `/events/${event.id}`, manager, { ...eventInput(), ...more });
    expect(changed).toMatchObject({ status: 200, body: { status: 'open', seatsTaken: 0 } });
    expect(changed.body.organization).toEqual(event.organization);
    expect(await call('GET', `/events/${event.id}/attendees`, manager)).toMatchObject({ status: 200 });
  });

  it('draft, change, open and call off an event by its managers only', async () => {
    const drafted = await call('POST', '/events', manager, eventInput());
    expect(drafted).toMatchObject({ status: 201, body: { status: 'draft' } });
    const url = `/events/${drafted.body.id}`;
    expect(await call('PUT', url, manager, eventInput({ title: '新名字' }))).toMatchObject({
      status: 200,
      body: { title: '新名字' },
    });
    expect(await call('PUT', url, otherManager, eventInput())).toMatchObject({ status: 404 });
    expect(await call('POST', `${url}/publication`, otherManager)).toMatchObject({ status: 404 });
    expect(await call('POST', `${url}/publication`, manager)).toMatchObject({ body: { status: 'open' } });
    expect(await call('POST', `${url}/cancellation`, otherManager, { reason: '停电' })).toMatchObject({
      status: 404,
    });
    expect(await call('POST', `${url}/cancellation`, manager, { reason: ' ' })).toMatchObject({
      status: 400,
    });
    expect(await call('POST', `${url}/cancellation`, manager, { reason: '停电' })).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
    for (const headers of [staff, steward])
      expect(await call('POST', '/events', headers, eventInput())).toMatchObject({
        status: 403,
        body: { code: 'FORBIDDEN' },
      });
    expect(await call('POST', '/events', undefined, eventInput())).toMatchObject({ status: 401 });
    expect(
      await call('POST', '/events', manager, { ...eventInput(), capacity: 0, startsAt: 'morgen' }),
    ).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', details: [{ path: 'body.startsAt' }, { path: 'body.capacity' }] },
    });
  });

  it('show open events to everybody and drafts to nobody else', async () => {
    const event = await openEvent();
    expect(await call('GET', `/events/${event.id}`)).toMatchObject({ status: 200, body: { id: event.id } });
    const list = await call('GET', '/events?group=open&limit=100');
    expect(list.body.items.map(({ id }: Event) => id)).toContain(event.id);
    const draft = await call('POST', '/events', manager, eventInput());
    expect(await call('GET', `/events/${draft.body.id}`, staff)).toMatchObject({ status: 404 });
    expect(await call('GET', '/events?group=mine')).toMatchObject({ status: 401 });
    expect(await call('GET', '/events?group=yours')).toMatchObject({ status: 400 });
    expect(await call('GET', '/events/no-id')).toMatchObject({ status: 400 });
  });

  it('sign up and cancel for the own enterprise', async () => {
    const event = await openEvent();
    const registered = await register(event.id, staff, 'route-nonce-1');
    expect(registered).toMatchObject({
      status: 201,
      body: { status: 'confirmed', tickets: [{ status: 'valid' }] },
    });
    expect(await register(event.id, staff, 'route-nonce-2')).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_REGISTERED', message: '王海燕已经报过名' },
    });
    expect(await register(event.id, manager, 'route-nonce-3')).toMatchObject({ status: 403 });
    expect(await register(event.id, staff, 'short')).toMatchObject({ status: 400 });
    expect((await call('GET', '/registrations', staff)).body.map(({ id }: Registration) => id)).toContain(
      registered.body.id,
    );
    expect((await call('GET', '/registrations', otherStaff)).body).toEqual([]);
    const cancellation = `/registrations/${registered.body.id}/cancellation`;
    expect(await call('POST', cancellation, otherStaff)).toMatchObject({ status: 404 });
    expect(await call('POST', cancellation, staff)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', event: { seatsTaken: 0 } },
    });
  });

  it('serve gates by stewards and managers of the scope', async () => {
    const event = await openEvent();
    const { body: registration } = await register(event.id, staff, 'route-nonce-gate');
    const url = `/events/${event.id}`;
    const scan = { ticket: registration.tickets[0].payload, gate: '1 号门', nonce: 'route-scan-1' };
    expect(await call('POST', `${url}/check-ins`, steward, scan)).toMatchObject({
      status: 200,
      body: { outcome: 'refused', reason: 'too-early', attendeeName: '王海燕' },
    });
    expect(await call('POST', `${url}/check-ins`, otherManager, scan)).toMatchObject({ status: 404 });
    expect(await call('POST', `${url}/check-ins`, staff, scan)).toMatchObject({ status: 403 });
    expect(await call('POST', `${url}/check-ins`, steward, { ...scan, gate: '' })).toMatchObject({
      status: 400,
    });
    expect(await call('GET', `${url}/check-ins`, steward)).toMatchObject({
      status: 200,
      body: [{ gate: '1 号门' }],
    });
    expect(await call('GET', `${url}/gate`, steward)).toMatchObject({ status: 200, body: { tickets: [{}] } });
    expect(await call('GET', `${url}/attendees?q=王`, manager)).toMatchObject({
      status: 200,
      body: { items: [{ name: '王**' }], total: 1 },
    });
    for (const path of ['check-ins', 'gate', 'attendees']) {
      expect(await call('GET', `${url}/${path}`, otherManager)).toMatchObject({ status: 404 });
      expect(await call('GET', `${url}/${path}`, staff)).toMatchObject({ status: 403 });
    }
  });
});
