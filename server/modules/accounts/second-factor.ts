import { Secret, TOTP } from 'otpauth';

/** Seconds that a code lasts. */
const period = 30;

function authenticator(secret: string, label = ''): TOTP {
  return new TOTP({
    issuer: '企服通',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period,
    secret: Secret.fromBase32(secret),
  });
}

/** A new secret of 160 bits, base32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address an authenticator reads from a QR; the label says whose it is. */
export function enrolmentUri(secret: string, label: string): string {
  return authenticator(secret, label).toString();
}

/**
 * The time step a code belongs to, one before and one after now allowed for; undefined when it is wrong or its step
 * was used already.
 * @source RFC 6238, 5.2: the second attempt with one code must not be accepted
 */
export function stepOf(secret: string, code: string, now: Date, lastStep = 0): number | undefined {
  const timestamp = now.getTime();
  const delta = authenticator(secret).validate({ token: code, timestamp, window: 1 });
  if (delta === null) return undefined;
  const step = Math.floor(timestamp / 1000 / period) + delta;
  return step > lastStep ? step : undefined;
}
