import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import {
  beginSecondFactor,
  confirmSecondFactor,
  getCredential,
  openSessionByPassword,
  setPassword,
} from '../../../server/modules/accounts/credentials.service';
import { CredentialModel } from '../../../server/modules/accounts/credentials.model';
import { hashPassword, isPassword, passwordFaults } from '../../../server/modules/accounts/password';
import { provePhone } from '../../../server/modules/accounts/phone-proof.service';
import { stepOf } from '../../../server/modules/accounts/second-factor';
import { findActor, startSession } from '../../../server/modules/accounts/sessions.service';
import {
  clearCode,
  decryptSecret,
  encryptSecret,
  keyedHash,
} from '../../../server/modules/accounts/sign-in-codes';
import type { Context } from '../../../server/context';
import { aVisitor, contextOf, officerIn, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anOrganization } from '../../support/organizations';

useDatabase();

const minute = 60_000;
const password = '中牟县的石榴红了 2026';
let numbers = 0;
let addresses = 0;

/** A guest's context at an instant, from an address nobody else has. */
const guest = (ms = 0): Context => ({
  ...contextOf({ kind: 'guest' }, { now: new Date(testNow.getTime() + ms) }),
  origin: { address: `10.8.${Math.floor((addresses += 1) / 250)}.${addresses % 250}`, userAgent: '' },
});

/** An officer with a proven number, signed in just now. */
async function anOfficer() {
  const { personId } = personOf(await officerIn(await anOrganization()));
  const phone = `1390000${String((numbers += 1)).padStart(4, '0')}`;
  await provePhone(contextOf(), personId, phone);
  const { token, actor } = await startSession(contextOf(), personId);
  const at = (ms: number) => contextOf(actor, { now: new Date(testNow.getTime() + ms) });
  return { phone, personId, token, ctx: at(0), at };
}

const codeOf = (secret: string, ms = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: testNow.getTime() + ms });

/** An officer who signs in by password and authenticator; the enrolment's own code is used up. */
async function anOfficerWithPassword() {
  const officer = await anOfficer();
  await setPassword(officer.ctx, { password });
  const { secret, uri } = await beginSecondFactor(officer.ctx, {});
  const { recoveryCodes } = await confirmSecondFactor(officer.ctx, { code: codeOf(secret) });
  const signIn = (ms: number, changes: { password?: string; code?: string; phone?: string } = {}) =>
    openSessionByPassword(guest(ms), {
      phone: officer.phone,
      password,
      code: codeOf(secret, ms),
      ...changes,
    });
  return { ...officer, secret, uri, recoveryCodes, signIn };
}

const refused = { code: 'CREDENTIALS_INVALID' };
const locked = { code: 'RATE_LIMITED' };

