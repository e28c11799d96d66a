/** What is done after one of WeChat's answers to a subscription message or to the request for the token it needs. */
export interface AnswerRule {
  /** Refused for good, or certainly not sent and worth another try. */
  outcome: 'refused' | 'not-sent';
  /** The person's consent goes back to their account, or the account turns out to be empty. */
  consent: 'back' | 'empty';
  /** The token is dropped and the call made once more with a fresh one. */
  renewsToken?: true;
  /** The whole channel rests: until the next minute or day of Asia/Shanghai, or for so long, because it holds for everybody. */
  rest?: 'minute' | 'ten-minutes' | 'hour' | 'day';
}

const refused: AnswerRule = { outcome: 'refused', consent: 'back' };
const withdrawn: AnswerRule = { outcome: 'refused', consent: 'empty' };
const later: AnswerRule = { outcome: 'not-sent', consent: 'back' };
const staleToken: AnswerRule = { ...later, renewsToken: true };
/** The account itself is set up wrongly or blocked: messages wait until somebody has put it right. */
const blocked: AnswerRule = { ...later, rest: 'ten-minutes' };

/**
 * Every errcode of sending and of the access token. One that isn't here is a refusal.
 * @source developers.weixin.qq.com/miniprogram/dev/server/API: api_sendmessage, api_getstableaccesstoken; global errcodes
 */
export const answerRules: Readonly<Record<number, AnswerRule>> = {
  // Busy; two messages to one person at once.
  [-1]: later,
  43108: later,
  // Token not the latest, malformed, missing, expired.
  40001: staleToken,
  40014: staleToken,
  41001: staleToken,
  42001: staleToken,
  // Quotas of the minute and of the day.
  44991: { ...later, rest: 'minute' },
  45011: { ...later, rest: 'minute' },
  45009: { ...later, rest: 'day' },
  // The person refuses or has used up what they allowed; the template is banned; the person is unknown, of another
  // account, or blocked at WeChat: whatever stands in their account is worth nothing.
  43101: withdrawn,
  43107: withdrawn,
  40003: withdrawn,
  43104: withdrawn,
  50002: withdrawn,
  // Template, page, words, fields, the shape of the request; a template throttled for abuse.
  40037: refused,
  40097: refused,
  41030: refused,
  43002: refused,
  43116: refused,
  43302: refused,
  44002: refused,
  45168: refused,
  47001: refused,
  47003: refused,
  // Grant type, app id, secret, address list, frozen secret, missing settings, interface not granted or taken away,
  // account frozen, an administrator's answer awaited.
  40002: blocked,
  40013: blocked,
  40125: blocked,
  40164: blocked,
  40243: blocked,
  41002: blocked,
  41004: blocked,
  48001: blocked,
  48004: blocked,
  50004: blocked,
  50007: blocked,
  89503: blocked,
  // An administrator said no: WeChat doesn't ask again for an hour, or for a day.
  89507: { ...later, rest: 'hour' },
  89506: { ...later, rest: 'day' },
};

/** The rule of a code; a refusal where WeChat has told nobody what it means. */
export function answerRule(errcode: number): AnswerRule {
  return answerRules[errcode] ?? refused;
}
