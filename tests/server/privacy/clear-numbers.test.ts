import { Writable } from 'node:stream';
import { buildApp, type App } from '../../../server/app';
import { createLog } from '../../../server/log';
import { makeExports } from '../../../server/modules/privacy/exports.service';
import { anEnvironment, contextOf, headersOf, officerIn } from '../../support/context';
import { useDatabase } from '../../support/database';
import { dumpDatabase } from '../../support/dump';
import { anOpenEvent } from '../../support/events';
import { anIssueBody, aScene } from '../../support/issues';

useDatabase();

/** A number of its own for every way by which one comes in. */
const numbers = {
  own: '13812350001',
  contact: '13812350002',
  attendee: '13812350003',
  broken: '1381235000411',
};

describe('phone numbers', () => {
  const lines: string[] = [];
  let app: App;
  beforeAll(async () => {
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    app = await buildApp(anEnvironment(), { loggerInstance: createLog('trace', destination) });
  });
  afterAll(() => app.close());

  it('stand in no record and no line of the log, whichever way they came in', async () => {
    const scene = await aScene();
    const headers = await headersOf(scene.member);
    const desk = await headersOf(scene.officers.countyDesk);
    const event = await anOpenEvent(await officerIn(scene.county, 'event-manager'));
    const send = async (method: 'POST' | 'PUT', url: string, payload: object, as = headers) => {
      const reply = await app.inject({ method, url: `/api${url}`, headers: as, payload });
      return { status: reply.statusCode, body: reply.json<{ id: string; phone?: string }>() };
    };
    expect((await send('PUT', '/me', { phone: numbers.own })).status).toBe(200);
    expect((await send('PUT', '/me', { phone: numbers.broken })).status).toBe(400);
    const issue = await send('POST', '/issues', anIssueBody({ contactPhone: numbers.contact }));
    expect(issue.status).toBe(201);
    const attendees = [{ name: '王海燕', phone: numbers.attendee }];
    const signUp = { nonce: 'no-clear-number', attendees };
    expect((await send('POST', `/events/${event.id}/registrations`, signUp)).status).toBe(201);
    const view = await send('POST', `/issues/${issue.body.id}/contact-views`, { reason: '核对联系人' }, desk);
    expect(view.body.phone).toBe(numbers.contact);
    expect((await send('POST', '/me/exports', {})).status).toBe(201);
    expect(await makeExports(contextOf())).toBe(1);

    const dump = await dumpDatabase();
    expect([...dump.keys()]).toEqual(
      expect.arrayContaining(['people', 'issues', 'tickets', 'audit_entries']),
    );
    const found = [...dump].flatMap(([collection, text]) =>
      Object.entries(numbers)
        .filter(([, number]) => text.includes(number))
        .map(([way]) => `${way} in ${collection}`),
    );
    expect(found).toEqual([]);
    const log = lines.join('');
    expect(log).toContain('/api/me');
    for (const number of Object.values(numbers)) expect(log).not.toContain(number);
  });
});