describe('signing in by password', () => {
  it('takes number, password and a code of the authenticator', async () => {
    const { signIn, personId } = await anOfficerWithPassword();
    const session = await signIn(minute);
    expect(session.me.id).toBe(personId);
    expect(await findActor(session.token, testNow)).toMatchObject({ personId });
  });

  it('is refused in the same words whatever is wrong, and for a number nobody has', async () => {
    const { signIn } = await anOfficerWithPassword();
    const without = await anOfficer();
    await setPassword(without.ctx, { password });
    const tries = [
      signIn(minute, { password: 'something else' }),
      signIn(minute, { code: '000000' }),
      signIn(minute, { code: 'ABCDEFGHJK' }),
      signIn(minute, { phone: '13999999999' }),
      // A password without a second factor lets nobody in.
      signIn(minute, { phone: without.phone }),
    ];
    const answers = await Promise.all(
      tries.map((attempt) => attempt.catch((error: unknown) => String(error))),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('手机号、密码或动态码不对');
  });

  it('takes no code twice, nor an older one after it, nor one of two at once', async () => {
    const { signIn, secret } = await anOfficerWithPassword();
    const both = await Promise.allSettled([signIn(minute), signIn(minute)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(signIn(minute)).rejects.toMatchObject(refused);
    await expect(signIn(minute + 29_000, { code: codeOf(secret, minute - 30_000) })).rejects.toMatchObject(
      refused,
    );
    expect(await signIn(2 * minute)).toHaveProperty('token');
  });

  it('takes each recovery code once, typed as people type', async () => {
    const { signIn, recoveryCodes, at } = await anOfficerWithPassword();
    const [first = '', second = ''] = recoveryCodes;
    expect(
      await signIn(minute, { code: ` ${first.slice(0, 5).toLowerCase()}-${first.slice(5)}` }),
    ).toHaveProperty('token');
    await expect(signIn(minute, { code: first })).rejects.toMatchObject(refused);
    const both = await Promise.allSettled([1, 2].map(() => signIn(minute, { code: second })));
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await getCredential(at(minute))).recoveryCodesLeft).toBe(8);
  });

  it('is locked after five failures, longer each time, and free again after one success', async () => {
    const { signIn } = await anOfficerWithPassword();
    const fail = (ms: number) => signIn(ms, { password: 'wrong password' });
    for (let failures = 0; failures < 5; failures += 1) await expect(fail(0)).rejects.toMatchObject(refused);
    await expect(signIn(minute - 1)).rejects.toMatchObject(locked);
    await expect(fail(minute)).rejects.toMatchObject(refused);
    await expect(signIn(3 * minute - 1)).rejects.toMatchObject(locked);
    expect(await signIn(3 * minute)).toHaveProperty('token');
    for (let failures = 0; failures < 4; failures += 1)
      await expect(fail(3 * minute)).rejects.toMatchObject(refused);
    expect(await signIn(4 * minute)).toHaveProperty('token');
  });

  it('counts many who guess at once like many who guess in turn', async () => {
    const { signIn } = await anOfficerWithPassword();
    const guesses = await Promise.allSettled(
      Array.from({ length: 12 }, (_, at) => signIn(0, { password: `a guess ${at}` })),
    );
    const examined = guesses.filter(
      (guess) => guess.status === 'rejected' && guess.reason.code === refused.code,
    );
    expect(examined).toHaveLength(5);
  });

  it('locks a number nobody has in the same way', async () => {
    const attempt = () =>
      openSessionByPassword(guest(), { phone: '13777777777', password: 'x', code: '123456' });
    for (let failures = 0; failures < 5; failures += 1)
      await expect(attempt()).rejects.toMatchObject(refused);
    await expect(attempt()).rejects.toMatchObject(locked);
  });

  it('is tried twenty times a minute from one address', async () => {
    const ctx = guest();
    const attempt = (at: number) =>
      openSessionByPassword(ctx, {
        phone: `136000000${String(at).padStart(2, '0')}`,
        password: 'x',
        code: '123456',
      });
    for (let at = 0; at < 20; at += 1) await expect(attempt(at)).rejects.toMatchObject(refused);
    await expect(attempt(20)).rejects.toMatchObject(locked);
  });
});

describe('a password', () => {
  it('is set within ten minutes of signing in, and ends every other session', async () => {
    const { ctx, personId, token } = await anOfficer();
    const other = await startSession(contextOf(), personId);
    expect(await getCredential(ctx)).toMatchObject({
      hasPassword: false,
      hasProvenPhone: true,
      isSessionFresh: true,
    });
    expect(await setPassword(ctx, { password })).toMatchObject({ hasPassword: true });
    expect(await findActor(other.token, testNow)).toBeNull();
    expect(await findActor(token, testNow)).not.toBeNull();
  });

  it('is changed later only with the old one and a code', async () => {
    const { at, secret } = await anOfficerWithPassword();
    const next = '黄河边的第二个密码 88';
    const later = 11 * minute;
    await expect(setPassword(at(later), { password: next })).rejects.toMatchObject({
      code: 'FRESH_SIGN_IN_NEEDED',
    });
    await expect(beginSecondFactor(at(later), {})).rejects.toMatchObject({ code: 'FRESH_SIGN_IN_NEEDED' });
    const code = codeOf(secret, later);
    await expect(
      setPassword(at(later), { password: next, proof: { password: 'not the old one', code } }),
    ).rejects.toMatchObject(refused);
    await setPassword(at(later), { password: next, proof: { password, code } });
    const stored = (await CredentialModel.findOne({ personId: personOf(at(0)).personId }).lean())?.password;
    expect(await isPassword(next, stored)).toBe(true);
    expect(await isPassword(password, stored)).toBe(false);
  });

  it('needs a proven number to go with it', async () => {
    const visitor = await aVisitor({ phone: '13811112222' });
    await expect(setPassword(visitor, { password })).rejects.toMatchObject({ code: 'PHONE_UNPROVEN' });
    await expect(beginSecondFactor(visitor, {})).rejects.toMatchObject({ code: 'PHONE_UNPROVEN' });
  });

  it('that breaks the rules is refused, every rule told', async () => {
    const { ctx, phone } = await anOfficer();
    await expect(setPassword(ctx, { password: '1111' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [
        { path: 'body.password', rule: '密码：至少 10 个字符' },
        { path: 'body.password', rule: '密码：重复的字符太多，至少用 5 种不同的字符' },
      ],
    });
    await expect(setPassword(ctx, { password: `abc${phone}xyz` })).rejects.toMatchObject({
      details: [{ rule: '密码：不能含有您的手机号' }],
    });
  });

  it.each([
    ['Qifutong-2026', '太常见'],
    ['password1234', '太常见'],
    ['1234567890', '连续'],
    ['zyxwvutsrq', '连续'],
    ['王海燕的密码很长很长', '姓名'],
    ['aabbaabbaabb', '重复'],
    ['short', '至少'],
  ])('such as %s is refused: %s', (guess, rule) => {
    expect(passwordFaults(guess, { name: '王海燕' }).join()).toContain(rule);
  });

  it('made of many different characters is accepted', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...'ÄÖÜßéèñçøåþðабвгдежзийклмн'), { minLength: 10, maxLength: 20 }),
        (characters) => {
          // Characters that neither count up nor stand in a list of guesses.
          const text = characters
            .sort()
            .map((character, at) => (at % 2 ? character : `${character}~`))
            .join('');
          expect(passwordFaults(text, { name: '王海燕' })).toEqual([]);
        },
      ),
    );
  });

  it('is known again in either composition, and no other is', async () => {
    const stored = await hashPassword('ﬁnance-ｃｉｔｙ-2026');
    expect(await isPassword('finance-city-2026', stored)).toBe(true);
    expect(await isPassword('finance-city-2027', stored)).toBe(false);
    expect(await isPassword('finance-city-2026', undefined)).toBe(false);
    expect(stored).toMatchObject({ cost: 32768, blockSize: 8, parallelization: 3 });
  });
});

