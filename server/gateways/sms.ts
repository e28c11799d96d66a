import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { mayHaveLeft } from './connection-failure';
import type { SendOutcome } from './wechat';

export interface TextMessage {
  /** Names the message to the provider, the same at every try; a new one where none is given. */
  id?: string;
  /** Mainland mobile number. */
  phone: string;
  text: string;
}

/**
 * The provider refused the message for good, certainly didn't take it and may be asked again, or nobody can tell; no
 * provider at all is a refusal.
 */
export class SmsError extends Error {
  readonly outcome: SendOutcome;
  constructor(message: string, outcome: SendOutcome, cause?: unknown) {
    super(message, { cause });
    this.name = 'SmsError';
    this.outcome = outcome;
  }
}

/** A provider of text messages, as far as the product uses it. */
export interface Sms {
  /**
   * Sends one text message, once.
   * @throws SmsError when it isn't certain that the provider took it
   */
  send(message: TextMessage): Promise<void>;
}

export interface SmsOptions {
  /** Where the provider (or the bridge to it) takes messages; a function where that is known only later. */
  url: string | (() => string);
  /** Shared secret that signs every message. */
  key: string;
  clock: Clock;
  /** Longest wait for the answer, milliseconds. */
  timeoutMs?: number;
}

/** What a message is signed with: HMAC-SHA-256 of `<timestamp>.<body>` in hexadecimal. */
export function smsSignature(key: string, timestamp: string, body: string): string {
  return createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
}

/** The gateway to a provider of text messages: a signed JSON webhook, answered by any 2xx. */
export function createSms({ url, key, clock, timeoutMs = 5_000 }: SmsOptions): Sms {
  return {
    async send({ id = randomUUID(), phone, text }) {
      const body = JSON.stringify({ id, phone, text });
      const timestamp = String(Math.floor(clock.now().getTime() / 1000));
      const response = await fetch(typeof url === 'function' ? url() : url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'x-timestamp': timestamp,
          'x-signature': smsSignature(key, timestamp, body),
        },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((cause: unknown) => {
        throw new SmsError(
          'the provider of text messages did not answer',
          mayHaveLeft(cause) ? 'unknown' : 'not-sent',
          cause,
        );
      });
      await response.body?.cancel();
      if (!response.ok)
        throw new SmsError(
          `the provider of text messages answered ${response.status}`,
          outcomeOf(response.status),
        );
    },
  };
}

/** The provider that the configuration names; where it names none, nothing can be sent. */
export function smsOf({ sms }: { sms?: { url: string; key: string } }, clock: Clock): Sms {
  if (sms) return createSms({ ...sms, clock });
  return {
    send: async () => {
      throw new SmsError('no provider of text messages is set up', 'refused');
    },
  };
}

/** What a status says about the message: too many at once or not ready is “later”, a fault of the provider tells nothing. */
function outcomeOf(status: number): SendOutcome {
  if (status === 429 || status === 503) return 'not-sent';
  return status < 500 ? 'refused' : 'unknown';
}
