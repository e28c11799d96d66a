import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { KeyRing, NamedKey } from '../../../server/config';
import {
  decryptPhone,
  encryptPhone,
  maskPhone,
  phoneIndex,
  phoneIndexes,
} from '../../../server/modules/accounts/phone';

const keyNamed = (id: string): NamedKey => ({ id, key: randomBytes(32).toString('base64') });
const keys: KeyRing = [keyNamed('k1')];
const phone = fc.stringMatching(/^1\d{10}$/);
/** A number as it was stored before keys had ids. */
function encryptUnnamed({ key }: NamedKey, number: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64'), iv);
  const encrypted = Buffer.concat([cipher.update(number, 'utf8'), cipher.final()]);
  return ['v1', ...[iv, cipher.getAuthTag(), encrypted].map((part) => part.toString('base64url'))].join('.');
}

describe('a phone number', () => {
  it('comes back whole from its cipher text, which never shows it and never repeats', () => {
    fc.assert(
      fc.property(phone, (number) => {
        const stored = encryptPhone(keys, number);
        expect(decryptPhone(keys, stored)).toBe(number);
        expect(stored).not.toContain(number);
        expect(encryptPhone(keys, number)).not.toBe(stored);
      }),
    );
  });

  it('stays readable and is found through any number of new keys, until its key leaves the ring', () => {
    fc.assert(
      fc.property(phone, fc.integer({ min: 1, max: 6 }), (number, times) => {
        let ring: KeyRing = keys;
        const stored = encryptPhone(ring, number);
        const index = phoneIndex(ring, number);
        for (let at = 0; at < times; at++) ring = [keyNamed(`n${at}`), ...ring];
        expect(decryptPhone(ring, stored)).toBe(number);
        expect(phoneIndexes(ring, number)).toContain(index);
        // What is written now needs the newest key alone.
        expect(decryptPhone([ring[0]], encryptPhone(ring, number))).toBe(number);
        expect(phoneIndex(ring, number)).toBe(phoneIndex([ring[0]], number));
        const [first, ...rest] = ring.filter((each) => each !== keys[0]) as [NamedKey, ...NamedKey[]];
        expect(() => decryptPhone([first, ...rest], stored)).toThrow();
        expect(phoneIndexes([first, ...rest], number)).not.toContain(index);
      }),
    );
  });

  it('is read and found in the form from before keys had ids, whichever key of the ring wrote it', () => {
    fc.assert(
      fc.property(phone, fc.nat(2), (number, at) => {
        const ring: KeyRing = [keyNamed('c'), keyNamed('b'), keyNamed('a')];
        const writer = ring[at] as NamedKey;
        expect(decryptPhone(ring, encryptUnnamed(writer, number))).toBe(number);
        expect(() => decryptPhone(keys, encryptUnnamed(writer, number))).toThrow();
        const mac = createHmac('sha256', Buffer.from(writer.key, 'base64'))
          .update(number)
          .digest('base64url');
        expect(phoneIndexes(ring, number)).toContain(mac);
      }),
    );
  });

  it('cannot be read once its cipher text was altered, or with another key', () => {
    fc.assert(
      fc.property(phone, fc.nat(), (number, at) => {
        const stored = encryptPhone(keys, number);
        const index = at % stored.length;
        fc.pre(stored[index] !== '.');
        const bytes = (text: string) =>
          text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
        const altered = `${stored.slice(0, index)}${stored[index] === 'A' ? 'B' : 'A'}${stored.slice(index + 1)}`;
        // The last character of base64url may carry unused bits: then the bytes are the same.
        fc.pre(index < 6 || bytes(altered).join() !== bytes(stored).join());
        expect(() => decryptPhone(keys, altered)).toThrow();
      }),
    );
    expect(() => decryptPhone([keyNamed('k1')], encryptPhone(keys, '13800006021'))).toThrow();
    expect(() => decryptPhone(keys, '13800006021')).toThrow();
    expect(() => decryptPhone(keys, 'v1.a.b')).toThrow();
    expect(() => decryptPhone(keys, 'v2.k1...')).toThrow();
  });

  it('is found again by its index, which depends on the key', () => {
    expect(phoneIndex(keys, '13800006021')).toBe(phoneIndex(keys, '13800006021'));
    expect(phoneIndex(keys, '13800006021')).not.toBe(phoneIndex(keys, '13800006022'));
    expect(phoneIndex([keyNamed('k1')], '13800006021')).not.toBe(phoneIndex(keys, '13800006021'));
  });

  it('shows only its beginning and end in lists', () => {
    expect(maskPhone('13800006021')).toBe('138****6021');
    expect(maskPhone('12345')).toBe('****');
  });
});