describe('a second factor', () => {
  it('counts once confirmed by a code, and says whose it is', async () => {
    const { ctx, personId } = await anOfficer();
    await expect(confirmSecondFactor(ctx, { code: '123456' })).rejects.toMatchObject({ code: 'CONFLICT' });
    const { secret, uri } = await beginSecondFactor(ctx, {});
    expect(uri).toContain(`secret=${secret}`);
    expect(decodeURIComponent(uri)).toContain(`企服通:${personOf(ctx).name}`);
    const wrong = codeOf(secret, 10 * minute);
    await expect(confirmSecondFactor(ctx, { code: wrong })).rejects.toMatchObject({
      code: 'PHONE_CODE_INVALID',
    });
    expect(await getCredential(ctx)).toMatchObject({ hasSecondFactor: false });
    const { recoveryCodes } = await confirmSecondFactor(ctx, { code: codeOf(secret) });
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await getCredential(ctx)).toMatchObject({ hasSecondFactor: true, recoveryCodesLeft: 10 });
    const stored = JSON.stringify(await CredentialModel.findOne({ personId }).lean());
    for (const told of [secret, ...recoveryCodes]) expect(stored).not.toContain(told);
  });

  it('stays the old one until the new one is confirmed', async () => {
    const { ctx, signIn, secret } = await anOfficerWithPassword();
    const { secret: next } = await beginSecondFactor(ctx, {});
    expect(next).not.toBe(secret);
    expect(await signIn(minute)).toHaveProperty('token');
    await expect(signIn(2 * minute, { code: codeOf(next, 2 * minute) })).rejects.toMatchObject(refused);
  });

  it('takes a code of now and of the steps beside it, and never one that was passed', () => {
    const secret = new Secret({ size: 20 }).base32;
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 }), (steps, last) => {
        const code = codeOf(secret, steps * 30_000);
        const now = Math.floor(testNow.getTime() / 30_000);
        const step = stepOf(secret, code, testNow, now + last);
        if (Math.abs(steps) <= 1 && steps > last) expect(step).toBe(now + steps);
        else expect(step).toBeUndefined();
      }),
    );
  });
});

describe('secrets at rest', () => {
  const root = Buffer.alloc(32, 7).toString('base64');

  it('read back as they were, and not at all under another key, for another purpose or altered', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.nat(), (text, at) => {
        const stored = encryptSecret(root, 'second-factor', text);
        expect(decryptSecret(root, 'second-factor', stored)).toBe(text);
        expect(() => decryptSecret(root, 'recovery-code', stored)).toThrow();
        expect(() =>
          decryptSecret(Buffer.alloc(32, 8).toString('base64'), 'second-factor', stored),
        ).toThrow();
        const bytes = Buffer.from(stored, 'base64url');
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ 1;
        expect(() => decryptSecret(root, 'second-factor', bytes.toString('base64url'))).toThrow();
      }),
    );
  });

  it('hash differently for each purpose', () => {
    expect(keyedHash(root, 'sms-code', '123456')).not.toBe(keyedHash(root, 'invitation', '123456'));
  });

  it('are codes of characters nobody takes for one another', () => {
    for (let times = 0; times < 200; times += 1)
      expect(clearCode(8)).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{8}$/);
  });
});
