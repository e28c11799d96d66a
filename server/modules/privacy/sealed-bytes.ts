import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { KeyRing } from '../../config';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** Compresses a text and encrypts it with AES-256-GCM under the ring's first key: length and id of the key, iv, tag, cipher text. */
export function sealText(keys: KeyRing, text: string): Buffer {
  const [{ id, key }] = keys;
  const name = Buffer.from(id);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, Buffer.from(key, 'base64'), iv);
  cipher.setAAD(name);
  const encrypted = Buffer.concat([cipher.update(gzipSync(text)), cipher.final()]);
  return Buffer.concat([Buffer.from([name.length]), name, iv, cipher.getAuthTag(), encrypted]);
}

/** The text behind sealed bytes; throws where they were altered or their key is gone. */
export function openText(keys: KeyRing, sealed: Buffer): string {
  const nameEnd = 1 + (sealed[0] ?? 0);
  const name = sealed.subarray(1, nameEnd);
  const named = keys.find(({ id }) => id === name.toString());
  if (!named) throw new Error('sealed bytes under a key that is not in the ring');
  const iv = sealed.subarray(nameEnd, nameEnd + ivBytes);
  const tag = sealed.subarray(nameEnd + ivBytes, nameEnd + ivBytes + tagBytes);
  const decipher = createDecipheriv(algorithm, Buffer.from(named.key, 'base64'), iv, {
    authTagLength: tagBytes,
  });
  decipher.setAAD(name);
  decipher.setAuthTag(tag);
  const encrypted = sealed.subarray(nameEnd + ivBytes + tagBytes);
  return gunzipSync(Buffer.concat([decipher.update(encrypted), decipher.final()])).toString('utf8');
}
