import mongoose from 'mongoose';
import type { App } from '../../../server/app';
import { buildApp } from '../../../server/app';
import { ListingModel } from '../../../server/modules/matchmaking/listings.model';
import { deadAfterMs } from '../../../server/plugins/idempotency-store';
import { anEnvironment, headersOf, memberOf, testNow } from '../../support/context';
import { anEnterprise } from '../../support/enterprises';
import { buildScript, databaseUri, runScript, useImpatientDatabase } from '../../support/killable';
import { listingInput } from '../../support/matchmaking';
import { aProvince } from '../../support/organizations';

useImpatientDatabase();

let script = '';
let survivor: App;
beforeAll(() => {
  script = buildScript('restless-server');
}, 60_000);
afterAll(() => survivor.close());

it('a request whose server was killed in the middle has at most one effect, and its sender learns which', async () => {
  const environment = anEnvironment({ now: new Date(testNow.getTime() + deadAfterMs + 1) });
  survivor = await buildApp(environment);
  const province = await aProvince();
  const member = await memberOf(await anEnterprise({ deskOrganizationId: province.county.id }));
  const headers = { ...(await headersOf(member)), 'content-type': 'application/json' };
  const seen = { answered: 0, unknown: 0, anew: 0 };
  for (let round = 0; round < 3; round += 1) {
    const ready: { port: string } = { port: '' };
    const run = runScript(
      script,
      [databaseUri(), mongoose.connection.name, environment.config.keys.linkKey],
      (line) => {
        ready.port = line.replace('listens ', '');
      },
    );
    while (!ready.port) await new Promise((next) => setTimeout(next, 20));
    const requests = Array.from({ length: 4 }, (_, n) => ({
      key: `killed-${round}-${n}-0123456789`,
      body: listingInput({
        title: `支架${round}${n}`,
        text: `铸铁支架，第 ${round * 10 + n} 批，重 ${n * 13 + round} 吨。`,
      }),
    }));
    const sent = requests.map(({ key, body }) =>
      fetch(`http://127.0.0.1:${ready.port}/api/listings`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': key },
        body: JSON.stringify(body),
      }).then(
        async (reply) => ({ status: reply.status, text: await reply.text() }),
        () => undefined,
      ),
    );
    setTimeout(() => run.child.kill('SIGKILL'), round * 24 + Math.random() * 40);
    const first = await Promise.all(sent.map((each) => each.catch(() => undefined)));
    run.child.kill('SIGKILL');
    await run.ended;
    for (const [at, { key, body }] of requests.entries()) {
      const again = await survivor.inject({
        method: 'POST',
        url: '/api/listings',
        headers: { ...headers, 'idempotency-key': key },
        payload: body,
      });
      const effects = await ListingModel.countDocuments({ title: body.title });
      expect(effects).toBeLessThanOrEqual(1);
      if (first[at]?.status === 201) expect(again.body).toBe(first[at]?.text);
      if (again.statusCode === 201) expect(effects).toBe(1);
      else expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([409, 'OUTCOME_UNKNOWN']);
      if (again.statusCode === 409) seen.unknown += 1;
      else if (again.headers['idempotency-replayed']) seen.answered += 1;
      else seen.anew += 1;
    }
  }
  expect(seen.answered + seen.unknown + seen.anew).toBe(12);
}, 120_000);
