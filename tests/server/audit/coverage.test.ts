import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { everyone, expectedOf, send, useAskedWorld, type Asked, type Row } from '../../support/access';
import { headersOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { table } from '../app/access/table';

useDatabase();
const asking = useAskedWorld();

/** What these rows ask for writes nothing, and why. */
const silent = [
  // Computations.
  'POST /audiences',
  'POST /issues/preview',
  'POST /invitations/previews',
  // The console asks whether it was let in yet: the sign-in itself is recorded as every other.
  'POST /console-sign-ins/:id/session',
  // Agreeing again to what one agreed to.
  'POST /me/privacy-consents',
];
/** Of these the table holds refusals only; other tests assert their entries. */
const refused = [
  'POST /sessions/phone',
  'POST /sessions/password',
  'PUT /me/password',
  'PUT /me/second-factor',
];

const writing = Object.entries(table)
  .filter(([route]) => !route.startsWith('GET') && !silent.includes(route) && !refused.includes(route))
  .map(([route, rows]) => [route, [rows].flat()[0] as Row] as const);

describe('every route that writes', () => {
  it('of which the table holds nothing but a refusal is named here', () => {
    const found = Object.entries(table)
      .filter(
        ([route, rows]) =>
          !route.startsWith('GET') && [rows].flat().every(({ success = 200 }: Row) => success >= 400),
      )
      .map(([route]) => route);
    expect(found.toSorted()).toEqual(refused.toSorted());
  });

  it.each(writing)('%s leaves an entry that says who, from where and what', async (route, row) => {
    // Whoever signs out must not be needed again.
    const person = everyone
      .toReversed()
      .find((each) => expectedOf(route, row, each) === (row.success ?? 200));
    if (!person) throw new Error('nobody may');
    const asked: Asked = (await row.ask?.(asking.world.own)) ?? {};
    const theirs = person === 'guest' ? undefined : await row.askAs?.(asking.world.people[person]);
    const before = new Set((await AuditEntryModel.distinct('_id')).map(String));
    const reply = await send(asking.app, route, {
      ...asked,
      ...theirs,
      headers: {
        'user-agent': 'coverage',
        ...(route === 'DELETE /sessions/current' && person !== 'guest'
          ? await headersOf(asking.world.people[person])
          : asking.headers[person]),
        ...asked.headers,
        ...theirs?.headers,
      },
    });
    expect([reply.statusCode, reply.body.slice(0, 200)]).toEqual([row.success ?? 200, expect.any(String)]);
    const entries = (await AuditEntryModel.find({ 'from.agent': 'coverage' }).lean()).filter(
      ({ _id }) => !before.has(String(_id)),
    );
    expect(entries.length).toBeGreaterThanOrEqual(1);
    for (const { from, actor, subject, action } of entries) {
      expect(from?.address).toMatch(/^10\.0\./);
      expect(actor.kind).toBe(person === 'guest' || !asking.headers[person] ? actor.kind : 'person');
      expect([action, subject.id]).toEqual([expect.stringMatching(/^[a-z-]+\.[a-z-]+$/), expect.any(String)]);
    }
  });
});
