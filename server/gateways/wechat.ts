import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock';
import { mayHaveLeft } from './connection-failure';
import { memoryTokens, type AccessToken, type TokenStore } from './token-store';
import { answerRule } from './wechat-answers';

/**
 * What an error says about the message that was to be sent: WeChat refused it for good; it certainly wasn't sent and
 * may be tried again; or nobody can tell, so it must not be tried again.
 */
export type SendOutcome = 'refused' | 'not-sent' | 'unknown';

/** WeChat's errcode, or the way in which the connection failed. */
export class WeChatError extends Error {
  /** WeChat's own code; absent when no answer could be read. */
  readonly errcode?: number;
  readonly outcome: SendOutcome;

  constructor(message: string, options: { errcode?: number; outcome: SendOutcome; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'WeChatError';
    this.outcome = options.outcome;
    if (options.errcode !== undefined) this.errcode = options.errcode;
  }

  /** True when a log-in code is unknown, expired or already used: the person only has to sign in again. */
  get isInvalidCode(): boolean {
    return this.errcode === 40029 || this.errcode === 40163;
  }
}

export interface SubscribeMessage {
  openid: string;
  templateId: string;
  /** Path in the mini-program, with its query. */
  page?: string;
  /** WeChat's field keys (thing1, date2 …) with values that keep the rules of their kind. */
  data: Record<string, string>;
}

/** WeChat's server, as far as the product uses it. */
export interface WeChat {
  /**
   * Exchanges a log-in code for the person's openid.
   * @throws WeChatError with `isInvalidCode` for a stale code; any other when WeChat can't answer
   */
  code2Session(code: string): Promise<{ openid: string; unionid?: string }>;
  /**
   * Exchanges the code of the phone-number button for the number that WeChat knows the person by.
   * @throws WeChatError with `isInvalidCode` for a stale code; any other when WeChat can't answer
   */
  phoneNumber(code: string): Promise<{ phone: string }>;
  /**
   * Sends one subscription message, once: only a rejected access token is replayed.
   * @throws WeChatError whose outcome says whether it may be tried again
   */
  sendSubscribeMessage(message: SubscribeMessage): Promise<{ messageId?: string }>;
}

export interface WeChatOptions {
  /** `https://api.weixin.qq.com`, or where the sandbox listens; a function where that is known only later. */
  baseUrl: string | (() => string);
  appId: string;
  appSecret: string;
  clock: Clock;
  /** Where the account's processes share its access token; a store of this gateway alone where none is given. */
  tokens?: TokenStore;
  /** Longest wait for one answer, milliseconds. */
  timeoutMs?: number;
}

/** A token is renewed this long before it ends: WeChat lets old and new live side by side for these five minutes. */
const renewBeforeMs = 300_000;
/** How often a process looks whether another one has fetched the token. */
const pollMs = 100;

type Answer = Record<string, unknown>;

/**
 * The gateway to WeChat's server, or to the sandbox: it can't tell them apart.
 * @source developers.weixin.qq.com/miniprogram/dev/server/API (jscode2session, stable_token, getuserphonenumber, subscribe/send)
 */
export function createWeChat(options: WeChatOptions): WeChat {
  const { appId, appSecret, clock, tokens = memoryTokens(), timeoutMs = 5_000 } = options;
  const baseUrl = () => (typeof options.baseUrl === 'function' ? options.baseUrl() : options.baseUrl);
  let token: AccessToken | undefined;
  let obtaining: Promise<string> | undefined;

  async function call(path: string, init: RequestInit = {}): Promise<Answer> {
    let text: string;
    let status: number;
    try {
      const response = await fetch(`${baseUrl()}${path}`, {
        ...init,
        signal: AbortSignal.timeout(timeoutMs),
      });
      status = response.status;
      // WeChat has answered JSON as text/plain: the content type says nothing.
      text = await response.text();
    } catch (cause) {
      const hasLeft = mayHaveLeft(cause);
      throw new WeChatError(hasLeft ? 'WeChat did not answer' : 'WeChat could not be reached', {
        outcome: hasLeft ? 'unknown' : 'not-sent',
        cause,
      });
    }
    const answer = parseAnswer(text, status);
    const errcode = typeof answer.errcode === 'number' ? answer.errcode : 0;
    if (errcode !== 0) {
      throw new WeChatError(`${errcode} ${String(answer.errmsg ?? '')}`.trim(), {
        errcode,
        outcome: answerRule(errcode).outcome,
      });
    }
    return answer;
  }

  const post = (path: string, body: unknown) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    });

  async function fetchToken(): Promise<AccessToken> {
    const answer = await post('/cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid: appId,
      secret: appSecret,
    });
    if (typeof answer.access_token !== 'string' || typeof answer.expires_in !== 'number')
      throw new WeChatError('WeChat answered without an access token', { outcome: 'not-sent' });
    return {
      value: answer.access_token,
      renewAt: clock.now().getTime() + answer.expires_in * 1000 - renewBeforeMs,
    };
  }

  const isGood = (seen: AccessToken | undefined, rejected: string | undefined): seen is AccessToken =>
    seen !== undefined && seen.value !== rejected && clock.now().getTime() < seen.renewAt;

  /** The token the processes share, or a new one: whoever has the lease fetches it, the others wait for them. */
  async function obtainToken(rejected: string | undefined): Promise<string> {
    for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += pollMs) {
      const shared = await tokens.read();
      if (isGood(shared, rejected)) {
        token = shared;
        return shared.value;
      }
      const leaseId = await tokens.lease(clock.now());
      if (leaseId !== undefined) {
        try {
          token = await fetchToken();
          await tokens.write(leaseId, token);
          return token.value;
        } catch (error) {
          await tokens.release(leaseId);
          throw error;
        }
      }
      await delay(pollMs);
    }
    throw new WeChatError('nobody has fetched an access token', { outcome: 'not-sent' });
  }

  async function currentToken(rejected?: string): Promise<string> {
    if (isGood(token, rejected)) return token.value;
    // Single flight: whoever comes while one request is on its way waits for that one.
    obtaining ??= obtainToken(rejected).finally(() => {
      obtaining = undefined;
    });
    try {
      return await obtaining;
    } catch (error) {
      // Without a token the message itself never left, whatever became of the token request.
      throw notSent(error);
    }
  }

  async function withToken(path: string, body: unknown): Promise<Answer> {
    const used = await currentToken();
    try {
      return await post(`${path}?access_token=${encodeURIComponent(used)}`, body);
    } catch (error) {
      if (!(error instanceof WeChatError) || !answerRule(error.errcode ?? 0).renewsToken) throw error;
      return post(`${path}?access_token=${encodeURIComponent(await currentToken(used))}`, body);
    }
  }

  return {
    async code2Session(code) {
      const query = new URLSearchParams({
        appid: appId,
        secret: appSecret,
        js_code: code,
        grant_type: 'authorization_code',
      });
      const answer = await call(`/sns/jscode2session?${query}`);
      if (typeof answer.openid !== 'string')
        throw new WeChatError('WeChat answered without an openid', { outcome: 'unknown' });
      return {
        openid: answer.openid,
        ...(typeof answer.unionid === 'string' ? { unionid: answer.unionid } : {}),
      };
    },
    async phoneNumber(code) {
      const answer = await withToken('/wxa/business/getuserphonenumber', { code });
      const info = answer.phone_info as { purePhoneNumber?: unknown; countryCode?: unknown } | undefined;
      // The table says text, WeChat's own sample shows a number.
      if (typeof info?.purePhoneNumber !== 'string' || !['86', ''].includes(String(info.countryCode ?? '')))
        throw new WeChatError('WeChat answered without a mainland phone number', { outcome: 'refused' });
      return { phone: info.purePhoneNumber };
    },
    async sendSubscribeMessage({ openid, templateId, page, data }) {
      const answer = await withToken('/cgi-bin/message/subscribe/send', {
        touser: openid,
        template_id: templateId,
        ...(page ? { page } : {}),
        data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, { value }])),
        miniprogram_state: 'formal',
        lang: 'zh_CN',
      });
      return answer.msgid === undefined ? {} : { messageId: String(answer.msgid) };
    },
  };
}

/** @throws WeChatError 'unknown' when something other than WeChat answered: it may stand before or after WeChat */
function parseAnswer(text: string, status: number): Answer {
  try {
    // A 64-bit msgid would lose its last digits as a number.
    const parsed: unknown = JSON.parse(text.replace(/("msgid"\s*:\s*)(\d{16,})/, '$1"$2"'));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Answer;
  } catch {
    // Reported below with the status: the text may be a proxy's page.
  }
  throw new WeChatError(`unreadable answer, HTTP ${status}`, { outcome: 'unknown' });
}

function notSent(error: unknown): WeChatError {
  if (!(error instanceof WeChatError))
    return new WeChatError('the access token cannot be read', { outcome: 'not-sent', cause: error });
  if (error.outcome === 'not-sent') return error;
  return new WeChatError(error.message, {
    outcome: 'not-sent',
    cause: error,
    ...(error.errcode === undefined ? {} : { errcode: error.errcode }),
  });
}
