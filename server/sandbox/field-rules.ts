/**
 * What WeChat accepts as a value, by the letters of its key. Written apart from the product's own fitting of fields, so
 * that each proves the other.
 * @source developers.weixin.qq.com, 发送订阅消息: 订阅消息参数值内容限制说明
 */
const separated = String.raw`\d{4}(-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})`;
const date = String.raw`(\d{4}年\d{1,2}月(\d{1,2}日)?|\d{1,2}月\d{1,2}日|${separated})`;
const time = String.raw`([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?`;
const momentOfDate = new RegExp(`^${date}( ${time})?$`);
const momentOfTime = new RegExp(`^(${date} )?${time}$`);

const length = (value: string) => Array.from(value).length;
const isRange = (value: string, one: RegExp) => {
  const ends = value.split('~');
  return ends.length <= 2 && ends.every((end) => one.test(end.trim()));
};

const accepts: Record<string, (value: string) => boolean> = {
  thing: (value) => length(value) <= 20,
  number: (value) => value.length <= 32 && /^\d+(\.\d+)?$/.test(value),
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => length(value) <= 5 && !/[\p{L}\p{N}\s]/u.test(value),
  character_string: (value) => length(value) <= 32 && !/\p{Script=Han}/u.test(value),
  time: (value) => isRange(value, momentOfTime),
  date: (value) => isRange(value, momentOfDate),
  amount: (value) => /^[¥￥$€£]?\d{1,10}(\.\d+)?元?$/.test(value),
  phone_number: (value) => length(value) <= 17 && !/[\p{L}]/u.test(value),
  car_number: (value) =>
    length(value) <= 8 && !/\p{Script=Han}/u.test(Array.from(value).slice(1, -1).join('')),
  name: (value) => length(value) <= (/\p{Script=Han}/u.test(value) ? 10 : 20),
  phrase: (value) => length(value) <= 5 && /^\p{Script=Han}+$/u.test(value),
};

/** True when WeChat would take the value for a key such as `thing1`. */
export function acceptsField(key: string, value: string): boolean {
  const kind = /^([a-z_]+)\d+$/.exec(key)?.[1] ?? '';
  if (/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value)) return false;
  return accepts[kind]?.(value) ?? false;
}
