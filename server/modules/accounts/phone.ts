import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { KeyRing, NamedKey } from '../../config';

const algorithm = 'aes-256-gcm';

/**
 * Encrypts a phone number with AES-256-GCM under the ring's first key: `v2.<key id>.<iv>.<tag>.<cipher text>`, the last
 * three in base64url. The key id is authenticated with the number.
 */
export function encryptPhone(keys: KeyRing, phone: string): string {
  const [{ id, key }] = keys;
  const iv = randomBytes(12);
  const cipher = createCipheriv(algorithm, Buffer.from(key, 'base64'), iv);
  cipher.setAAD(Buffer.from(id));
  const encrypted = Buffer.concat([cipher.update(phone, 'utf8'), cipher.final()]);
  return `v2.${id}.${[iv, cipher.getAuthTag(), encrypted].map((part) => part.toString('base64url')).join('.')}`;
}

/**
 * The phone number behind a stored cipher text, under whichever key of the ring it was encrypted; throws where the text
 * was altered or its key is gone.
 */
export function decryptPhone(keys: KeyRing, stored: string): string {
  const parts = stored.split('.');
  if (parts[0] === 'v2' && parts.length === 5) {
    const named = keys.find(({ id }) => id === parts[1]);
    if (!named) throw new Error(`phone cipher text under a key that is not in the ring: ${parts[1]}`);
    return decrypt(named, parts.slice(2), Buffer.from(named.id));
  }
  if (parts[0] === 'v1' && parts.length === 4) return decryptUnnamed(keys, parts.slice(1));
  throw new Error('phone cipher text of an unknown form');
}

/** The first form named no key: the one that authenticates the text is the right one. */
function decryptUnnamed(keys: KeyRing, parts: string[]): string {
  for (const named of keys) {
    try {
      return decrypt(named, parts);
    } catch {
      continue;
    }
  }
  throw new Error('phone cipher text that no key of the ring opens');
}

function decrypt({ key }: NamedKey, parts: string[], authenticated?: Buffer): string {
  const [iv, tag, encrypted] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (!iv?.length || !tag?.length || !encrypted?.length)
    throw new Error('phone cipher text of an unknown form');
  const decipher = createDecipheriv(algorithm, Buffer.from(key, 'base64'), iv, { authTagLength: 16 });
  if (authenticated) decipher.setAAD(authenticated);
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8');
}

/**
 * Look-up value of a phone number under the ring's first key, `<key id>.<HMAC-SHA-256>`: equal numbers are found without
 * being stored.
 */
export function phoneIndex(keys: KeyRing, phone: string): string {
  const [first] = keys;
  return `${first.id}.${macOf(first, phone)}`;
}

/** Every look-up value under which a number may stand: of each key of the ring, and in the form without a key id. */
export function phoneIndexes(keys: KeyRing, phone: string): string[] {
  return keys.flatMap((named) => {
    const mac = macOf(named, phone);
    return [`${named.id}.${mac}`, mac];
  });
}

function macOf({ key }: NamedKey, phone: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64')).update(phone).digest('base64url');
}

/** Finds, along an index of the field, the cipher texts that stand under another key than the ring's first. */
export function staleCiphers(keys: KeyRing, field: string): Record<string, unknown> {
  return without(`v2.${keys[0].id}.`, field);
}

/** Finds, along an index of the field, the look-up values that stand under another key than the ring's first. */
export function staleIndexes(keys: KeyRing, field: string): Record<string, unknown> {
  return without(`${keys[0].id}.`, field);
}

/** Texts that don't begin with a prefix ending in a dot, as two stretches of an index: below it, and after it. */
function without(prefix: string, field: string): Record<string, unknown> {
  const after = `${prefix.slice(0, -1)}/`;
  return { $or: [{ [field]: { $lt: prefix } }, { [field]: { $gte: after } }] };
}

/** A phone number as lists show it: 138****6021. */
export function maskPhone(phone: string): string {
  return phone.length < 7 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
