import fc from 'fast-check';
import { allowedAt, counted, lockAfter, smsPerPhone } from '../../../server/modules/accounts/attempt-rules';
import { clearSignInRemains } from '../../../server/modules/accounts/sign-in-jobs.service';
import { AttemptsModel } from '../../../server/modules/accounts/attempts.model';
import { grantEnterprise } from '../../../server/modules/accounts/memberships.service';
import { PersonModel } from '../../../server/modules/accounts/people.model';
import { PhoneCodeModel } from '../../../server/modules/accounts/phone-codes.model';
import { sendPhoneCode } from '../../../server/modules/accounts/phone-codes.service';
import { settlePhone } from '../../../server/modules/accounts/phone-proof';
import { openSessionByPhone as open, provePhone } from '../../../server/modules/accounts/phone-proof.service';
import { getPrivacyText } from '../../../server/modules/accounts/privacy-consents.service';
import { findActor, startSession } from '../../../server/modules/accounts/sessions.service';
import { provePhoneByWeChat } from '../../../server/modules/accounts/wechat-sign-in.service';
import type { Context } from '../../../server/context';
import { SmsError } from '../../../server/gateways/sms';
import { WeChatError } from '../../../server/gateways/wechat';
import {
  aVisitor,
  aWeChat,
  anEnvironment,
  anSms,
  contextOf,
  memberOf,
  officerIn,
  personOf,
  testNow,
} from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOrganization } from '../../support/organizations';

useDatabase();

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

let numbers = 0;
const aNumber = () => `1380000${String((numbers += 1)).padStart(4, '0')}`;
let addresses = 0;

/** A guest with an address of their own, whose clock can be moved, and the text messages that were sent. */
function aPhone() {
  const sms = anSms();
  const environment = anEnvironment({ sms });
  const origin = { address: `10.0.${Math.floor((addresses += 1) / 250)}.${addresses % 250}`, userAgent: '' };
  const at = (ms = 0): Context => ({
    ...contextOf({ kind: 'guest' }, { environment, now: new Date(testNow.getTime() + ms) }),
    origin,
  });
  const lastCode = () => /\d{6}/.exec(sms.sent.at(-1)?.text ?? '')?.[0] ?? '';
  return { at, sms, lastCode };
}

/** Signs in having agreed to the privacy text. */
const openSessionByPhone = (ctx: Context, body: { phone: string; code: string }) =>
  open(ctx, { ...body, privacyVersion: getPrivacyText(ctx).version });

const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

