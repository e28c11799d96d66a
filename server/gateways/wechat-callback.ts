import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** PKCS#7 as WeChat pads: to 32 bytes, where AES itself would pad to 16. */
const block = 32;

/**
 * What WeChat signs its own calls with: SHA-1 over the sorted parts. In secure mode the encrypted text is one of them.
 * @source developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push
 */
export function callbackSignature(...parts: string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex');
}

/** Whether a signature is the expected one, in the same time whatever differs. */
export function isSameSignature(given: string | undefined, expected: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * The message behind an encrypted call: AES-256-CBC over 16 random bytes, the length, the message and the app id.
 * Null where it was altered, or is another account's.
 */
export function openCallback(key: string, appId: string, encrypted: string): string | null {
  const aesKey = Buffer.from(`${key}=`, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-cbc', aesKey, aesKey.subarray(0, 16)).setAutoPadding(false);
    const bytes = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
    const pad = bytes.at(-1) ?? 0;
    if (pad < 1 || pad > block) return null;
    const plain = bytes.subarray(16, bytes.length - pad);
    const end = 4 + plain.readUInt32BE(0);
    if (plain.subarray(end).toString('utf8') !== appId) return null;
    return plain.subarray(4, end).toString('utf8');
  } catch {
    return null;
  }
}

/** Encrypts as WeChat does. */
export function sealCallback(
  key: string,
  appId: string,
  message: string,
  random: Buffer = randomBytes(16),
): string {
  const aesKey = Buffer.from(`${key}=`, 'base64');
  const text = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([random, length, text, Buffer.from(appId, 'utf8')]);
  const pad = block - (plain.length % block);
  const cipher = createCipheriv('aes-256-cbc', aesKey, aesKey.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ]).toString('base64');
}
