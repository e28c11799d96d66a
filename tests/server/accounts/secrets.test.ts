import mongoose from 'mongoose';
import { buildApp, type App } from '../../../server/app';
import { aWorld, send, type Person, type Row, type World } from '../../support/access';
import { anEnvironment, headersOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { table } from '../app/access/table';

useDatabase();

const askers = ['admin', 'desk'] as const satisfies readonly Person[];

let app: App;
let world: World;
beforeAll(async () => {
  app = await buildApp(anEnvironment());
  world = await aWorld();
});
afterAll(() => app.close());

/** Everything stored that may never leave the server: WeChat's ids of people, and hashes of what opens something. */
async function storedSecrets(): Promise<string[]> {
  const fields = ['openid', 'unionid', 'signInPhone', 'tokenHash', 'codeHash', 'secretHash'];
  const collections = await mongoose.connection.db?.collections();
  const docs = await Promise.all(
    ['people', 'sessions', 'console_sign_ins', 'invitations', 'phone_codes'].map((name) =>
      collections
        ?.find(({ collectionName }) => collectionName === name)
        ?.find()
        .toArray(),
    ),
  );
  return docs
    .flat()
    .flatMap((doc) => fields.map((field): unknown => doc?.[field]))
    .filter((value): value is string => typeof value === 'string' && value.length > 6);
}

const lines = Object.entries(table).flatMap(([route, row]) =>
  [row].flat().map((each: Row) => [route, each] as const),
);

describe('what opens a door', () => {
  it.each(askers)(
    'stands in no reply of any route to the %s',
    async (person) => {
      const ctx = world.people[person];
      const own = await headersOf(ctx);
      const replies: { route: string; body: string }[] = [];
      for (const [route, row] of lines) {
        const asked = { ...(await row.ask?.(world.own)), ...(await row.askAs?.(ctx)) };
        const { body } = await send(app, route, { ...asked, headers: { ...own, ...asked.headers } });
        replies.push({ route, body });
      }
      const secrets = await storedSecrets();
      expect(secrets.length).toBeGreaterThan(50);
      const telling = replies.filter(
        ({ body }) =>
          /openid|unionid|session_?key/i.test(body) || secrets.some((secret) => body.includes(secret)),
      );
      expect(telling).toEqual([]);
    },
    120_000,
  );
});
