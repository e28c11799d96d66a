import mongoose from 'mongoose';
import { send, useAskedWorld, type Person, type Row } from '../../support/access';
import { useDatabase } from '../../support/database';
import { table } from '../app/access/table';

useDatabase();
const asking = useAskedWorld();

const askers = ['admin', 'desk'] as const satisfies readonly Person[];

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
      const ctx = asking.world.people[person];
      const replies: { route: string; body: string }[] = [];
      for (const [route, row] of lines) {
        const asked = { ...(await row.ask?.(asking.world.own)), ...(await row.askAs?.(ctx)) };
        const { body } = await send(asking.app, route, {
          ...asked,
          headers: { ...asking.headers[person], ...asked.headers },
        });
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
