import type { App } from '../../../server/app';
import type { Context } from '../../../server/context';
import { matchmakingRoutes } from '../../../server/modules/matchmaking/matchmaking.routes';
import { anEnvironment, appWith, headersOf, memberOf, officerIn, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { listingInput } from '../../support/matchmaking';
import { aProvince } from '../../support/organizations';

useDatabase();

type Headers = Awaited<ReturnType<typeof headersOf>>;
let app: App;
let desk: Headers;
let outsider: Headers;
let editor: Headers;
let owner: Headers;
let asker: Headers;
beforeAll(async () => {
  app = await appWith(anEnvironment({ now: testNow }), matchmakingRoutes);
  const province = await aProvince();
  const signIn = async (ctx: Context | Promise<Context>) => headersOf(await ctx);
  desk = await signIn(province.officers.countyDesk);
  outsider = await signIn(officerIn(province.labour, 'desk'));
  editor = await signIn(province.officers.provinceEditor);
  owner = await signIn(memberOf(await anEnterprise({ deskOrganizationId: province.county.id })));
  asker = await signIn(
    memberOf(await anEnterprise({ deskOrganizationId: province.county.id }), { role: 'staff' }),
  );
});
afterAll(() => app.close());

async function call(method: 'GET' | 'POST', url: string, headers?: Headers, payload?: object) {
  const reply = await app.inject({
    method,
    url: `/api${url}`,
    ...(headers ? { headers } : {}),
    ...(payload ? { payload } : {}),
  });
  return { status: reply.statusCode, body: reply.json() };
}

describe('the routes of matchmaking', () => {
  it('take a listing from posting over review to an introduction with contacts', async () => {
    const posted = await call('POST', '/listings', owner, listingInput());
    expect(posted).toMatchObject({ status: 201, body: { status: 'in-review', isMine: true } });
    const { id } = posted.body;
    expect(await call('GET', `/listings/${id}`, asker)).toMatchObject({ status: 404 });
    expect(await call('GET', '/listings?group=to-review', desk)).toMatchObject({
      body: { items: [{ id }], total: 1 },
    });
    expect(await call('POST', `/listings/${id}/review`, outsider, { publish: true })).toMatchObject({
      status: 404,
    });
    for (const headers of [owner, editor])
      expect(await call('POST', `/listings/${id}/review`, headers, { publish: true })).toMatchObject({
        status: 403,
      });
    expect(await call('POST', `/listings/${id}/review`, desk, { publish: true })).toMatchObject({
      status: 200,
      body: { status: 'published' },
    });
    expect(await call('GET', '/listings', asker)).toMatchObject({
      status: 200,
      body: { items: [{ id, isMine: false }] },
    });
    expect(await call('GET', '/listings/counts', asker)).toMatchObject({ status: 200, body: { trade: 1 } });

    const need = await call(
      'POST',
      '/listings',
      asker,
      listingInput({ side: 'need', title: '求购铸铁支架' }),
    );
    await call('POST', `/listings/${need.body.id}/review`, desk, { publish: true });
    const matches = await call('GET', '/listings/matches?limit=5', asker);
    expect(matches).toMatchObject({ status: 200, body: [{ mine: { id: need.body.id }, listing: { id } }] });
    expect(matches.body[0].parts).toHaveLength(5);
    expect(await call('GET', '/listings/matches', desk)).toMatchObject({ status: 403 });

    const interest = await call('POST', `/listings/${id}/interests`, asker, { note: '想先打样' });
    expect(interest).toMatchObject({ status: 201, body: { status: 'interested', side: 'asked' } });
    expect(await call('POST', `/listings/${id}/interests`, asker, {})).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_INTERESTED' },
    });
    expect(await call('POST', `/listings/${id}/interests`, owner, {})).toMatchObject({
      status: 409,
      body: { code: 'OWN_LISTING' },
    });
    const url = `/introductions/${interest.body.id}`;
    expect(await call('POST', `${url}/decision`, asker, { accept: true })).toMatchObject({ status: 404 });
    expect(await call('POST', `${url}/decision`, owner, {})).toMatchObject({ status: 400 });
    expect(await call('POST', `${url}/decision`, owner, { accept: true })).toMatchObject({
      status: 200,
      body: { status: 'accepted', contact: {} },
    });
    expect(await call('GET', url, asker)).toMatchObject({ status: 200, body: { contact: {} } });
    expect((await call('GET', '/introductions', owner)).body).toHaveLength(1);

    expect(await call('POST', `/listings/${id}/withdrawal`, asker)).toMatchObject({ status: 404 });
    expect(await call('POST', `/listings/${id}/withdrawal`, owner)).toMatchObject({
      body: { status: 'withdrawn' },
    });
  });

  it('refuse guests, other roles and bad input', async () => {
    expect(await call('GET', '/listings')).toMatchObject({ status: 401, body: { code: 'NOT_SIGNED_IN' } });
    expect(await call('POST', '/listings', desk, listingInput())).toMatchObject({ status: 403 });
    expect(await call('POST', '/listings', owner, { ...listingInput(), market: 'people' })).toMatchObject({
      status: 400,
      body: { details: [{ path: 'body.market' }] },
    });
    expect(await call('POST', '/listings', owner, listingInput({ text: '微信 wanghaiyan88' }))).toMatchObject(
      {
        status: 400,
        body: { code: 'VALIDATION_FAILED', details: [{ path: 'body.text' }] },
      },
    );
    expect(await call('GET', '/listings/none', owner)).toMatchObject({ status: 400 });
    expect(await call('GET', '/introductions', desk)).toMatchObject({ status: 403 });
  });
});