describe('a sign-in code by text message', () => {
  it('signs in who comes for the first time, and knows them again', async () => {
    const phone = aNumber();
    const { at, sms, lastCode } = aPhone();
    expect(await sendPhoneCode(at(), { phone })).toEqual({ validSeconds: 300, resendSeconds: 60 });
    expect(sms.sent).toMatchObject([{ phone }]);
    const first = await openSessionByPhone(at(), { phone, code: lastCode() });
    expect(first.me).toMatchObject({
      name: '手机用户',
      maskedPhone: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
    });
    await sendPhoneCode(at(2 * minute), { phone });
    const second = await openSessionByPhone(at(2 * minute), { phone, code: lastCode() });
    expect(second.me.id).toBe(first.me.id);
  });

  it('is of no use to who has not agreed to the privacy text as it holds now', async () => {
    const phone = aNumber();
    const { at, lastCode } = aPhone();
    await sendPhoneCode(at(), { phone });
    const body = { phone, code: lastCode(), privacyVersion: '2000-01-01' };
    await expect(open(at(), body)).rejects.toMatchObject({ code: 'CONSENT_REQUIRED' });
    expect((await openSessionByPhone(at(), body)).me.privacy.isCurrent).toBe(true);
  });

  it('is stored neither in clear nor as a hash that the database alone could be searched by', async () => {
    const phone = aNumber();
    const { at, lastCode } = aPhone();
    await sendPhoneCode(at(), { phone });
    const stored = JSON.stringify(await PhoneCodeModel.find().lean());
    expect(stored).not.toContain(lastCode());
    expect(stored).not.toContain(phone);
  });

  it('serves once, even to two at the same time', async () => {
    const phone = aNumber();
    const { at, lastCode } = aPhone();
    await sendPhoneCode(at(), { phone });
    const code = lastCode();
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => openSessionByPhone(at(), { phone, code })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(
      await PersonModel.countDocuments({ signInPhone: { $exists: true }, name: '手机用户' }),
    ).toBeGreaterThan(0);
    await expect(openSessionByPhone(at(), { phone, code })).rejects.toMatchObject({
      code: 'PHONE_CODE_INVALID',
    });
  });

  it('is void after five minutes, and once another one was sent', async () => {
    const phone = aNumber();
    const { at, lastCode } = aPhone();
    await sendPhoneCode(at(), { phone });
    const first = lastCode();
    const refused = { code: 'PHONE_CODE_INVALID' };
    await expect(openSessionByPhone(at(5 * minute), { phone, code: first })).rejects.toMatchObject(refused);
    await sendPhoneCode(at(6 * minute), { phone });
    if (lastCode() !== first)
      await expect(openSessionByPhone(at(6 * minute), { phone, code: first })).rejects.toMatchObject(refused);
    expect(await openSessionByPhone(at(6 * minute), { phone, code: lastCode() })).toHaveProperty('token');
  });

  it('can be tried five times, in turn or at once', async () => {
    for (const inTurn of [true, false]) {
      const phone = aNumber();
      const { at, lastCode } = aPhone();
      await sendPhoneCode(at(), { phone });
      const attempt = () =>
        openSessionByPhone(at(), { phone, code: wrong(lastCode()) }).catch(() => 'refused');
      if (inTurn) for (let tries = 0; tries < 5; tries += 1) await attempt();
      else await Promise.all([1, 2, 3, 4, 5].map(attempt));
      await expect(openSessionByPhone(at(), { phone, code: lastCode() })).rejects.toMatchObject({
        code: 'PHONE_CODE_INVALID',
      });
    }
  });

  it('is answered the same for a number that is known and one that is not', async () => {
    const known = aNumber();
    const visitor = await aVisitor();
    await provePhone(visitor, personOf(visitor).personId, known);
    const { at } = aPhone();
    const one = await sendPhoneCode(at(), { phone: known });
    const other = await sendPhoneCode(at(), { phone: aNumber() });
    expect(one).toEqual(other);
    const refusals = await Promise.all(
      [known, aNumber()].map((phone) =>
        openSessionByPhone(at(), { phone, code: 'aaaaaa' }).catch((error: unknown) => String(error)),
      ),
    );
    expect(refusals[0]).toBe(refusals[1]);
  });

  it('goes out once a minute, five times an hour and ten times a day to one number', async () => {
    const phone = aNumber();
    const send = (ms: number) => sendPhoneCode(aPhone().at(ms), { phone });
    const refused = { code: 'RATE_LIMITED' };
    await send(0);
    await expect(send(59 * second)).rejects.toMatchObject(refused);
    for (const minutes of [1, 2, 3, 4]) await send(minutes * minute);
    await expect(send(30 * minute)).rejects.toMatchObject(refused);
    await expect(send(hour - second)).rejects.toMatchObject(refused);
    for (const minutes of [60, 61, 62, 63, 64]) await send(minutes * minute);
    await expect(send(10 * hour)).rejects.toMatchObject(refused);
    await send(24 * hour);
  });

  it('goes out once of many asked for at once', async () => {
    const phone = aNumber();
    const { at, sms } = aPhone();
    await Promise.allSettled([1, 2, 3, 4, 5, 6].map(() => sendPhoneCode(at(), { phone })));
    expect(sms.sent).toHaveLength(1);
  });

  it('goes out ten times a minute from one address', async () => {
    const { at } = aPhone();
    for (let sent = 0; sent < 10; sent += 1) await sendPhoneCode(at(), { phone: aNumber() });
    await expect(sendPhoneCode(at(), { phone: aNumber() })).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await sendPhoneCode(at(minute), { phone: aNumber() });
  });

  it('goes out ten times a minute to all addresses of one IPv6 customer', async () => {
    const { at } = aPhone();
    const from = (address: string) => ({ ...at(), origin: { address, userAgent: '' } });
    for (let sent = 0; sent < 10; sent += 1)
      await sendPhoneCode(from(`2408:8207:1:2::${sent.toString(16)}`), { phone: aNumber() });
    const tooMany = { code: 'RATE_LIMITED' };
    for (const address of ['2408:8207:1:2:a:b:c:d', '2408:8207:0001:0002::ffff'])
      await expect(sendPhoneCode(from(address), { phone: aNumber() })).rejects.toMatchObject(tooMany);
    for (const address of ['2408:8207:1:3::1', '2408:8207::1', '::1', '10.99.0.1', '::ffff:10.99.0.2'])
      await sendPhoneCode(from(address), { phone: aNumber() });
  });

  it('that could not be sent is told', async () => {
    const sms = anSms({ send: () => Promise.reject(new SmsError('down', 'unknown')) });
    const ctx = contextOf({ kind: 'guest' }, { environment: anEnvironment({ sms }) });
    await expect(sendPhoneCode(ctx, { phone: aNumber() })).rejects.toMatchObject({ code: 'SMS_UNAVAILABLE' });
  });

  it('leaves nothing behind for good', async () => {
    const { at } = aPhone();
    await sendPhoneCode(at(), { phone: aNumber() });
    expect(await clearSignInRemains(at(25 * hour))).toBeGreaterThan(0);
    expect(await PhoneCodeModel.countDocuments({ expiresAt: { $lte: at(25 * hour).now } })).toBe(0);
    expect(await AttemptsModel.countDocuments({ staleAt: { $lte: at(25 * hour).now } })).toBe(0);
  });
});

