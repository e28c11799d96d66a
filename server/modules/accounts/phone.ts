import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const version = 'v1';

/** Encrypts a phone number with AES-256-GCM (key 32 bytes, base64): `v1.<iv>.<tag>.<cipher text>` in base64url. */
export function encryptPhone(key: string, phone: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv(algorithm, Buffer.from(key, 'base64'), iv);
  const encrypted = Buffer.concat([cipher.update(phone, 'utf8'), cipher.final()]);
  return [version, ...[iv, cipher.getAuthTag(), encrypted].map((part) => part.toString('base64url'))].join(
    '.',
  );
}

/** The phone number behind a stored cipher text; throws where the text was altered or the key is another one. */
export function decryptPhone(key: string, stored: string): string {
  const [found, iv, tag, encrypted] = stored.split('.');
  if (found !== version || !iv || !tag || !encrypted) throw new Error('phone cipher text of an unknown form');
  const decipher = createDecipheriv(algorithm, Buffer.from(key, 'base64'), Buffer.from(iv, 'base64url'), {
    authTagLength: 16,
  });
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64url')), decipher.final()]).toString(
    'utf8',
  );
}

/** Look-up value of a phone number: HMAC-SHA-256 (key base64), so that equal numbers are found without being stored. */
export function phoneIndex(key: string, phone: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64')).update(phone).digest('base64url');
}

/** A phone number as lists show it: 138****6021. */
export function maskPhone(phone: string): string {
  return phone.length < 7 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
