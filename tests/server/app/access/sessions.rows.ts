import type { Api } from '../../../../server/contract';
import { officerRoles } from '../../../../server/contract/enums';
import type { Context } from '../../../../server/context';
import { openConsoleSignIn } from '../../../../server/modules/accounts/console-sign-ins.service';
import { provePhone } from '../../../../server/modules/accounts/phone-proof.service';
import { getPrivacyText } from '../../../../server/modules/accounts/privacy-consents.service';
import { startSession } from '../../../../server/modules/accounts/sessions.service';
import type { Asked, Rows } from '../../../support/access';
import { aVisitor, contextOf, headersOf, personOf } from '../../../support/context';

let codes = 0;
let numbers = 0;
const aNumber = () => `1370000${String((numbers += 1)).padStart(4, '0')}`;

/** A session of the asker's own, for what ends it. */
const ownSession = async (asker: Context): Promise<Asked> => ({ headers: await headersOf(asker) });
/** Somebody else who is signed in, for what would end the asker's other sessions or change who they are. */
const somebody = async (): Promise<Asked & { ctx: Context }> => {
  const ctx = await aVisitor();
  return { ctx, headers: await headersOf(ctx) };
};
const somebodyWithPhone = async (payload: object): Promise<Asked> => {
  const { ctx, headers } = await somebody();
  await provePhone(contextOf(), personOf(ctx).personId, aNumber());
  return { headers: headers ?? {}, payload };
};
const consoleSignIn = async (payload?: object): Promise<Asked> => {
  const { code } = await openConsoleSignIn(contextOf({ kind: 'guest' }));
  return { id: code, ...(payload ? { payload } : {}) };
};

/** For a number of its own each time: each would be locked before everybody has tried. */
const aWrongPassword = async (): Promise<Asked> => ({
  payload: { phone: aNumber(), password: 'x', code: '123456' },
});

export const sessionRows = {
  'POST /sessions': {
    may: 'everybody',
    success: 201,
    ask: async () => ({ payload: { code: `access-${(codes += 1)}` } }),
  },
  'POST /phone-codes': {
    may: 'everybody',
    success: 201,
    ask: async () => ({ payload: { phone: aNumber() } }),
  },
  // Everybody may try; a wrong code is answered the same to all.
  'POST /sessions/phone': {
    may: 'everybody',
    success: 400,
    ask: async () => ({
      payload: { phone: aNumber(), code: '123456', privacyVersion: getPrivacyText(contextOf()).version },
    }),
  },
  'POST /sessions/password': {
    may: 'everybody',
    success: 400,
    ask: aWrongPassword,
    askAs: aWrongPassword,
    tried: ['guest', 'visitor', 'admin', 'desk'],
  },
  'GET /sessions': { may: 'signed-in' },
  'DELETE /sessions': { may: 'signed-in', askAs: somebody },
  'DELETE /sessions/current': { may: 'signed-in', askAs: ownSession },
  'DELETE /sessions/:id': [
    {
      may: 'signed-in',
      askAs: async (asker) => ({
        id: (await startSession(asker, personOf(asker).personId)).actor.sessionId,
      }),
    },
    // Somebody else's session is as good as none.
    {
      may: [],
      others: 404,
      but: { 401: ['guest'] },
      ask: async () => {
        const owner = await aVisitor();
        return { id: (await startSession(owner, personOf(owner).personId)).actor.sessionId };
      },
    },
  ],
  'PUT /me/phone': {
    may: 'signed-in',
    ask: async () => ({ payload: { code: aNumber() } }),
    askAs: async () => ({ ...(await somebody()), payload: { code: aNumber() } }),
  },
  'POST /console-sign-ins': { may: 'everybody', success: 201 },
  // A console may be let in by any officer, wherever they work.
  'GET /console-sign-ins/:code': { may: officerRoles, elsewhere: 200, ask: () => consoleSignIn() },
  'POST /console-sign-ins/:code/decision': {
    may: officerRoles,
    elsewhere: 200,
    ask: () => consoleSignIn({ accept: false }),
  },
  'POST /console-sign-ins/:id/session': {
    may: 'everybody',
    ask: async () => {
      const { id, secret } = await openConsoleSignIn(contextOf({ kind: 'guest' }));
      return { id, payload: { secret } };
    },
  },
  'GET /me/credential': { may: 'signed-in' },
  // Everybody is told that this one is too short.
  'PUT /me/password': {
    may: 'signed-in',
    success: 400,
    ask: async () => ({ payload: { password: 'x' } }),
    askAs: () => somebodyWithPhone({ password: 'x' }),
  },
  'POST /me/second-factor': {
    may: 'signed-in',
    success: 201,
    ask: async () => ({ payload: {} }),
    askAs: () => somebodyWithPhone({}),
  },
  // None of them has begun to enrol one.
  'PUT /me/second-factor': {
    may: 'signed-in',
    success: 409,
    ask: async () => ({ payload: { code: '123456' } }),
  },
} satisfies Partial<Rows<Api>>;