describe('the rules of limits', () => {
  it('never let more through in any window than they say, and let the next one through when they say', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 * hour }), { maxLength: 60 }), (steps) => {
        let now = 0;
        let times: Date[] = [];
        const passed: number[] = [];
        for (const step of steps) {
          now += step;
          times = counted(times, smsPerPhone, new Date(now));
          const at = allowedAt(times, smsPerPhone, new Date(now)).getTime();
          if (at > now) {
            // At the instant that is promised it is let through indeed.
            const then = counted(times, smsPerPhone, new Date(at));
            expect(allowedAt(then, smsPerPhone, new Date(at)).getTime()).toBe(at);
            continue;
          }
          times = [...times, new Date(now)];
          passed.push(now);
        }
        for (const { max, within } of smsPerPhone)
          for (const end of passed)
            expect(passed.filter((at) => at <= end && at > end - within).length).toBeLessThanOrEqual(max);
      }),
    );
  });

  it('lock a password from the fifth failure on, longer each time', () => {
    expect([1, 4, 5, 6, 7].map(lockAfter)).toEqual([0, 0, minute, 2 * minute, 4 * minute]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (failures) => {
        expect(lockAfter(failures + 1)).toBeGreaterThanOrEqual(lockAfter(failures));
        expect(lockAfter(failures)).toBeLessThanOrEqual(4 * hour);
      }),
    );
  });
});

