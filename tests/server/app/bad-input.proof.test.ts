import fc from 'fast-check';
import { buildApp, type App } from '../../../server/app';
import { errorCodes, routes, type ErrorReply, type Route } from '../../../server/contract';
import { officerRoles } from '../../../server/contract/enums';
import { attributes } from '../../../server/modules/enterprises/attributes';
import { grantOffice } from '../../../server/modules/accounts/memberships.service';
import { createListing } from '../../../server/modules/matchmaking/listings.service';
import { anEnvironment, contextOf, headersOf, personOf, renewed } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anOpenEvent } from '../../support/events';
import { anIssue, aScene } from '../../support/issues';
import { listingInput } from '../../support/matchmaking';
import { aBriefing, aPolicy } from '../../support/policies';

useDatabase();

/** One fixed seed and a fresh one, which stands in the test's name. */
const seeds = [20261124, Math.trunc(Math.random() * 2 ** 31)];
const numRuns = process.env.FULL ? 1000 : 20;
const patienceMs = 600_000;

/** What a schema of the contract says, as far as it helps to guess. */
interface Schema {
  type?: string;
  enum?: string[];
  pattern?: string;
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  required?: string[];
  minimum?: number;
  maximum?: number;
  minItems?: number;
}

let app: App;
let headers: { authorization: string };
/** Records that exist, so that requests get past the look-up. */
const known: string[] = [];
let calls = 0;

beforeAll(async () => {
  app = await buildApp(anEnvironment());
  const scene = await aScene();
  // Everything at once: administrator of the enterprise and every role in the province's office.
  const { personId } = personOf(scene.member);
  const roles = [...officerRoles];
  await grantOffice(contextOf(), { personId, organizationId: scene.province.id, roles });
  const everything = await renewed(scene.member);
  headers = await headersOf(everything);
  const policy = await aPolicy(everything);
  known.push(
    scene.enterprise.id,
    scene.labour.id,
    policy.id,
    (await aBriefing(everything, [policy.id])).id,
    (await anOpenEvent(everything)).id,
    (await createListing(everything, listingInput())).id,
  );
  for (const status of ['submitted', 'accepted', 'in-hand', 'answered'] as const)
    known.push((await anIssue(scene, status)).id);
});
afterAll(() => app.close());

const hostileText = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '\u0000',
      'a\u0000b',
      '\ud800',
      '\u202e',
      '../..',
      '%',
      '$where',
      '__proto__',
      'constructor',
    ],
    ...[
      '(',
      '[a-',
      '\\',
      '*',
      '9'.repeat(30),
      '0',
      '-1',
      'NaN',
      'null',
      '中'.repeat(3000),
      '𠮷',
      '{"$gt":""}',
    ],
    ...['2026-02-30', '9999-99-99', '0000-00-00', '2026-11-24T23:59:60Z', '9999-12-31T23:59:59Z', '24:99'],
    ...['QFT1.', 'QFT1.AAAA.BBBB', '7K3M-Q2XW', '410000', '999999', 'Z', '13812346021', 'subsidy'],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const hostileNumber = fc.oneof(
  fc.constantFrom(0, -1, -0, 1, 0.1, 1e21, 1e308, -1e308, 2 ** 31, 2 ** 53, Number.MIN_VALUE),
  fc.integer(),
);
const hostile = fc.oneof(
  hostileText,
  hostileNumber,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant({ toString: 1 }),
);
const id = fc.oneof(
  { weight: 6, arbitrary: fc.nat().map((at) => known[at % known.length] ?? '') },
  { weight: 1, arbitrary: fc.constantFrom('0'.repeat(24), 'f'.repeat(24)) },
);

/** Values that say something sensible in the field of a name; without them hardly a body would be taken. */
const sensible: Record<string, unknown> = {
  startsAt: '2026-03-20T01:00:00Z',
  endsAt: '2026-03-20T09:00:00Z',
  doorsOpenAt: '2026-03-20T00:20:00Z',
  registrationClosesAt: '2026-03-19T09:00:00Z',
  validUntil: '2026-05-01',
  capacity: 100,
  perEnterprise: 3,
  time: '09:00',
  applyLink: 'https://www.henan.gov.cn/',
  attribute: 'employees',
};

/** Values that keep a schema, mostly. */
function near(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  const plain = nearByType(schema);
  return name in sensible
    ? fc.oneof({ weight: 9, arbitrary: fc.constant(sensible[name]) }, { weight: 1, arbitrary: plain })
    : plain;
}

function nearByType(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => near(one)));
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer':
    case 'number': {
      const { minimum = 0, maximum = 1000 } = schema;
      const within = fc.integer({ min: minimum, max: maximum });
      return fc.oneof({ weight: 9, arbitrary: within }, { weight: 1, arbitrary: hostileNumber });
    }
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(near(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 3 });
    case 'object':
      return object(schema);
    default:
      return hostile;
  }
}

function text({ pattern, format }: Schema): fc.Arbitrary<string> {
  if (pattern?.includes('{24}')) return id;
  if (format === 'date-time')
    return fc.constantFrom('2026-11-24T23:59:60Z', '2026-03-20T02:00:00+23:59', '2026-03-20t02:00:00z');
  if (pattern?.startsWith('^\\d{4}-'))
    return fc.constantFrom('2026-05-01', '2026-04-01', '2026-02-30', '0000-00-00', '9999-99-99');
  if (pattern?.startsWith('^1\\d')) return fc.constant('13812346021');
  if (pattern === '^\\d{6}$') return fc.constantFrom('410122', '410000', '000000', '999999');
  if (pattern?.includes('A-T')) return fc.constantFrom('C', '3599', '9999');
  if (pattern?.includes('a-z0-9')) return fc.constantFrom('subsidy', 'loan');
  const good = fc.nat({ max: 9999 }).map((n) => `招不到工的第 ${n} 天`);
  return fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: hostileText });
}

