import fc from 'fast-check';
import mongoose, { Types } from 'mongoose';
import { accessible, bodiesOf, reaches, requireAble, rolesFor } from '../../../server/access/access';
import {
  enterpriseGrants,
  officerGrants,
  personGrants,
  type Action,
  type Grants,
  type Subject,
} from '../../../server/access/grants';
import { reachOf } from '../../../server/access/reach';
import { enterpriseRoles, officerRoles } from '../../../server/contract/enums';
import type { Actor, PersonActor } from '../../../server/context';
import { contextOf } from '../../support/context';
import { useDatabase } from '../../support/database';

useDatabase();

const id = () => new Types.ObjectId();
const persons = [id(), id(), id()] as const;
const enterprises = [id(), id(), id()] as const;
/** Each body with those above it, from the root down: a province, two cities, a county in each. */
const [province, oneCity, otherCity, oneCounty, otherCounty] = [id(), id(), id(), id(), id()] as const;
const paths = [
  [province],
  [province, oneCity],
  [province, otherCity],
  [province, oneCity, oneCounty],
  [province, otherCity, otherCounty],
];
const bodies = [province, oneCity, otherCity, oneCounty, otherCounty];

const pairs = [...Object.values(officerGrants), ...Object.values(enterpriseGrants), personGrants].flatMap(
  (grants: Grants) =>
    (Object.entries(grants) as [Subject, readonly Action[]][]).flatMap(([subject, actions]) =>
      actions.map((action) => [action, subject] as const),
    ),
);
const granted = [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()];

/** A record that says in every way there is whom it belongs to: each subject's reach reads its own fields. */
interface StoredRecord {
  _id: Types.ObjectId;
  [field: string]: unknown;
}
const collection = () => mongoose.connection.collection<StoredRecord>('access_records');

const anyRecord: fc.Arbitrary<StoredRecord> = fc
  .record({
    // Where a subject is the enterprise, the person or the body itself, its own id says it.
    itself: fc.constantFrom(undefined, ...enterprises, ...persons, ...bodies),
    path: fc.constantFrom(...paths),
    ancestors: fc.constantFrom([], ...paths),
    enterprise: fc.constantFrom(undefined, ...enterprises),
    owner: fc.constantFrom(undefined, ...enterprises),
    person: fc.constantFrom(undefined, ...persons),
    isAttached: fc.boolean(),
    status: fc.constantFrom('draft', 'sent'),
  })
  .map(({ itself, path, ancestors, enterprise, owner, person, isAttached, status }) => ({
    _id: itself ?? id(),
    scope: path,
    ancestorIds: ancestors,
    status,
    ...(enterprise ? { enterpriseId: enterprise } : {}),
    ...(owner ? { ownerEnterpriseId: owner } : {}),
    ...(person ? { personId: person, uploaderId: person } : {}),
    ...(isAttached ? { subject: { kind: 'issue', id: id().toString() } } : {}),
  }));

const anyActor: fc.Arbitrary<PersonActor> = fc
  .record({
    person: fc.constantFrom(...persons),
    enterprise: fc.option(
      fc.record({ id: fc.constantFrom(...enterprises), role: fc.constantFrom(...enterpriseRoles) }),
      { nil: undefined },
    ),
    offices: fc.uniqueArray(
      fc.record({
        body: fc.constantFrom(...bodies),
        roles: fc.uniqueArray(fc.constantFrom(...officerRoles), { minLength: 1, maxLength: 3 }),
      }),
      { selector: ({ body }) => body.toString(), maxLength: 3 },
    ),
  })
  .map(({ person, enterprise, offices }) => ({
    kind: 'person',
    personId: person.toString(),
    name: '某人',
    sessionId: id().toString(),
    ...(enterprise ? { enterprise: { id: enterprise.id.toString(), role: enterprise.role } } : {}),
    offices: offices.map(({ body, roles }) => ({ organizationId: body.toString(), roles })),
  }));

let records: StoredRecord[];
beforeAll(async () => {
  const some = fc.sample(anyRecord, { numRuns: 300, seed: 5 });
  records = [...new Map(some.map((record) => [record._id.toString(), record])).values()];
  await collection().insertMany(records);
});

const findWith = async (condition: Record<string, unknown>): Promise<string[]> =>
  (await collection().find(condition).project({ _id: 1 }).toArray()).map(({ _id }) => String(_id)).sort();

/** Records which one of the actor's roles grants, role by role: what the ability puts together must be exactly these. */
async function grantedOneByOne(actor: PersonActor, action: Action, subject: Subject): Promise<string[]> {
  const reach = reachOf(subject);
  const conditions = [
    ...(personGrants[subject]?.includes(action)
      ? reach.person(new Types.ObjectId(actor.personId), action)
      : []),
    ...(actor.enterprise && enterpriseGrants[actor.enterprise.role][subject]?.includes(action)
      ? reach.enterprise(new Types.ObjectId(actor.enterprise.id), action)
      : []),
    ...actor.offices.flatMap(({ organizationId, roles }) =>
      roles
        .filter((role) => officerGrants[role][subject]?.includes(action))
        .flatMap(() => reach.bodies([new Types.ObjectId(organizationId)], action)),
    ),
  ];
  const found = await Promise.all(conditions.map(findWith));
  return [...new Set(found.flat())].sort();
}

