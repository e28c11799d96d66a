const digitOf: Record<string, string> = {
  零: '0',
  〇: '0',
  一: '1',
  幺: '1',
  二: '2',
  两: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};

// One blank, dash, dot or the like may stand between two digits of a number: 138-0013 8000.
const gap = '[\\s\\p{Pd}.·_*,，、]?';
const mobile = new RegExp(`(?<!\\d)1${gap}[3-9](?:${gap}\\d){9}(?!\\d)`, 'u');
const landline =
  /(?<![\d.])(?:0\d{2,3}[\s\p{Pd})]{0,2}[2-9]\d{6,7}|[48]00[\s\p{Pd}]?\d{3}[\s\p{Pd}]?\d{4})(?!\d)/u;
const wechat =
  /(?<![a-z])(?:微信|薇信|威信|微❤|v信|vx|wx|wechat|weixin|加v|qq|扣扣)\s*(?:账号|号码|号|id)?\s*[:是为]?\s*[a-z0-9][-_a-z0-9]{4,19}/u;
const mail = /[\w.+-]+@[\w-]+\.[\w.]+/u;

/**
 * Why a text that others see can't stand as it is: contacts are exchanged by an introduction, not in the text. Names
 * the kind of contact in Chinese; null where there is none. Finds numbers in full-width, Chinese and parted digits.
 */
export function contactRule(text: string): string | null {
  const plain = text.normalize('NFKC').toLowerCase();
  const digits = [...plain].map((letter) => digitOf[letter] ?? letter).join('');
  if (mobile.test(plain) || mobile.test(digits) || landline.test(plain))
    return '不要写电话号码，双方都同意后系统会互换联系方式';
  if (wechat.test(plain)) return '不要写微信号或 QQ 号，双方都同意后系统会互换联系方式';
  if (mail.test(plain)) return '不要写邮箱，双方都同意后系统会互换联系方式';
  return null;
}