describe('a phone number and its account', () => {
  let asked = 0;
  /** Whom the number signs in; each time a while later, because of the limits. */
  const holderOf = async (phone: string) => {
    const { at, lastCode } = aPhone();
    const later = (asked += 1) * 2 * minute;
    await sendPhoneCode(at(later), { phone });
    return (await openSessionByPhone(at(later), { phone, code: lastCode() })).me.id;
  };

  it('signs in the account that proved it by WeChat', async () => {
    const phone = aNumber();
    const visitor = await aVisitor();
    const me = await provePhoneByWeChat(visitor, { code: phone });
    expect(me.maskedPhone).toContain(phone.slice(-4));
    expect(await holderOf(phone)).toBe(personOf(visitor).personId);
  });

  it('that was only typed signs nobody in', async () => {
    const phone = aNumber();
    const typed = await aVisitor({ phone });
    expect(await holderOf(phone)).not.toBe(personOf(typed).personId);
  });

  it('goes to a WeChat account of records, and the bare account of the number ends', async () => {
    const phone = aNumber();
    const { at, lastCode } = aPhone();
    await sendPhoneCode(at(), { phone });
    const bare = await openSessionByPhone(at(), { phone, code: lastCode() });
    const officer = await officerIn(await anOrganization());
    await provePhone(officer, personOf(officer).personId, phone);
    expect(await PersonModel.exists({ _id: bare.me.id })).toBeNull();
    expect(await findActor(bare.token, testNow)).toBeNull();
    expect(await holderOf(phone)).toBe(personOf(officer).personId);
  });

  it('makes a new WeChat part of the account that works under the number', async () => {
    const phone = aNumber();
    const keeperId = await holderOf(phone);
    const enterprise = await anEnterprise();
    await grantEnterprise(contextOf(), { personId: keeperId, enterpriseId: enterprise.id, role: 'admin' });
    const newcomer = await aVisitor();
    const { token, actor } = await startSession(newcomer, personOf(newcomer).personId);
    const openid = (await PersonModel.findById(actor.personId).lean())?.openid;
    const me = await provePhoneByWeChat(contextOf(actor), { code: phone });
    expect(me).toMatchObject({ id: keeperId, enterprises: [{ enterpriseId: enterprise.id }] });
    expect(await findActor(token, testNow)).toMatchObject({ personId: keeperId });
    expect(await PersonModel.exists({ _id: actor.personId })).toBeNull();
    expect((await PersonModel.findById(keeperId).lean())?.openid).toBe(openid);
  });

  it('is refused where both accounts have records of their own', async () => {
    const phone = aNumber();
    const keeperId = await holderOf(phone);
    const enterpriseId = (await anEnterprise()).id;
    await grantEnterprise(contextOf(), { personId: keeperId, enterpriseId, role: 'admin' });
    const member = await memberOf(await anEnterprise());
    await expect(provePhone(member, personOf(member).personId, phone)).rejects.toMatchObject({
      code: 'PHONE_TAKEN',
    });
    expect(await holderOf(phone)).toBe(keeperId);
  });

  it('that came to somebody else follows the newest proof', async () => {
    const phone = aNumber();
    const before = await memberOf(await anEnterprise());
    const now = await memberOf(await anEnterprise());
    await provePhone(before, personOf(before).personId, phone);
    await provePhone(now, personOf(now).personId, phone);
    expect(await holderOf(phone)).toBe(personOf(now).personId);
    expect(await PersonModel.exists({ _id: personOf(before).personId })).not.toBeNull();
  });

  it('has one account however many prove it at once', async () => {
    const phone = aNumber();
    const people = [
      await memberOf(await anEnterprise()),
      await memberOf(await anEnterprise()),
      await memberOf(await anEnterprise()),
    ];
    await Promise.allSettled(people.map((ctx) => provePhone(ctx, personOf(ctx).personId, phone)));
    const holder = await holderOf(phone);
    expect(people.map((ctx) => personOf(ctx).personId)).toContain(holder);
  });

  it('is settled so that nobody with records loses their way in', () => {
    const account = fc.record({ hasWeChat: fc.boolean(), isBare: fc.boolean() });
    fc.assert(
      fc.property(account, account, (claimant, holder) => {
        const settlement = settlePhone(claimant, holder);
        if (settlement === 'take') expect(holder.hasWeChat).toBe(true);
        if (settlement === 'absorb') expect(holder.isBare).toBe(true);
        if (settlement === 'join') expect(claimant.isBare && claimant.hasWeChat).toBe(true);
        if (!holder.hasWeChat && !holder.isBare && !claimant.isBare) expect(settlement).toBe('refuse');
      }),
    );
  });

  it.each([
    ['a stale code', { errcode: 40029, outcome: 'refused' as const }, 'LOGIN_CODE_INVALID'],
    ['a busy WeChat', { errcode: -1, outcome: 'not-sent' as const }, 'WECHAT_UNAVAILABLE'],
  ])('is not proven with %s', async (_what, options, code) => {
    const wechat = aWeChat({ phoneNumber: () => Promise.reject(new WeChatError('x', options)) });
    const visitor = await aVisitor();
    const ctx = contextOf(visitor.actor, { environment: anEnvironment({ wechat }) });
    await expect(provePhoneByWeChat(ctx, { code: 'x' })).rejects.toMatchObject({ code });
  });
});
