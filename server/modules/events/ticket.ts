import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomInt,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

/** What a ticket says, signed. */
export interface TicketClaims {
  /** 24 hexadecimal digits. */
  eventId: string;
  /** 24 hexadecimal digits. */
  ticketId: string;
  /** First instant at which a gate lets it in; whole seconds. */
  notBefore: Date;
  /** Last instant; whole seconds. */
  notAfter: Date;
}

/** The key that signs tickets, read from the configuration. */
export interface TicketKey {
  /** First 4 bytes of the SHA-256 of the raw public key, 8 hexadecimal digits. */
  id: string;
  /** Raw Ed25519 public key, base64url. */
  publicKey: string;
  signer: KeyObject;
  verifier: KeyObject;
}

export type TicketReading =
  { outcome: 'genuine'; claims: TicketClaims } | { outcome: 'unreadable' } | { outcome: 'forged' };

const prefix = 'QFT1';
const bodyBytes = 12 + 12 + 4 + 4 + 4;
const signatureBytes = 64;
// DER of an Ed25519 public key is this header and the 32 raw bytes.
const publicKeyHeaderBytes = 12;

let lastKey: { source: string; key: TicketKey } | undefined;

/** The signing key of a PKCS#8 DER private key in base64; read once while it stays the same. */
export function ticketKeyOf(privateKey: string): TicketKey {
  if (lastKey?.source !== privateKey) lastKey = { source: privateKey, key: readKey(privateKey) };
  return lastKey.key;
}

function readKey(privateKey: string): TicketKey {
  const signer = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  const verifier = createPublicKey(signer);
  const raw = verifier.export({ format: 'der', type: 'spki' }).subarray(publicKeyHeaderBytes);
  return {
    id: createHash('sha256').update(raw).digest().subarray(0, 4).toString('hex'),
    publicKey: raw.toString('base64url'),
    signer,
    verifier,
  };
}

/** Text of the QR: `QFT1.<claims>.<signature>`; the same claims and key always give the same text. */
export function signTicket(key: TicketKey, claims: TicketClaims): string {
  const body = Buffer.alloc(bodyBytes);
  body.write(claims.eventId, 0, 'hex');
  body.write(claims.ticketId, 12, 'hex');
  body.writeUInt32BE(seconds(claims.notBefore), 24);
  body.writeUInt32BE(seconds(claims.notAfter), 28);
  body.write(key.id, 32, 'hex');
  const signed = `${prefix}.${body.toString('base64url')}`;
  return `${signed}.${sign(null, Buffer.from(signed), key.signer).toString('base64url')}`;
}

/** Reads the text of a QR: whether it is a ticket at all, and whether one of the keys signed it. */
export function readTicket(keys: readonly TicketKey[], text: string): TicketReading {
  const [mark, bodyText, signatureText, ...rest] = text.trim().split('.');
  if (mark !== prefix || bodyText === undefined || signatureText === undefined || rest.length > 0)
    return { outcome: 'unreadable' };
  const body = fromBase64url(bodyText, bodyBytes);
  const signature = fromBase64url(signatureText, signatureBytes);
  if (!body || !signature) return { outcome: 'unreadable' };
  const keyId = body.toString('hex', 32, 36);
  const key = keys.find(({ id }) => id === keyId);
  if (!key || !verify(null, Buffer.from(`${prefix}.${bodyText}`), key.verifier, signature))
    return { outcome: 'forged' };
  return {
    outcome: 'genuine',
    claims: {
      eventId: body.toString('hex', 0, 12),
      ticketId: body.toString('hex', 12, 24),
      notBefore: new Date(body.readUInt32BE(24) * 1000),
      notAfter: new Date(body.readUInt32BE(28) * 1000),
    },
  };
}

/** True where a text claims to be the QR of a ticket, however damaged. */
export function isTicketText(text: string): boolean {
  return text.trim().startsWith(`${prefix}.`);
}

/** SHA-256 of a ticket's text, base64url: what a gate's manifest lists. */
export function ticketDigest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

// Base64url has spare bits at its end that decoders ignore; only the one canonical writing counts.
function fromBase64url(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === length && bytes.toString('base64url') === text ? bytes : undefined;
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

/** Crockford's base32: no I, L, O or U, which are misread or misheard. */
const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 8;

/** A random short code that a steward can type, 8 characters. */
export function randomCode(): string {
  return Array.from({ length: codeLength }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join('');
}

/** A code as it is printed: 7K3M-Q2XW. */
export function writeCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/**
 * The code that a typed text means, whatever its case, dashes and spaces, with the letters people confuse read as the
 * digits they look like; undefined where it is no code.
 */
export function readCode(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.·]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return plain.length === codeLength && [...plain].every((letter) => codeAlphabet.includes(letter))
    ? plain
    : undefined;
}
