import type { Clock } from '../clock';

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
  /** Longest wait for one answer, milliseconds. */
  timeoutMs?: number;
}

/** Codes after which the access token is dropped and the call replayed once. */
const tokenCodes = new Set([40001, 40014, 42001]);
/**
 * Codes that say “not sent, try later”: busy, the token's own (when a fresh one is rejected too), two sends to one
 * person at once, and the minute's and the day's quota. Every other code is a refusal.
 */
const laterCodes = new Set([-1, ...tokenCodes, 43108, 44991, 45009, 45011]);
/** Failures that happen before a request can leave: nothing reached WeChat. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
/** A token is renewed this long before it ends: WeChat lets old and new live side by side for these five minutes. */
const renewBeforeMs = 300_000;

type Answer = Record<string, unknown>;

/**
 * The gateway to WeChat's server, or to the sandbox: it can't tell them apart.
 * @source developers.weixin.qq.com/miniprogram/dev/server/API (jscode2session, stable_token, getuserphonenumber, subscribe/send)
 */
export function createWeChat(options: WeChatOptions): WeChat {
  const { appId, appSecret, clock, timeoutMs = 5_000 } = options;
  const baseUrl = () => (typeof options.baseUrl === 'function' ? options.baseUrl() : options.baseUrl);
  let token: { value: string; renewAt: number } | undefined;
  let fetching: Promise<string> | undefined;

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
      const hasLeft = !neverLeft.has(failureCode(cause));
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
        outcome: laterCodes.has(errcode) ? 'not-sent' : 'refused',
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

  async function fetchToken(): Promise<string> {
    const answer = await post('/cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid: appId,
      secret: appSecret,
    });
    if (typeof answer.access_token !== 'string' || typeof answer.expires_in !== 'number')
      throw new WeChatError('WeChat answered without an access token', { outcome: 'not-sent' });
    token = {
      value: answer.access_token,
      renewAt: clock.now().getTime() + answer.expires_in * 1000 - renewBeforeMs,
    };
    return token.value;
  }

  async function currentToken(): Promise<string> {
    if (token && clock.now().getTime() < token.renewAt) return token.value;
    // Single flight: whoever comes while one request is on its way waits for that one.
    fetching ??= fetchToken().finally(() => {
      fetching = undefined;
    });
    try {
      return await fetching;
    } catch (error) {
      // Without a token the message itself never left, whatever became of the token request.
      if (error instanceof WeChatError && error.outcome !== 'not-sent') throw notSent(error);
      throw error;
    }
  }

  async function withToken(path: string, body: unknown): Promise<Answer> {
    const used = await currentToken();
    try {
      return await post(`${path}?access_token=${encodeURIComponent(used)}`, body);
    } catch (error) {
      if (!(error instanceof WeChatError) || !tokenCodes.has(error.errcode ?? 0)) throw error;
      // Another call may have renewed it meanwhile; dropping the new one would only fetch again.
      if (token?.value === used) token = undefined;
      return post(`${path}?access_token=${encodeURIComponent(await currentToken())}`, body);
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

/** The system's or undici's code of a failed fetch, however deep it is wrapped. */
function failureCode(error: unknown): string {
  const seen = error as { code?: unknown; cause?: unknown; errors?: unknown[] } | undefined;
  if (typeof seen?.code === 'string') return seen.code;
  // A host with several addresses fails with one error per address.
  if (Array.isArray(seen?.errors) && seen.errors.length > 0) return failureCode(seen.errors[0]);
  return seen?.cause === undefined ? '' : failureCode(seen.cause);
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

function notSent(error: WeChatError): WeChatError {
  return new WeChatError(error.message, {
    outcome: 'not-sent',
    cause: error,
    ...(error.errcode === undefined ? {} : { errcode: error.errcode }),
  });
}
