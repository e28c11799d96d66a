import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomInt } from 'node:crypto';

/** What a key derived from the root serves for; none of them opens what another one closed. */
export type Purpose = 'sms-code' | 'sign-in-phone' | 'invitation' | 'recovery-code' | 'second-factor';

const derived = new Map<string, Buffer>();

function keyFor(root: string, purpose: Purpose): Buffer {
  const name = `${purpose} ${root}`;
  const known = derived.get(name);
  if (known) return known;
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(root, 'base64'), '', `qifutong ${purpose}`, 32));
  derived.set(name, key);
  return key;
}

/**
 * Look-up value of a short code or number: a keyed hash, because whoever has only the database could try all codes
 * against a plain one.
 */
export function keyedHash(root: string, purpose: Purpose, text: string): string {
  return createHmac('sha256', keyFor(root, purpose)).update(text).digest('base64url');
}

/** Encrypts a short secret with AES-256-GCM: nonce, tag and cipher text, base64url. */
export function encryptSecret(root: string, purpose: Purpose, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(root, purpose), nonce);
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString('base64url');
}

/** The secret behind a stored cipher text; throws where it was altered or the key is another one. */
export function decryptSecret(root: string, purpose: Purpose, stored: string): string {
  const bytes = Buffer.from(stored, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyFor(root, purpose), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

/** Six digits, the first of which may be 0. */
export function sixDigits(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** Letters and digits that nobody takes for one another: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. */
const clearCharacters = '34679ACDEFGHJKMNPQRTWXY';

/** A code to be read out and typed: as many clear characters as asked for. */
export function clearCode(length: number): string {
  return Array.from({ length }, () => clearCharacters[randomInt(clearCharacters.length)]).join('');
}

/** A typed code as it was given out: spaces and dashes left out, letters raised. */
export function plainCode(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase();
}
