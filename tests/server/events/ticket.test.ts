import { generateKeyPairSync } from 'node:crypto';
import * as ed25519 from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import {
  isTicketText,
  randomCode,
  readCode,
  readTicket,
  signTicket,
  ticketDigest,
  ticketKeyOf,
  writeCode,
} from '../../../server/modules/events/ticket';

ed25519.hashes.sha512 = sha512;

const newKey = () =>
  ticketKeyOf(
    generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  );
const key = newKey();
const hexId = fc.stringMatching(/^[0-9a-f]{24}$/);
const instant = fc.integer({ min: 0, max: 0xffffffff }).map((seconds) => new Date(seconds * 1000));
const claims = fc.record({ eventId: hexId, ticketId: hexId, notBefore: instant, notAfter: instant });
const some = {
  eventId: '65f1c0ffee65f1c0ffee65f1',
  ticketId: '65f1c0ffee65f1c0ffee65f2',
  notBefore: new Date('2026-11-24T00:20:00Z'),
  notAfter: new Date('2026-11-24T09:00:00Z'),
};

describe('a ticket', () => {
  it('says after signing what it said before', () => {
    fc.assert(
      fc.property(claims, (said) => {
        expect(readTicket([key], signTicket(key, said))).toEqual({ outcome: 'genuine', claims: said });
      }),
    );
  });

  it('is the same text each time it is signed, short enough for a small QR', () => {
    const text = signTicket(key, some);
    expect(signTicket(key, some)).toBe(text);
    expect(text).toMatch(/^QFT1\.[\w-]{48}\.[\w-]{86}$/);
    expect(ticketDigest(text)).toHaveLength(43);
  });

  it('is refused with any bit of its claims or its signature flipped', () => {
    const text = signTicket(key, some);
    const [mark, body = '', signature = ''] = text.split('.');
    for (const [which, part] of [body, signature].entries()) {
      const bytes = Buffer.from(part, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const parts = [body, signature];
        parts[which] = flipped.toString('base64url');
        expect(readTicket([key], [mark, ...parts].join('.')).outcome).toBe('forged');
      }
    }
  });

  it('is refused with any bit of its text flipped', () => {
    const text = signTicket(key, some);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.nat(6), (place, bit) => {
        const changed =
          text.slice(0, place) +
          String.fromCharCode(text.charCodeAt(place) ^ (1 << bit)) +
          text.slice(place + 1);
        expect(readTicket([key], changed).outcome).not.toBe('genuine');
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused where another key signed it, even under this key’s name', () => {
    const other = newKey();
    expect(readTicket([key], signTicket(other, some)).outcome).toBe('forged');
    expect(readTicket([key], signTicket({ ...other, id: key.id }, some)).outcome).toBe('forged');
    expect(readTicket([key, other], signTicket(other, some)).outcome).toBe('genuine');
  });

  it('is unreadable where it is no ticket', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readTicket([key], text).outcome).toBe('unreadable');
      }),
    );
    expect(readTicket([key], 'QFT1.AAAA.AAAA').outcome).toBe('unreadable');
    expect(isTicketText(' QFT1.AAAA')).toBe(true);
    expect(isTicketText('7K3M-Q2XW')).toBe(false);
  });

  it('verifies on a phone with the public key as the gate gets it', () => {
    const text = signTicket(key, some);
    const [mark, body, signature = ''] = text.split('.');
    const publicKey = Buffer.from(key.publicKey, 'base64url');
    expect(publicKey).toHaveLength(32);
    const signed = new TextEncoder().encode(`${mark}.${body}`);
    const bytes = Uint8Array.from(Buffer.from(signature, 'base64url'));
    expect(ed25519.verify(bytes, signed, Uint8Array.from(publicKey))).toBe(true);
    expect(
      ed25519.verify(bytes, new TextEncoder().encode(`${mark}.x${body}`), Uint8Array.from(publicKey)),
    ).toBe(false);
  });
});

describe('a typed code', () => {
  it('reads as it was printed, whatever its case, dashes and spaces', () => {
    const code = fc.constantFrom(0).map(() => randomCode());
    const noise = fc
      .array(fc.constantFrom('-', ' ', '—', '_', '·', '　'), { maxLength: 2 })
      .map((marks) => marks.join(''));
    fc.assert(
      fc.property(
        code,
        fc.array(noise, { minLength: 9, maxLength: 9 }),
        fc.boolean(),
        (printed, marks, isLower) => {
          const typed = [...printed].map((letter, at) => marks[at] + letter).join('') + (marks[8] ?? '');
          expect(readCode(isLower ? typed.toLowerCase() : typed)).toBe(printed);
        },
      ),
    );
  });

  it('has no letters that are confused with digits, and reads them as those digits', () => {
    for (let time = 0; time < 200; time++) expect(randomCode()).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(writeCode('7K3MQ2XW')).toBe('7K3M-Q2XW');
    expect(readCode('oil0-1234')).toBe('01101234');
    expect(readCode('７ｋ３ｍ－ｑ２ｘｗ')).toBe('7K3MQ2XW');
  });

  it('is no code with another length or other letters', () => {
    expect(readCode('7K3M-Q2X')).toBeUndefined();
    expect(readCode('7K3M-Q2XWW')).toBeUndefined();
    expect(readCode('7K3M-Q2XU')).toBeUndefined();
    expect(readCode('入场码')).toBeUndefined();
  });
});
