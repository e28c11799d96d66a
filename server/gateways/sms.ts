import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../clock';

export interface TextMessage {
  /** Mainland mobile number. */
  phone: string;
  text: string;
}

/** The provider refused the message, didn't answer, or none is set up. */
export class SmsError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SmsError';
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
    async send({ phone, text }) {
      const body = JSON.stringify({ id: randomUUID(), phone, text });
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
        throw new SmsError('the provider of text messages did not answer', cause);
      });
      await response.body?.cancel();
      if (!response.ok) throw new SmsError(`the provider of text messages answered ${response.status}`);
    },
  };
}

/** The provider that the configuration names; where it names none, nothing can be sent. */
export function smsOf({ sms }: { sms?: { url: string; key: string } }, clock: Clock): Sms {
  if (sms) return createSms({ ...sms, clock });
  return {
    send: async () => {
      throw new SmsError('no provider of text messages is set up');
    },
  };
}
