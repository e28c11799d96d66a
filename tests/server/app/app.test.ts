import Fastify from 'fastify';
import { buildApp, type App } from '../../../server/app';
import { createLog } from '../../../server/log';
import { context } from '../../../server/plugins/context';
import { anEnvironment, appWith } from '../../support/context';
import { useDatabase } from '../../support/database';

useDatabase();

describe('the whole application', () => {
  let app: App;
  beforeAll(async () => {
    app = await buildApp(anEnvironment());
  });
  afterAll(() => app.close());

  it.each([
    ['GET', '/api/no-such-thing'],
    ['DELETE', '/api/policies'],
    ['GET', '/no-such-page'],
    ['GET', '/api/policies/%E0%A4%A'],
    ['GET', `/api/policies/${'x'.repeat(300)}`],
  ] as const)('answers %s %s with one error shape', async (method, url) => {
    const reply = await app.inject({ method, url });
    expect(reply.statusCode).toBe(404);
    expect(reply.json()).toEqual({
      code: 'ROUTE_NOT_FOUND',
      message: '没有这个地址',
      requestId: expect.any(String),
    });
  });

  it('answers a broken body with what is wrong, never with 5xx', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const payload of ['{', '[]', '"x"', '', '{"code":1}', `{"code":"${'x'.repeat(200)}"}`]) {
      const reply = await app.inject({ method: 'POST', url: '/api/sessions', headers, payload });
      expect([payload.slice(0, 12), reply.statusCode, reply.json().code]).toEqual([
        payload.slice(0, 12),
        400,
        'VALIDATION_FAILED',
      ]);
    }
    const form = await app.inject({
      method: 'POST',
      url: '/api/sessions',
      headers: { 'content-type': 'text/csv' },
      payload: 'a,b',
    });
    expect([form.statusCode, form.json().code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('leads to the pages of the clients with and without the last slash', async () => {
    for (const [path, target] of [
      ['/', '/console/'],
      ['/console', '/console/'],
      ['/m', '/m/'],
    ] as const) {
      const reply = await app.inject({ url: path });
      expect([301, 302]).toContain(reply.statusCode);
      expect(reply.headers.location).toBe(target);
    }
  });

  it('logs requests without what was searched for, and without tokens', async () => {
    const lines: string[] = [];
    const logged = await buildApp(anEnvironment(), {
      loggerInstance: createLog('info', { write: (line) => void lines.push(line) }),
    });
    await logged.inject({
      url: '/api/listings?q=13812346021&token=geheim',
      headers: { authorization: 'Bearer geheim' },
    });
    await logged.close();
    expect(lines.join('')).toContain('"path":"/api/listings"');
    expect(lines.join('')).not.toMatch(/13812346021|geheim/);
  });

  it('has no sandbox outside the demonstration', async () => {
    for (const url of ['/sandbox/phones', '/sandbox/health', '/phones']) {
      expect((await app.inject({ url })).statusCode).toBe(404);
    }
  });

  it('describes every route in its OpenAPI document', async () => {
    const document = (await app.inject({ url: '/docs/json' })).json() as { paths: Record<string, object> };
    expect(Object.keys(document.paths).length).toBeGreaterThan(60);
    expect(document.paths).toHaveProperty(['/api/issues/{id}/dispatches', 'post']);
  });
});

it('what nobody foresaw is answered with a fixed sentence that gives nothing away', async () => {
  const broken = await appWith(anEnvironment(), async (routes) => {
    routes.get('/broken', { config: { access: 'public' } }, () => {
      throw new Error('connection to 10.0.0.7 refused');
    });
  });
  const reply = await broken.inject({ url: '/api/broken' });
  expect(reply.statusCode).toBe(500);
  expect(reply.json()).toEqual({
    code: 'INTERNAL',
    message: '系统出了点问题，您填的内容没有丢，请稍后再试',
    requestId: expect.any(String),
  });
  await broken.close();
});

it('a route that declares no access makes the application refuse to start', async () => {
  const app = Fastify();
  await app.register(context, anEnvironment());
  expect(() => app.get('/open', () => 'ok')).toThrow('declares no access');
  await app.close();
});
