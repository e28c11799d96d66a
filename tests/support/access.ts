import { buildApp, type App } from '../../server/app';
import type { EnterpriseRole, OfficerRole } from '../../server/contract/enums';
import { enterpriseRoles, officerRoles } from '../../server/contract/enums';
import type { Context } from '../../server/context';
import { anEnvironment, aVisitor, headersOf, memberOf, officerIn } from './context';
import { aScene, type Scene } from './issues';

export type Role = EnterpriseRole | OfficerRole;
export const roles: readonly Role[] = [...enterpriseRoles, ...officerRoles];

/**
 * Who asks. A bare role stands on the side to which the records belong: in the enterprise, in the county's office (the
 * handler in the department below it). `above` is the same role in the province's office, `foreign` the same role in
 * another city's county or in an enterprise there. A visitor is signed in and holds nothing.
 */
export type Person = 'guest' | 'visitor' | Role | `above ${OfficerRole}` | `foreign ${Role}`;

/** One county with an enterprise, and somebody for every role: what the records of a row belong to. */
export interface Side extends Scene {
  people: Record<Role, Context>;
}

export interface World {
  own: Side;
  foreign: Side;
  people: Record<Exclude<Person, 'guest'>, Context>;
}

/** Two counties of two cities below one province, with everybody of the table of access. */
export async function aWorld(): Promise<World> {
  const own = await aSide(await aScene());
  const foreign = await aSide(await aScene({ countyCode: '410327', province: own.province }));
  const people: Partial<World['people']> = { visitor: await aVisitor(), ...own.people };
  for (const role of roles) people[`foreign ${role}`] = foreign.people[role];
  for (const role of officerRoles) people[`above ${role}`] = await officerIn(own.province, role);
  return { own, foreign, people: people as World['people'] };
}

interface AskedWorld {
  app: App;
  world: World;
  headers: Partial<Record<Person, { authorization: string }>>;
}

/** The whole application over a world, with the headers of everybody in it; filled before the tests. Call at file level. */
export function useAskedWorld(): AskedWorld {
  const asked = {} as AskedWorld;
  beforeAll(async () => {
    asked.app = await buildApp(anEnvironment());
    asked.world = await aWorld();
    const people = Object.entries(asked.world.people);
    const signedIn = people.map(async ([person, ctx]) => [person, await headersOf(ctx)]);
    asked.headers = Object.fromEntries(await Promise.all(signedIn)) as AskedWorld['headers'];
  });
  afterAll(() => asked.app.close());
  return asked;
}

async function aSide(scene: Scene): Promise<Side> {
  const people: Partial<Side['people']> = {
    admin: scene.member,
    staff: await memberOf(scene.enterprise, { role: 'staff' }),
    desk: scene.officers.countyDesk,
    handler: scene.officers.labourHandler,
  };
  for (const role of officerRoles) people[role] ??= await officerIn(scene.county, role);
  return { ...scene, people: people as Side['people'] };
}

/** What is asked for: the record of a row. */
export interface Asked {
  /** Takes the place of the path's first parameter. */
  id?: string;
  /** Take the places of the path's parameters, where there are several. */
  params?: Record<string, string>;
  /** With its question mark. */
  query?: string;
  payload?: object;
  headers?: Record<string, string>;
  /** Stands in the reply of those who may know the record, and of nobody else. */
  secret?: string;
  /** Words by which a search finds the record, and no other. */
  words?: string;
}

/** What everybody gets of one route: one line of the table of access. */
export interface Row {
  /**
   * Whose roles allow it, on the record's side and above it. Of the others a guest gets 401 and everybody else 403; the
   * same roles elsewhere get 404 where the path names a record, and otherwise a good answer, without this record.
   */
  may: readonly Role[] | 'everybody' | 'signed-in';
  /** The good answer; 200 where absent. */
  success?: number;
  /** What those get whose roles don't allow it, guests included, in place of 401 and 403. */
  others?: number;
  /** What the same roles get elsewhere, where it isn't as said above. */
  elsewhere?: number;
  /** Answers that differ, with the people who get them; the row says why. */
  but?: Readonly<Record<number, readonly Person[]>>;
  /** Makes what is asked for, on the side the records belong to; again after each success of what changes something. */
  ask?: (own: Side) => Promise<Asked>;
  /** Makes what this person asks for, where everybody asks for something of their own. */
  askAs?: (asker: Context) => Promise<Asked>;
  /** Who tries it, where a try is dear and the answer doesn't hang on who asks; everybody where absent. */
  tried?: readonly Person[];
  /** Who finds the secret; where absent, everybody on its side and above who gets a good answer. */
  finds?: readonly Person[];
}

/** Rows of a module's routes: a second one where a query makes another question of it. */
export type Rows<Table> = Record<keyof Table, Row | readonly Row[]>;

/** The roles on the record's side and above it. */
export function near(...of: readonly OfficerRole[]): Person[] {
  return of.flatMap((role): Person[] => [role, `above ${role}`]);
}

export const everyone: readonly Person[] = [
  'guest',
  'visitor',
  ...roles,
  ...officerRoles.map((role): Person => `above ${role}`),
  ...roles.map((role): Person => `foreign ${role}`),
];

/** The status that a row promises a person. */
export function expectedOf(route: string, row: Row, person: Person): number {
  const success = row.success ?? 200;
  const exception = Object.entries(row.but ?? {}).find(([, who]) => who.includes(person));
  if (exception) return Number(exception[0]);
  if (row.may === 'everybody') return success;
  if (person === 'guest') return row.others ?? 401;
  if (row.may === 'signed-in') return success;
  const role = person.replace(/^(above|foreign) /, '') as Role;
  if (!row.may.includes(role)) return row.others ?? 403;
  if (!person.startsWith('foreign')) return success;
  return row.elsewhere ?? (route.includes('/:') ? 404 : success);
}

/** Who finds the row's secret. */
export function findersOf(route: string, row: Row): readonly Person[] {
  if (row.finds) return row.finds;
  if (typeof row.may === 'string') throw new Error(`the row of ${route} says to whom its secret is known`);
  return everyone.filter(
    (person) => !person.startsWith('foreign') && expectedOf(route, row, person) === (row.success ?? 200),
  );
}

let addresses = 0;

/** Sends what is asked for, each time from another address: limits per address are another test's. */
export function send(app: App, route: string, asked: Asked) {
  const [method, path = ''] = route.split(' ') as ['GET' | 'POST' | 'PUT' | 'DELETE', string?];
  const filled = path.replace(/:(\w+)/g, (_, name: string) => asked.params?.[name] ?? asked.id ?? '');
  addresses += 1;
  return app.inject({
    method,
    url: `/api${filled}${asked.query ?? ''}`,
    headers: asked.headers ?? {},
    ...(asked.payload ? { payload: asked.payload } : {}),
    remoteAddress: `10.0.${addresses >> 8}.${addresses & 255}`,
  });
}