describe('a query narrowed by access', () => {
  it('finds exactly the records of which the actor may say so one by one, and which a grant gives', async () => {
    await fc.assert(
      fc.asyncProperty(anyActor, fc.constantFrom(...granted), async (actor, [action, subject]) => {
        const ctx = contextOf(actor);
        const expected = await grantedOneByOne(actor, action, subject);
        const allowed = records.filter((record) => reaches(ctx, action, subject, record));
        expect(allowed.map(({ _id }) => _id.toString()).sort()).toEqual(expected);
        let condition: Record<string, unknown>;
        try {
          condition = accessible(ctx, action, subject);
        } catch (error) {
          expect(['FORBIDDEN', 'NOT_BOUND']).toContain((error as { code?: string }).code);
          expect(expected).toEqual([]);
          return;
        }
        expect(Object.keys(condition)).not.toEqual([]);
        expect(await findWith(condition)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('reaches a body and everything below it, and nothing beside it or above', () => {
    const desk = (body: Types.ObjectId): PersonActor => ({
      kind: 'person',
      personId: persons[0].toString(),
      name: '李明',
      sessionId: id().toString(),
      offices: [{ organizationId: body.toString(), roles: ['desk'] }],
    });
    const issueIn = (path: Types.ObjectId[]) => ({ _id: id(), scope: path });
    const seen = paths.map((path) =>
      [province, oneCity, oneCounty].map((body) =>
        reaches(contextOf(desk(body)), 'read', 'issue', issueIn(path)),
      ),
    );
    expect(seen).toEqual([
      [true, false, false],
      [true, true, false],
      [true, false, false],
      [true, true, true],
      [true, false, false],
    ]);
  });

  it('asks in the named capacity only', () => {
    const both: PersonActor = {
      kind: 'person',
      personId: persons[0].toString(),
      name: '李明',
      sessionId: id().toString(),
      enterprise: { id: enterprises[0].toString(), role: 'admin' },
      offices: [{ organizationId: oneCity.toString(), roles: ['desk'] }],
    };
    const ctx = contextOf(both);
    expect(accessible(ctx, 'read', 'issue', 'enterprise')).toEqual({ enterpriseId: enterprises[0] });
    expect(accessible(ctx, 'read', 'issue', 'officer')).toEqual({ scope: { $in: [oneCity] } });
    expect(accessible(ctx, 'read', 'issue')).toEqual({
      $or: expect.arrayContaining([{ enterpriseId: enterprises[0] }, { scope: { $in: [oneCity] } }]),
    });
    expect(() => accessible(ctx, 'read', 'issue', 'self')).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    );
  });

  it('asks one question of all bodies in which a role allows it, and of no other', () => {
    const actor: PersonActor = {
      kind: 'person',
      personId: persons[0].toString(),
      name: '李明',
      sessionId: id().toString(),
      offices: [
        { organizationId: oneCity.toString(), roles: ['desk', 'handler'] },
        { organizationId: otherCounty.toString(), roles: ['supervisor'] },
        { organizationId: otherCity.toString(), roles: ['steward'] },
      ],
    };
    const ctx = contextOf(actor);
    expect(accessible(ctx, 'read', 'issue')).toEqual({ scope: { $in: [oneCity, otherCounty] } });
    expect(accessible(ctx, 'work', 'issue')).toEqual({ scope: { $in: [oneCity] } });
    expect(bodiesOf(ctx, 'read', 'issue')).toEqual([oneCity.toString(), otherCounty.toString()]);
    expect(bodiesOf(contextOf(), 'read', 'issue')).toEqual([]);
  });
});

describe('who may nothing', () => {
  const visitor: PersonActor = {
    kind: 'person',
    personId: persons[0].toString(),
    name: '路人',
    sessionId: id().toString(),
    offices: [],
  };
  const powerless: [string, Actor][] = [
    ['a guest', { kind: 'guest' }],
    ['a job', { kind: 'system', name: 'tests' }],
    ['a visitor', visitor],
    [
      'an officer without a role',
      { ...visitor, offices: [{ organizationId: province.toString(), roles: [] }] },
    ],
  ];
  const beyondOwn = granted.filter(([action, subject]) => !personGrants[subject]?.includes(action));

  it.each(powerless)('is refused, and never asks a question without bounds: %s', (_name, actor) => {
    const ctx = contextOf(actor);
    for (const [action, subject] of beyondOwn) {
      expect(() => accessible(ctx, action, subject)).toThrow(
        expect.objectContaining({
          code: expect.stringMatching(actor.kind === 'guest' ? 'NOT_SIGNED_IN' : /^(FORBIDDEN|NOT_BOUND)$/),
        }),
      );
      expect(records.some((record) => reaches(ctx, action, subject, record))).toBe(false);
    }
  });

  it('hears what they lack: a sign-in, an enterprise, a role', () => {
    const coded = (code: string) => expect.objectContaining({ code });
    expect(() => requireAble({ kind: 'guest' }, 'create', 'issue')).toThrow(coded('NOT_SIGNED_IN'));
    expect(() => requireAble(visitor, 'create', 'issue')).toThrow(coded('NOT_BOUND'));
    expect(() => requireAble(visitor, 'read', 'issue', 'enterprise')).toThrow(coded('NOT_BOUND'));
    expect(() => requireAble(visitor, 'dispatch', 'issue')).toThrow(coded('FORBIDDEN'));
  });
});

describe('the grants', () => {
  it('reach records by a condition each, never all records', () => {
    for (const [action, subject] of granted) {
      const reach = reachOf(subject);
      for (const condition of [
        ...reach.bodies([oneCity], action),
        ...reach.enterprise(enterprises[0], action),
        ...reach.person(persons[0], action),
      ])
        expect(Object.keys(condition).length).toBeGreaterThan(0);
    }
  });

  it('name the roles of an act', () => {
    expect(rolesFor('work', 'issue')).toEqual(['desk', 'handler']);
    expect(rolesFor('resolve', 'issue')).toEqual([]);
  });
});
