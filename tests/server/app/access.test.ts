import { buildApp, type App } from '../../../server/app';
import { routes } from '../../../server/contract';
import {
  aWorld,
  everyone,
  expectedOf,
  findersOf,
  send,
  type Asked,
  type Person,
  type Row,
  type World,
} from '../../support/access';
import { anEnvironment, headersOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { table } from './access/table';

useDatabase();

let app: App;
let world: World;
let headers: Partial<Record<Person, { authorization: string }>>;

beforeAll(async () => {
  app = await buildApp(anEnvironment());
  world = await aWorld();
  const signedIn = Object.entries(world.people).map(async ([person, ctx]) => [person, await headersOf(ctx)]);
  headers = Object.fromEntries(await Promise.all(signedIn)) as typeof headers;
});
afterAll(() => app.close());

const lines = Object.entries(table).flatMap(([route, row]) =>
  [row].flat().map((each: Row, at) => [at === 0 ? route : `${route} (${at + 1})`, route, each] as const),
);

/** The rows stand by domain in tests/server/app/access/*.rows.ts; what a row says is told at `Row` in tests/support/access.ts. */
describe('access', () => {
  it('is told for every route of the contract', () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(routes).sort());
  });

  it.each(lines)('to %s is as the table says', async (_name, route, row) => {
    const seen: Partial<Record<Person, number>> = {};
    const found: Person[] = [];
    let asked: Asked | undefined;
    let secret: string | undefined;
    const trying = row.tried ?? everyone;
    for (const person of trying) {
      asked ??= (await row.ask?.(world.own)) ?? {};
      const theirs = person === 'guest' ? undefined : await row.askAs?.(world.people[person]);
      const what = {
        ...asked,
        ...theirs,
        headers: { ...headers[person], ...asked.headers, ...theirs?.headers },
      };
      const reply = await send(app, route, what);
      seen[person] = reply.statusCode;
      secret = what.secret;
      if (secret && reply.body.includes(secret)) found.push(person);
      // What changes something is asked of a record of its own each time.
      if (reply.statusCode < 300 && !route.startsWith('GET')) asked = undefined;
    }
    expect(seen).toEqual(
      Object.fromEntries(trying.map((person) => [person, expectedOf(route, row, person)])),
    );
    if (secret) expect(found).toEqual(trying.filter((person) => findersOf(route, row).includes(person)));
  });
});
