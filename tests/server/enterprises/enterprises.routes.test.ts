import type { App } from '../../../server/app';
import { enterpriseRoutes } from '../../../server/modules/enterprises/enterprises.routes';
import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import { aVisitor, anEnvironment, appWith, headersOf, memberOf, officerIn } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise, type TestEnterprise } from '../../support/enterprises';
import { anOrganization, aProvince, type Province } from '../../support/organizations';

useDatabase();

let app: App;
let tree: Province;
let firm: TestEnterprise;
beforeAll(async () => {
  app = await appWith(anEnvironment(), enterpriseRoutes);
  tree = await aProvince();
  firm = await anEnterprise({ deskOrganizationId: tree.county.id, facts: { employees: 86 } });
});
afterAll(() => app.close());

const refusal = (reply: { statusCode: number; json: () => { code: string } }) => [
  reply.statusCode,
  reply.json().code,
];

describe('the routes of enterprises', () => {
  it('tell the attribute dictionary to anyone', async () => {
    const reply = await app.inject('/api/attributes');
    expect(reply.json()).toContainEqual({
      attribute: 'rdExpenseFen',
      label: '研发费用',
      type: 'amount',
      period: '上年',
      declarable: true,
      changeable: true,
    });
  });

  it('show and change the own profile', async () => {
    const headers = await headersOf(await memberOf(firm, { role: 'staff' }));
    const payload = { facts: [{ attribute: 'revenueFen', value: 4_280_000_000 }] };
    const changed = await app.inject({ method: 'PUT', url: '/api/enterprises/mine', headers, payload });
    expect(changed.statusCode).toBe(200);
    expect(changed.json()).toMatchObject({ id: firm.id, size: 'small', creditCode: firm.creditCode });
    expect((await app.inject({ url: '/api/enterprises/mine', headers })).json()).toEqual(changed.json());
  });

  it('are closed to guests, to who has no enterprise, and to roles without the list', async () => {
    expect(refusal(await app.inject('/api/enterprises/mine'))).toEqual([401, 'NOT_SIGNED_IN']);
    const visitor = await headersOf(await aVisitor());
    expect(refusal(await app.inject({ url: '/api/enterprises/mine', headers: visitor }))).toEqual([
      403,
      'NOT_BOUND',
    ]);
    expect(refusal(await app.inject({ url: '/api/enterprises', headers: visitor }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
    const steward = await headersOf(await officerIn(tree.county, 'steward'));
    expect(refusal(await app.inject({ url: '/api/enterprises', headers: steward }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
    const member = await headersOf(await memberOf(firm));
    expect(refusal(await app.inject({ url: `/api/enterprises/${firm.id}`, headers: member }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
  });

  it('show a desk its enterprises and no others', async () => {
    const desk = await headersOf(tree.officers.countyDesk);
    const list = await app.inject({ url: '/api/enterprises?limit=5', headers: desk });
    expect(list.json()).toMatchObject({
      items: [{ id: firm.id, creditCode: firm.creditCode, regionName: '中牟县' }],
    });
    expect((await app.inject({ url: `/api/enterprises/${firm.id}`, headers: desk })).statusCode).toBe(200);
    const elsewhere = await headersOf(await officerIn(await anOrganization({ regionCode: '410221' })));
    expect((await app.inject({ url: '/api/enterprises', headers: elsewhere })).json()).toEqual({
      items: [],
      total: 0,
    });
    expect(refusal(await app.inject({ url: `/api/enterprises/${firm.id}`, headers: elsewhere }))).toEqual([
      404,
      'NOT_FOUND',
    ]);
  });

  it('answer a code typed wrong with the position, in the one shape of errors', async () => {
    const headers = await headersOf(await aVisitor());
    const wrong = await app.inject({ url: '/api/enterprises/by-code/9141012ZMA45X8R37D', headers });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.json()).toEqual({
      code: 'CREDIT_CODE_INVALID',
      message: '第 8 位是字母 Z，改成数字 2 试试',
      requestId: expect.any(String),
      details: [{ path: 'params.creditCode', rule: '第 8 位是字母 Z，改成数字 2 试试' }],
    });
    const missing = await app.inject({ url: '/api/enterprises/by-code/91350100M000100Y43', headers });
    expect(refusal(missing)).toEqual([404, 'ENTERPRISE_NOT_FOUND']);
    const found = await app.inject({ url: `/api/enterprises/by-code/%20${firm.creditCode}`, headers });
    expect(found.json()).toMatchObject({ name: firm.name });
  });

  it.each([
    [{ facts: [{ attribute: 'employees', value: -1 }] }, 'body.facts.0.value', '从业人员：不能小于 0'],
    [{ facts: [{ attribute: 'employees' }] }, 'body.facts.0.value', '必填'],
    [{ facts: [{ attribute: 'employees', value: null }] }, 'body.facts.0.value', '类型不对'],
    [{ facts: [{ attribute: '$where', value: 'x' }] }, 'body.facts.0.value', '没有“$where”这一项'],
    [{ products: '长'.repeat(201) }, 'body.products', '最多 200 个字'],
    [{ address: ' ' }, 'body.address', '不能为空'],
  ])('refuse %j, naming %s, and store nothing', async (payload, path, rule) => {
    const headers = await headersOf(await memberOf(firm));
    const before = await EnterpriseModel.findById(firm.id).lean();
    const reply = await app.inject({ method: 'PUT', url: '/api/enterprises/mine', headers, payload });
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'VALIDATION_FAILED', details: [{ path, rule }] });
    expect(await EnterpriseModel.findById(firm.id).lean()).toEqual(before);
  });
});
