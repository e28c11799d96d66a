import type { PrivacyConsent, PrivacyText } from '@contract/privacy';
import { requirePerson, type Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { dayOf } from '../issues/calendar';
import { PersonModel } from './people.model';
import { PrivacyConsentModel, type PrivacyConsentDoc } from './privacy-consents.model';
import { privacyVersions, versionOn } from './privacy-texts';

/** What the product says about personal data today, with the versions before it. */
export function getPrivacyText(ctx: Context): PrivacyText {
  const current = currentVersion(ctx.now);
  const at = privacyVersions.findIndex(({ version }) => version === current.version);
  return { ...current, earlier: privacyVersions.slice(0, at).toReversed() };
}

/** Versions the caller agreed to, latest first. */
export async function listPrivacyConsents(ctx: Context): Promise<PrivacyConsent[]> {
  return privacyConsentsOf(ctx, requirePerson(ctx).personId);
}

/** Versions a person agreed to, latest first. */
export async function privacyConsentsOf(ctx: Context, personId: string): Promise<PrivacyConsent[]> {
  const docs = await PrivacyConsentModel.find({ personId }).sort({ givenAt: -1, _id: -1 }).lean();
  return docs.map((doc) => toConsent(ctx, doc));
}

/**
 * Records that the caller agrees to the version that holds now; agreeing twice is agreeing once.
 * @throws CONFLICT when the text has changed since it was read
 */
export async function givePrivacyConsent(
  ctx: Context,
  { version }: { version: string },
): Promise<PrivacyConsent> {
  const { personId } = requirePerson(ctx);
  if (version !== currentVersion(ctx.now).version)
    throw new AppError('CONFLICT', { message: '说明刚更新过，请看过新版再同意' });
  return recordPrivacyConsent(ctx, personId, version);
}

/** Records a person's consent to a version, where their sign-in or the demonstration has asked for it. */
export async function recordPrivacyConsent(
  ctx: Context,
  personId: string,
  version = currentVersion(ctx.now).version,
): Promise<PrivacyConsent> {
  const standing = { personId, version, isStanding: true };
  const known = await PrivacyConsentModel.findOne(standing).lean();
  if (known) return toConsent(ctx, known);
  try {
    const doc = await PrivacyConsentModel.create({ ...standing, givenAt: ctx.now });
    await recordAudit(ctx, {
      action: 'privacy-consent.given',
      subject: { kind: 'person', id: personId },
      reason: version,
    });
    return toConsent(ctx, doc);
  } catch (error) {
    const first = isDuplicateKey(error) ? await PrivacyConsentModel.findOne(standing).lean() : null;
    if (!first) throw error;
    return toConsent(ctx, first);
  }
}

/**
 * Takes the caller's consent back: nothing that needs it is stored any more, and the phone number goes at once. What
 * was agreed to, and until when, stays as proof.
 */
export async function withdrawPrivacyConsent(ctx: Context): Promise<PrivacyConsent[]> {
  const { personId } = requirePerson(ctx);
  await PrivacyConsentModel.updateMany(
    { personId, isStanding: true },
    { $set: { isStanding: false, withdrawnAt: ctx.now } },
  );
  await PersonModel.updateOne({ _id: personId }, { $unset: { phoneCipher: 1, phoneIndex: 1 } });
  // Who has nothing but the number to sign in with keeps its look-up value: closing the account takes that as well.
  await PersonModel.updateOne({ _id: personId, openid: { $exists: true } }, { $unset: { signInPhone: 1 } });
  await recordAudit(ctx, {
    action: 'privacy-consent.withdrawn',
    subject: { kind: 'person', id: personId },
  });
  return listPrivacyConsents(ctx);
}

/**
 * Refuses what may only be stored of somebody who agreed to the privacy text as it holds now: a phone number, a bond
 * with an enterprise. Browsing never asks for it.
 * @throws CONSENT_REQUIRED when the caller hasn't agreed to the current version
 */
export async function requirePrivacyConsent(ctx: Context): Promise<void> {
  const { personId } = requirePerson(ctx);
  if (!(await privacyStanding(ctx, personId)).isCurrent) throw new AppError('CONSENT_REQUIRED');
}

/** Which version a person agreed to last, and whether it is the one that holds now. */
export async function privacyStanding(
  ctx: Context,
  personId: string,
): Promise<{ agreedVersion?: string; isCurrent: boolean }> {
  const last = await PrivacyConsentModel.findOne({ personId, isStanding: true }, { version: 1 })
    .sort({ version: -1 })
    .lean();
  return {
    ...(last ? { agreedVersion: last.version } : {}),
    isCurrent: last?.version === currentVersion(ctx.now).version,
  };
}

function currentVersion(now: Date) {
  return versionOn(dayOf(now));
}

function toConsent(ctx: Context, doc: PrivacyConsentDoc): PrivacyConsent {
  return {
    version: doc.version,
    givenAt: doc.givenAt.toISOString(),
    ...(doc.withdrawnAt ? { withdrawnAt: doc.withdrawnAt.toISOString() } : {}),
    isCurrent: doc.isStanding && doc.version === currentVersion(ctx.now).version,
  };
}