/** An object whose fields keep their schema, but for one or two at the most that are left out or hold anything. */
function object({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const names = Object.keys(properties);
  if (names.length === 0) return rule;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, near(field, name)]),
  );
  const noise = fc.constantFrom({}, {}, { _id: 'x', scope: [], status: 'sent', $set: { a: 1 }, 'a.b': 1 });
  const wrong = fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom(...names), hostile).map(([name, value]) => ({ [name]: value })),
    },
    { weight: 1, arbitrary: fc.constantFrom(...names).map((name) => ({ [name]: undefined })) },
  );
  return fc
    .tuple(fc.record(fields, { requiredKeys: names.filter((name) => required.includes(name)) }), wrong, noise)
    .map((parts) => Object.assign({}, ...parts) as unknown);
}

const clause = fc.record({
  attribute: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...Object.keys(attributes)) },
    { weight: 1, arbitrary: hostile },
  ),
  op: fc.constantFrom('eq', 'gte', 'lt', 'in', 'within', 'has', 'size-at-least', 'x'),
  value: fc.oneof(
    fc.constantFrom<unknown>(5, true, 'small', ['410000'], ['high-tech'], '2026-01-01'),
    hostile,
  ),
  text: fc.constant('条件'),
});
const { rule } = fc.letrec<{ rule: unknown }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small' },
    fc.constant({ attribute: 'employees', op: 'gte', value: 20, text: '20 人以上' }),
    clause,
    fc.record({ all: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ not: tie('rule') }),
    hostile,
  ),
}));

const cursor = fc
  .oneof(
    fc.constantFrom('1.0', '["x","y"]', '[1e300,"aaaaaaaaaaaaaaaaaaaaaaaa"]', '[-5]', 'null', '{}'),
    fc.nat().map((at) => `999999999999999.${known[at % known.length]}`),
    hostileText,
  )
  .map((plain) => Buffer.from(plain).toString('base64url'));

function query(schema: Schema | undefined): fc.Arbitrary<string> {
  const fields = Object.entries(schema?.properties ?? {}).map(([name, field]) =>
    fc
      .tuple(
        name === 'cursor'
          ? cursor
          : fc.oneof({ weight: 4, arbitrary: near(field, name) }, { weight: 1, arbitrary: hostile }),
        fc.nat(2),
      )
      .map(([value, dice]) => (dice === 0 && name !== 'as' ? '' : `${name}=${encode(value)}`)),
  );
  return fc.tuple(...fields).map((parts) => parts.filter(Boolean).join('&'));
}

function encode(value: unknown): string {
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  try {
    return encodeURIComponent(plain);
  } catch {
    return '%ED%A0%80';
  }
}

const pathPart = fc.oneof(
  { weight: 8, arbitrary: id },
  { weight: 1, arbitrary: hostileText.map(encode) },
  { weight: 1, arbitrary: fc.constantFrom('%', '%E0%A4%A', 'x'.repeat(300), '..%2f..', '%00', '') },
);

/** A request of a route: path, query and body each more or less as the contract wants them. */
function request(route: Route): fc.Arbitrary<{ url: string; payload?: string }> {
  const schema = routes[route] as { querystring?: Schema; body?: Schema };
  const body = schema.body
    ? fc.oneof(
        { weight: 9, arbitrary: near(schema.body).map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: fc.constantFrom('', '{', 'null', '[]', '"', '\u0000') },
      )
    : fc.constantFrom(undefined, undefined, '{}', 'null', '{');
  return fc.tuple(pathPart, query(schema.querystring), body).map(([part, search, payload]) => ({
    url: `/api${route.replace(/^\w+ /, '').replace(/:\w+/, part)}${search ? `?${search}` : ''}`,
    ...(payload === undefined ? {} : { payload }),
  }));
}

describe('whatever comes in', () => {
  it.each(seeds)(
    'no route answers with 5xx (seed %i)',
    async (seed) => {
      for (const route of Object.keys(routes) as Route[]) {
        if (route === 'DELETE /sessions/current') continue;
        const method = route.split(' ')[0] as 'GET' | 'POST' | 'PUT';
        await fc.assert(
          fc.asyncProperty(request(route), async ({ url, payload }) => {
            const reply = await app.inject({
              method,
              url,
              // Limits per address would answer before anything else does.
              remoteAddress: `10.${(calls += 1) >> 16}.${(calls >> 8) & 255}.${calls & 255}`,
              headers: {
                ...headers,
                ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
              },
              ...(payload === undefined ? {} : { payload }),
            });
            // One error shape, whatever it was.
            if (reply.statusCode >= 400) {
              const error = reply.json<ErrorReply>();
              expect(errorCodes).toContain(error.code);
              expect(error).toMatchObject({ message: expect.any(String), requestId: expect.any(String) });
            }
            if (reply.statusCode >= 500) throw new Error(`${method} ${url} ${payload ?? ''}: ${reply.body}`);
          }),
          { seed, numRuns },
        );
      }
    },
    patienceMs,
  );
});
