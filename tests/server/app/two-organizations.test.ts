import { Types } from 'mongoose';
import { buildApp, type App } from '../../../server/app';
import { routes } from '../../../server/contract';
import { officerRoles } from '../../../server/contract/enums';
import {
  aWorld,
  expectedOf,
  send,
  type Asked,
  type Person,
  type Row,
  type Side,
  type World,
} from '../../support/access';
import { anEnvironment, headersOf, officerIn } from '../../support/context';
import { useDatabase } from '../../support/database';
import { table } from './access/table';

useDatabase();

type Headers = { authorization: string };
/** Who tries from outside: an enterprise's administrator, and an officer who holds every role there is. */
type Outsiders = Record<'admin' | 'officer', Headers>;

let app: App;
let world: World;
let visitor: Headers;
const outsiders: Partial<Record<'own' | 'foreign', Outsiders>> = {};

const outsidersOf = async (side: Side): Promise<Outsiders> => ({
  admin: await headersOf(side.people.admin),
  officer: await headersOf(await officerIn(side.county, ...officerRoles)),
});

beforeAll(async () => {
  app = await buildApp(anEnvironment());
  world = await aWorld();
  visitor = await headersOf(world.people.visitor);
  outsiders.own = await outsidersOf(world.own);
  outsiders.foreign = await outsidersOf(world.foreign);
});
afterAll(() => app.close());

interface Schema {
  querystring?: { properties?: Record<string, { enum?: readonly string[] }> };
}

/** Every question that needs no record's id: all sides and groups of every list, count and search, as the contract has them. */
const questions = Object.entries(routes as Record<string, Schema>)
  .filter(([route]) => route.startsWith('GET ') && !route.includes(':'))
  .flatMap(([route, { querystring }]) => {
    const properties = querystring?.properties ?? {};
    const sides = properties.as?.enum?.map((as) => `&as=${as}`) ?? [''];
    const groups = ['', ...(properties.group?.enum?.map((group) => `&group=${group}`) ?? [])];
    const limit = properties.limit ? '&limit=100' : '';
    return sides.flatMap((as) =>
      groups.map((group) => ({ route, query: `?${as}${group}${limit}`, isSearch: 'q' in properties })),
    );
  });

const named = ({ route, query }: { route: string; query: string }) => `${route}${query}`;

async function ask(headers: Headers, route: string, asked: Asked): Promise<{ status: number; body: string }> {
  const reply = await send(app, route, { ...asked, headers: { ...asked.headers, ...headers } });
  return { status: reply.statusCode, body: reply.body.replace(/"requestId":"[^"]*"/, '') };
}

/** What somebody is told now; what they were refused before is refused by their roles, whatever there is. */
async function answersTo(headers: Headers, before?: Map<string, string>): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const question of questions) {
    const refusal = before?.get(named(question));
    if (refusal?.startsWith('4')) {
      answers.set(named(question), refusal);
      continue;
    }
    const { status, body } = await ask(headers, question.route, question);
    answers.set(named(question), `${status} ${body}`);
  }
  return answers;
}

// Each search of the audit trail leaves an entry there: its answers change by being asked.
const differing = (one: Map<string, string>, other: Map<string, string>) =>
  [...one.keys()].filter(
    (question) => one.get(question) !== other.get(question) && !question.startsWith('GET /audit/'),
  );

const rows = Object.entries(table).flatMap(([route, row]) =>
  [row]
    .flat()
    .map((each: Row, at) => ({ name: at === 0 ? route : `${route} (${at + 1})`, route, row: each })),
);
const directions = [
  ['the one', 'own', 'foreign'],
  ['the other', 'foreign', 'own'],
] as const;

describe.each(directions)('records of %s of two organizations', (_name, owner, outside) => {
  const last = new Map<string, Map<string, string>>();
  const tries = (): [string, Headers][] => [
    ['visitor', visitor],
    ...Object.entries(outsiders[outside] ?? {}),
  ];

  beforeAll(async () => {
    for (const [name, headers] of tries()) last.set(name, await answersTo(headers));
    // The same question twice has the same answer: what changes from here on changes by a new record.
    for (const [name, headers] of tries())
      expect(differing(last.get(name) ?? new Map(), await answersTo(headers))).toEqual([]);
  });

  it.each(rows.filter(({ route, row }) => route.startsWith('GET ') && row.ask))(
    'are found, counted and listed by nobody of the other: what $name shows',
    async ({ row }) => {
      const { secret, words } = (await row.ask?.(world[owner])) ?? {};
      const changed = new Map<string, string[]>();
      for (const [name, headers] of tries()) {
        const answers = await answersTo(headers, last.get(name));
        changed.set(name, differing(last.get(name) ?? new Map(), answers));
        last.set(name, answers);
        if (secret) for (const answer of answers.values()) expect(answer).not.toContain(secret);
        for (const question of words ? questions.filter(({ isSearch }) => isSearch) : []) {
          const query = `${question.query}&q=${encodeURIComponent(words ?? '')}`;
          const { status, body } = await ask(headers, question.route, { query });
          if (secret) expect(body).not.toContain(secret);
          const isPublic = last.get('visitor')?.get(named(question))?.startsWith('200');
          if (status === 200 && !isPublic)
            expect({ query, found: itemsOf(body) }).toEqual({ query, found: [] });
        }
      }
      // What everybody who is signed in is shown is public, and so are the answers that follow from it.
      if (changed.get('visitor')?.length === 0)
        for (const name of Object.keys(outsiders[outside] ?? {}))
          expect({ name, changed: changed.get(name) }).toEqual({ name, changed: [] });
    },
  );

  it.each(rows.filter(({ route, row }) => route.includes(':') && row.ask && isClosed(route, row)))(
    'are, by id, as if they weren’t there: $name',
    async ({ route, row }) => {
      const asked = (await row.ask?.(world[owner])) ?? {};
      const missing = elsewhere(asked);
      if (!missing) return;
      for (const [, headers] of tries()) {
        const answer = await ask(headers, route, asked);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer).toEqual(await ask(headers, route, missing));
      }
    },
  );
});

/** Whether nobody of another organization gets a good answer about the record. */
function isClosed(route: string, row: Row): boolean {
  const outside: Person[] = [
    'visitor',
    'foreign admin',
    ...officerRoles.map((role): Person => `foreign ${role}`),
  ];
  return outside.every((person) => expectedOf(route, row, person) >= 400);
}

function itemsOf(body: string): unknown {
  const reply = JSON.parse(body) as unknown[] | { items?: unknown[] };
  return Array.isArray(reply) ? reply : reply.items;
}

const anyId = /^[0-9a-f]{24}$/;

/** The same question about a record that doesn't exist; undefined where it names none by an id. */
function elsewhere(asked: Asked): Asked | undefined {
  const params = Object.entries(asked.params ?? {});
  if (![asked.id ?? '', ...params.map(([, value]) => value)].some((value) => anyId.test(value)))
    return undefined;
  const another = (value: string) => (anyId.test(value) ? new Types.ObjectId().toString() : value);
  return {
    ...asked,
    ...(asked.id ? { id: another(asked.id) } : {}),
    ...(asked.params
      ? { params: Object.fromEntries(params.map(([name, value]) => [name, another(value)])) }
      : {}),
  };
}
