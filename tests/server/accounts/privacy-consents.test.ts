import { getMe, patchMe } from '../../../server/modules/accounts/me.service';
import { PersonModel } from '../../../server/modules/accounts/people.model';
import { PrivacyConsentModel } from '../../../server/modules/accounts/privacy-consents.model';
import {
  getPrivacyText,
  givePrivacyConsent,
  listPrivacyConsents,
  withdrawPrivacyConsent,
} from '../../../server/modules/accounts/privacy-consents.service';
import { privacyVersions, versionOn } from '../../../server/modules/accounts/privacy-texts';
import { aVisitor, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';

useDatabase();

const september = new Date('2026-09-02T02:00:00Z');
const november = new Date('2026-11-20T02:00:00Z');

describe('the privacy text', () => {
  it('is the version whose day has come, in Asia/Shanghai', () => {
    expect(versionOn('2026-11-19').version).toBe('2026-09-01');
    expect(versionOn('2026-11-20').version).toBe('2026-11-20');
    expect(versionOn('2020-01-01').version).toBe('2026-09-01');
    expect(() => versionOn('2026-11-20', [])).toThrow();
  });

  it('names its version by the day from which it holds, says what changed, and never goes back', () => {
    const days = privacyVersions.map(({ effectiveOn }) => effectiveOn);
    expect(days).toEqual([...new Set(days)].toSorted());
    for (const { version, effectiveOn, parts } of privacyVersions) {
      expect(version).toBe(effectiveOn);
      expect(parts.length).toBeGreaterThan(0);
    }
    for (const { changes } of privacyVersions.slice(1)) expect(changes.length).toBeGreaterThan(0);
  });

  it('is shown with the versions before it', async () => {
    const visitor = await aVisitor({ isUnasked: true, now: november });
    expect(getPrivacyText(visitor)).toMatchObject({
      version: '2026-11-20',
      earlier: [{ version: '2026-09-01' }],
    });
  });
});

describe('consent', () => {
  it('is needed before a phone number is stored, and for nothing else of the own account', async () => {
    const visitor = await aVisitor({ isUnasked: true, now: september });
    expect((await getMe(visitor)).privacy).toEqual({ isCurrent: false });
    expect((await patchMe(visitor, { name: '王海燕' })).name).toBe('王海燕');
    await expect(patchMe(visitor, { phone: '13812346021', name: '没改' })).rejects.toMatchObject({
      code: 'CONSENT_REQUIRED',
    });
    const { personId } = personOf(visitor);
    expect(await PersonModel.findById(personId).lean()).toMatchObject({ name: '王海燕' });
    expect(await PersonModel.findById(personId).lean()).not.toHaveProperty('phoneCipher');
    await givePrivacyConsent(visitor, { version: '2026-09-01' });
    const me = await patchMe(visitor, { phone: '13812346021' });
    expect(me).toMatchObject({
      maskedPhone: '138****6021',
      privacy: { agreedVersion: '2026-09-01', isCurrent: true },
    });
  });

  it('is asked again when a new version comes', async () => {
    const visitor = await aVisitor({ isUnasked: true, now: september });
    await givePrivacyConsent(visitor, { version: '2026-09-01' });
    const later = { ...visitor, now: november };
    expect((await getMe(later)).privacy).toEqual({ agreedVersion: '2026-09-01', isCurrent: false });
    await expect(patchMe(later, { phone: '13812346021' })).rejects.toMatchObject({
      code: 'CONSENT_REQUIRED',
    });
    await expect(givePrivacyConsent(later, { version: '2026-09-01' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await givePrivacyConsent(later, { version: '2026-11-20' });
    expect((await patchMe(later, { phone: '13812346021' })).maskedPhone).toBe('138****6021');
    expect(await listPrivacyConsents(later)).toEqual([
      { version: '2026-11-20', givenAt: november.toISOString(), isCurrent: true },
      { version: '2026-09-01', givenAt: september.toISOString(), isCurrent: false },
    ]);
  });

  it('stands once, however often the button is tapped at once', async () => {
    const visitor = await aVisitor({ isUnasked: true, now: september });
    await Promise.all(
      Array.from({ length: 6 }, () => givePrivacyConsent(visitor, { version: '2026-09-01' })),
    );
    expect(await PrivacyConsentModel.countDocuments({ personId: personOf(visitor).personId })).toBe(1);
  });

  it('can be taken back: the number goes at once, the proof stays, and giving it anew is possible', async () => {
    const visitor = await aVisitor({ phone: '13812346021', now: september });
    const withdrawn = await withdrawPrivacyConsent(visitor);
    expect(withdrawn).toMatchObject([{ withdrawnAt: september.toISOString(), isCurrent: false }]);
    const stored = await PersonModel.findById(personOf(visitor).personId).lean();
    expect(stored).not.toHaveProperty('phoneCipher');
    expect(stored).not.toHaveProperty('phoneIndex');
    await expect(patchMe(visitor, { phone: '13812346021' })).rejects.toMatchObject({
      code: 'CONSENT_REQUIRED',
    });
    await givePrivacyConsent(visitor, { version: '2026-09-01' });
    expect(await listPrivacyConsents(visitor)).toHaveLength(2);
  });
});
