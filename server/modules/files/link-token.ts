import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long a link to a file works, milliseconds. */
export const linkLifetimeMs = 10 * 60_000;

/** A token for one file until one instant: `<expiry in ms>.<HMAC-SHA-256>`; key base64. */
export function signLink(key: string, fileId: string, expiresAt: Date): string {
  return `${expiresAt.getTime()}.${macOf(key, fileId, expiresAt.getTime()).toString('base64url')}`;
}

/** True while the token is ours, for this file, and not yet over. */
export function isLinkValid(key: string, fileId: string, token: string, now: Date): boolean {
  const [expiry, mac] = token.split('.');
  if (!expiry || !mac || !/^\d{1,15}$/.test(expiry)) return false;
  const expected = macOf(key, fileId, Number(expiry));
  const given = Buffer.from(mac, 'base64url');
  return (
    given.length === expected.length && timingSafeEqual(given, expected) && now.getTime() < Number(expiry)
  );
}

function macOf(key: string, fileId: string, expiry: number): Buffer {
  return createHmac('sha256', Buffer.from(key, 'base64')).update(`${fileId}.${expiry}`).digest();
}
