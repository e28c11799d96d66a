import { chinaTime } from './china-time';

/**
 * Makes values keep WeChat's rules for subscription messages before they are sent. Pure.
 * @source developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/api_sendmessage,
 * 订阅消息参数值内容限制说明
 */
const kinds: Record<string, (text: string) => string> = {
  thing: (text) => cut(oneLine(text), 20),
  character_string: (text) => limit(halfWidth(oneLine(text)).replace(han, ''), 32),
  number: (text) => limit(/^\d+(\.\d+)?/.exec(text.trim())?.[0] ?? '', 32),
  letter: (text) => limit(text.replace(/[^A-Za-z]/g, ''), 32),
  symbol: (text) => limit(text.replace(/[\s\p{L}\p{N}\p{C}]/gu, ''), 5),
  phrase: (text) => limit(text.replace(notHan, ''), 5),
  name: (text) => {
    const name = oneLine(text);
    return limit(name, /\p{Script=Han}/u.test(name) ? 10 : 20);
  },
  amount: (text) => /^[¥￥$€£]?\d{1,10}(\.\d{1,2})?元?$/.exec(text.replace(/[\s,]/g, ''))?.[0] ?? '',
  phone_number: (text) => limit(text.replace(/[^\d+\-*]/g, ''), 17),
  car_number: (text) => plate.exec(text.replace(/\s/g, '').toUpperCase())?.[0] ?? '',
  time: (text) => moment(text, timeRule),
  date: (text) => moment(text, dateRule),
};

const han = /\p{Script=Han}/gu;
const plate = /^[\p{Script=Han}A-Z0-9][A-Z0-9]{1,6}[\p{Script=Han}A-Z0-9]?$/u;
const notHan = /[^\p{Script=Han}]/gu;
const clock = '(?:[01]?\\d|2[0-3])[:：][0-5]\\d(?:[:：][0-5]\\d)?';
const day =
  '(?:\\d{4}年\\d{1,2}月\\d{1,2}日|\\d{4}年\\d{1,2}月|\\d{1,2}月\\d{1,2}日|\\d{4}-\\d{1,2}-\\d{1,2}|\\d{4}/\\d{1,2}/\\d{1,2}|\\d{4}\\.\\d{1,2}\\.\\d{1,2})';
const dateRule = new RegExp(`^${day}(?: ${clock})?$`);
const timeRule = new RegExp(`^(?:${day} )?${clock}$`);

/**
 * The value as WeChat will take it for a field such as `thing1`: cut, cleaned or rewritten by the rule of its kind.
 * Null when nothing acceptable is left of it.
 * @param choices what a field of the kind `enum` may say, as the template lists it
 */
export function fitField(key: string, value: string, choices: readonly string[] = []): string | null {
  const kind = key.replace(/\d+$/, '');
  // One of the template's own values, or nothing: there is no cutting to size.
  if (kind === 'enum') return choices.includes(value.trim()) ? value.trim() : null;
  const fit = kinds[kind];
  if (!fit) return null;
  const fitted = fit(value).trim();
  return fitted === '' ? null : fitted;
}

/**
 * Cuts to so many characters (code points, as WeChat seems to count), the last being “…” where something was cut; never
 * through what a reader sees as one: a rare character, a letter with its accent, a composed emoji.
 */
export function cut(text: string, length: number): string {
  if ([...text].length <= length) return text;
  return `${limit(text, length - 1).trimEnd()}…`;
}

const readers = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** As many whole characters from the beginning as fit. */
function limit(text: string, length: number): string {
  let kept = '';
  let left = length;
  for (const { segment } of readers.segment(text)) {
    left -= [...segment].length;
    if (left < 0) break;
    kept += segment;
  }
  return kept;
}

/** Control characters and line breaks are refused everywhere; a lone surrogate isn't a character at all. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

function halfWidth(text: string): string {
  return text
    .replace(/[！-～]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[〔【]/g, '[')
    .replace(/[〕】]/g, ']')
    .replace(/\u3000/g, ' ');
}

/** One point in time, or two joined by a half-width tilde. */
function moment(text: string, rule: RegExp): string {
  const points = oneLine(text)
    .split(/\s*[~～]\s*/)
    .map(point);
  return points.length <= 2 && points.every((one) => rule.test(one)) ? points.join('~') : '';
}

function point(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(text)) {
    const at = new Date(text);
    return Number.isNaN(at.getTime()) ? '' : chinaTime(at);
  }
  return text.replace(/：/g, ':');
}
