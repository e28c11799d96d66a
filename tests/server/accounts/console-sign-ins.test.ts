import {
  decideConsoleSignIn,
  fetchConsoleSession,
  getConsoleSignIn,
  openConsoleSignIn,
} from '../../../server/modules/accounts/console-sign-ins.service';
import { ConsoleSignInModel } from '../../../server/modules/accounts/console-sign-ins.model';
import { findActor } from '../../../server/modules/accounts/sessions.service';
import type { Context } from '../../../server/context';
import { aVisitor, contextOf, officerIn, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anOrganization } from '../../support/organizations';

useDatabase();

const second = 1_000;
const browser: Context = {
  ...contextOf({ kind: 'guest' }),
  origin: { address: '10.1.2.3', userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X) Firefox/140.0' },
};
const after = (ctx: Context, ms: number): Context => ({ ...ctx, now: new Date(testNow.getTime() + ms) });

let officer: Context;
let colleague: Context;
beforeAll(async () => {
  const body = await anOrganization();
  officer = await officerIn(body);
  colleague = await officerIn(body);
});

describe('a console that shows its QR', () => {
  it('is signed in once the officer who scanned it confirms', async () => {
    const asked = await openConsoleSignIn(browser);
    const mine = { secret: asked.secret };
    expect(await fetchConsoleSession(browser, asked.id, mine)).toEqual({ status: 'waiting' });
    expect(await getConsoleSignIn(officer, asked.code)).toEqual({
      status: 'waiting',
      device: 'Firefox，Mac',
      maskedAddress: '10.1.2.*',
      createdAt: testNow.toISOString(),
      expiresAt: new Date(testNow.getTime() + 120 * second).toISOString(),
    });
    await decideConsoleSignIn(officer, asked.code, { accept: true });
    const { session } = await fetchConsoleSession(browser, asked.id, mine);
    expect(session?.me.id).toBe(personOf(officer).personId);
    expect(await findActor(session?.token ?? '', testNow)).toMatchObject({
      personId: personOf(officer).personId,
    });
  });

  it('is refused, and learns it', async () => {
    const asked = await openConsoleSignIn(browser);
    await decideConsoleSignIn(officer, asked.code, { accept: false });
    expect(await fetchConsoleSession(browser, asked.id, asked)).toEqual({ status: 'refused' });
  });

  it('gets nothing for what its QR carries: the session is the browser’s that asked', async () => {
    const asked = await openConsoleSignIn(browser);
    await decideConsoleSignIn(officer, asked.code, { accept: true });
    for (const secret of [asked.code, 'x'.repeat(43), ''])
      await expect(fetchConsoleSession(browser, asked.id, { secret })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    const other = await openConsoleSignIn(browser);
    await expect(fetchConsoleSession(browser, asked.id, other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is decided by one of two who scan it at once', async () => {
    const asked = await openConsoleSignIn(browser);
    const decisions = await Promise.allSettled([
      decideConsoleSignIn(officer, asked.code, { accept: true }),
      decideConsoleSignIn(colleague, asked.code, { accept: true }),
      decideConsoleSignIn(colleague, asked.code, { accept: false }),
    ]);
    expect(decisions.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const lost = decisions.filter(({ status }) => status === 'rejected');
    expect(lost).toMatchObject([
      { reason: { code: 'SIGN_IN_REQUEST_OVER' } },
      { reason: { code: 'SIGN_IN_REQUEST_OVER' } },
    ]);
    const decided = await ConsoleSignInModel.findById(asked.id).lean();
    const winner = [officer, colleague, colleague][
      decisions.findIndex(({ status }) => status === 'fulfilled')
    ];
    expect(decided?.personId?.toString()).toBe(winner && personOf(winner).personId);
  });

  it('gets one session, however often it asks at once', async () => {
    const asked = await openConsoleSignIn(browser);
    await decideConsoleSignIn(officer, asked.code, { accept: true });
    const answers = await Promise.all([1, 2, 3, 4].map(() => fetchConsoleSession(browser, asked.id, asked)));
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
    expect(await fetchConsoleSession(browser, asked.id, asked)).toEqual({ status: 'used' });
  });

  it('is over after two minutes, confirmed or not', async () => {
    const waiting = await openConsoleSignIn(browser);
    const confirmed = await openConsoleSignIn(browser);
    await decideConsoleSignIn(officer, confirmed.code, { accept: true });
    const late = 120 * second;
    await expect(
      decideConsoleSignIn(after(officer, late), waiting.code, { accept: true }),
    ).rejects.toMatchObject({
      code: 'SIGN_IN_REQUEST_OVER',
    });
    for (const asked of [waiting, confirmed])
      expect(await fetchConsoleSession(after(browser, late), asked.id, asked)).toEqual({ status: 'expired' });
    expect((await getConsoleSignIn(after(officer, late), waiting.code)).status).toBe('expired');
  });

  it('can be let in by officers only', async () => {
    const asked = await openConsoleSignIn(browser);
    const visitor = await aVisitor();
    await expect(getConsoleSignIn(visitor, asked.code)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(decideConsoleSignIn(visitor, asked.code, { accept: true })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await fetchConsoleSession(browser, asked.id, asked)).status).toBe('waiting');
  });

  it('is unknown by a made-up code', async () => {
    await expect(getConsoleSignIn(officer, 'x'.repeat(32))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(decideConsoleSignIn(officer, 'x'.repeat(32), { accept: true })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('leaves neither its code nor its secret in the database', async () => {
    const asked = await openConsoleSignIn(browser);
    const stored = JSON.stringify(await ConsoleSignInModel.find().lean());
    expect(stored).not.toContain(asked.code);
    expect(stored).not.toContain(asked.secret);
    expect(stored).not.toContain('10.1.2.3');
  });
});
