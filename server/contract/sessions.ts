import { Type, type Static } from 'typebox';
import { consoleSignInStatuses, signInWays } from './enums';
import { Me } from './accounts';
import { Enum, Id, IdParams, Instant, Ok, Text } from './common';

export const Session = Type.Object({
  token: Type.String({ description: 'Opaque bearer token; sent as Authorization: Bearer' }),
  expiresAt: Instant,
  me: Me,
});
export type Session = Static<typeof Session>;

/** A session as its owner sees it in the list. */
export const SessionRow = Type.Object({
  id: Id,
  way: Enum(signInWays),
  device: Type.String({ description: 'Program and system in a word' }),
  maskedAddress: Type.Optional(Type.String({ description: 'Address, its last part hidden' })),
  createdAt: Instant,
  lastUsedAt: Type.String({ format: 'date-time', description: 'Exact to the hour' }),
  isCurrent: Type.Boolean(),
});
export type SessionRow = Static<typeof SessionRow>;

/** A console that asks to be signed in, as the officer sees it who scanned its QR. */
export const ConsoleSignIn = Type.Object({
  status: Enum(consoleSignInStatuses),
  device: Type.String({ description: 'Browser and system in a word' }),
  maskedAddress: Type.Optional(Type.String()),
  createdAt: Instant,
  expiresAt: Instant,
});
export type ConsoleSignIn = Static<typeof ConsoleSignIn>;

/** What stands for signing in by password. */
export const Credential = Type.Object({
  hasPassword: Type.Boolean(),
  passwordChangedAt: Type.Optional(Instant),
  hasSecondFactor: Type.Boolean(),
  recoveryCodesLeft: Type.Integer({ minimum: 0 }),
  hasProvenPhone: Type.Boolean({ description: 'The phone number is the name to sign in with' }),
  isSessionFresh: Type.Boolean({ description: 'Signed in within ten minutes: no old password is asked for' }),
});
export type Credential = Static<typeof Credential>;

const Phone = Type.String({ pattern: '^1\\d{10}$', description: 'Mainland mobile number' });
const Password = Type.String({ minLength: 1, maxLength: 200 });
const SecondFactorCode = Type.String({
  minLength: 6,
  maxLength: 20,
  description: 'Six digits of the authenticator, or a recovery code',
});
/** The old password and a code, where the session is not fresh. */
const Proof = Type.Optional(Type.Object({ password: Password, code: SecondFactorCode }));
const CodeParams = Type.Object({ code: Type.String({ pattern: '^[\\w-]{16,64}$' }) });

export const sessionRoutes = {
  'POST /sessions': {
    summary: 'Sign in with a WeChat login code',
    body: Type.Object({ code: Text(128, 'Code of wx.login, valid five minutes, single use') }),
    response: { 201: Session },
  },
  'POST /phone-codes': {
    summary: 'Send a sign-in code to a phone number; the answer is the same whether anybody has the number',
    body: Type.Object({ phone: Phone }),
    response: {
      201: Type.Object({
        validSeconds: Type.Integer(),
        resendSeconds: Type.Integer({ description: 'Before another one may be asked for' }),
      }),
    },
  },
  'POST /sessions/phone': {
    summary: 'Sign in with a phone number and the code sent to it',
    body: Type.Object({
      phone: Phone,
      code: Type.String({ pattern: '^\\d{6}$' }),
      privacyVersion: Text(20, 'Version of the privacy text the person agreed to before'),
    }),
    response: { 201: Session },
  },
  'POST /sessions/password': {
    summary: 'Sign in with phone number, password and second factor',
    body: Type.Object({ phone: Phone, password: Password, code: SecondFactorCode }),
    response: { 201: Session },
  },
  'GET /sessions': {
    summary: 'Where I am signed in, last used first',
    response: { 200: Type.Array(SessionRow) },
  },
  'DELETE /sessions': {
    summary: 'Sign out everywhere; of this device only where it is not kept',
    querystring: Type.Object({ keepCurrent: Type.Optional(Type.Boolean()) }),
    response: { 200: Type.Object({ ended: Type.Integer({ description: 'Sessions that were ended' }) }) },
  },
  'DELETE /sessions/current': { summary: 'Sign out', response: { 200: Ok } },
  'DELETE /sessions/:id': { summary: 'Sign out one of my devices', params: IdParams, response: { 200: Ok } },
  'PUT /me/phone': {
    summary: 'Prove my phone number with the code of WeChat’s phone-number button',
    body: Type.Object({ code: Text(128, 'Code of the button, valid five minutes, single use') }),
    response: { 200: Me },
  },
  'POST /console-sign-ins': {
    summary: 'A console asks to be signed in: what its QR carries, and the secret that fetches the session',
    response: {
      201: Type.Object({
        id: Id,
        code: Type.String({ description: 'Carried by the QR' }),
        secret: Type.String({ description: 'Kept by the browser that asked; the QR doesn’t carry it' }),
        expiresAt: Instant,
      }),
    },
  },
  'GET /console-sign-ins/:code': {
    summary: 'Which console asks, as the QR’s reader sees it',
    params: CodeParams,
    response: { 200: ConsoleSignIn },
  },
  'POST /console-sign-ins/:code/decision': {
    summary: 'Let the console in as myself, or refuse it',
    params: CodeParams,
    body: Type.Object({ accept: Type.Boolean() }),
    response: { 200: ConsoleSignIn },
  },
  'POST /console-sign-ins/:id/session': {
    summary: 'How the request stands; once confirmed, the session, a single time',
    params: IdParams,
    body: Type.Object({ secret: Text(64) }),
    response: {
      200: Type.Object({ status: Enum(consoleSignInStatuses), session: Type.Optional(Session) }),
    },
  },
  'GET /me/credential': { summary: 'My password and second factor', response: { 200: Credential } },
  'PUT /me/password': {
    summary: 'Set or change my password; every other session ends',
    body: Type.Object({ password: Password, proof: Proof }),
    response: { 200: Credential },
  },
  'POST /me/second-factor': {
    summary: 'Begin to enrol an authenticator: its secret, shown this once',
    body: Type.Object({ proof: Proof }),
    response: {
      201: Type.Object({
        secret: Type.String({ description: 'Base32, to be typed where no camera is at hand' }),
        uri: Type.String({ description: 'otpauth:// address for the QR' }),
      }),
    },
  },
  'PUT /me/second-factor': {
    summary: 'Confirm the authenticator by a code of it; the recovery codes are shown this once',
    body: Type.Object({ code: Type.String({ pattern: '^\\d{6}$' }) }),
    response: { 200: Type.Object({ recoveryCodes: Type.Array(Type.String()) }) },
  },
} as const;
