import { routes } from '../../../server/contract';
import {
  everyone,
  expectedOf,
  findersOf,
  send,
  useAskedWorld,
  type Asked,
  type Person,
  type Row,
} from '../../support/access';
import { useDatabase } from '../../support/database';
import { table } from './access/table';

useDatabase();
const asking = useAskedWorld();

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
      asked ??= (await row.ask?.(asking.world.own)) ?? {};
      const theirs = person === 'guest' ? undefined : await row.askAs?.(asking.world.people[person]);
      const what = {
        ...asked,
        ...theirs,
        headers: { ...asking.headers[person], ...asked.headers, ...theirs?.headers },
      };
      const reply = await send(asking.app, route, what);
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
