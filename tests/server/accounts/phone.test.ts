import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { decryptPhone, encryptPhone, maskPhone, phoneIndex } from '../../../server/modules/accounts/phone';

const key = randomBytes(32).toString('base64');
const phone = fc.stringMatching(/^1\d{10}$/);

describe('a phone number', () => {
  it('comes back whole from its cipher text, which never shows it and never repeats', () => {
    fc.assert(
      fc.property(phone, (number) => {
        const stored = encryptPhone(key, number);
        expect(decryptPhone(key, stored)).toBe(number);
        expect(stored).not.toContain(number);
        expect(encryptPhone(key, number)).not.toBe(stored);
      }),
    );
  });

  it('cannot be read once its cipher text was altered, or with another key', () => {
    fc.assert(
      fc.property(phone, fc.nat(), (number, at) => {
        const stored = encryptPhone(key, number);
        const index = 3 + (at % (stored.length - 3));
        fc.pre(stored[index] !== '.');
        const bytes = (text: string) =>
          text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
        const altered = `${stored.slice(0, index)}${stored[index] === 'A' ? 'B' : 'A'}${stored.slice(index + 1)}`;
        // The last character of base64url may carry unused bits: then the bytes are the same.
        fc.pre(bytes(altered).join() !== bytes(stored).join());
        expect(() => decryptPhone(key, altered)).toThrow();
      }),
    );
    expect(() =>
      decryptPhone(randomBytes(32).toString('base64'), encryptPhone(key, '13800006021')),
    ).toThrow();
    expect(() => decryptPhone(key, '13800006021')).toThrow();
  });

  it('is found again by its index, which depends on the key', () => {
    expect(phoneIndex(key, '13800006021')).toBe(phoneIndex(key, '13800006021'));
    expect(phoneIndex(key, '13800006021')).not.toBe(phoneIndex(key, '13800006022'));
    expect(phoneIndex(randomBytes(32).toString('base64'), '13800006021')).not.toBe(
      phoneIndex(key, '13800006021'),
    );
  });

  it('shows only its beginning and end in lists', () => {
    expect(maskPhone('13800006021')).toBe('138****6021');
    expect(maskPhone('12345')).toBe('****');
  });
});
