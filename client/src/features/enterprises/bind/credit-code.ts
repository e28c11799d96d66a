/** What can be said of a unified social credit code while it is typed. Positions count from 1. */
export type CreditCodeCheck =
  | { state: 'empty' }
  | { state: 'short'; missing: number }
  | { state: 'long'; extra: number }
  | { state: 'wrong-character'; position: number; character: string; instead: string | undefined }
  | { state: 'wrong-check-digit' }
  | { state: 'right' };

const LENGTH = 18;
/** @source GB 32100-2015: the 31 characters of the code; I, O, S, V and Z are left out because they are misread. */
const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const misread: Record<string, string> = { I: '1', O: '0', S: '5', V: 'U', Z: '2' };

/** The code as it is sent: capital letters, no spaces, no full-width characters. */
export function normalizeCreditCode(typed: string): string {
  return typed
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\s/g, '')
    .toUpperCase();
}

/** The code in two groups, the way a licence is read aloud. */
export function spaceCreditCode(code: string): string {
  return code.length > 8 ? `${code.slice(0, 8)} ${code.slice(8)}` : code;
}

/**
 * Checks a code as far as it is typed.
 * @source GB 32100-2015: positions 3 to 8 are a region of GB/T 2260, position 18 is a check digit modulo 31
 */
export function checkCreditCode(code: string): CreditCodeCheck {
  if (code.length === 0) return { state: 'empty' };
  const wrong = [...code].findIndex((character, index) => !isAllowed(character, index));
  if (wrong >= 0) {
    const character = code.charAt(wrong);
    return { state: 'wrong-character', position: wrong + 1, character, instead: misread[character] };
  }
  if (code.length < LENGTH) return { state: 'short', missing: LENGTH - code.length };
  if (code.length > LENGTH) return { state: 'long', extra: code.length - LENGTH };
  return code.charAt(LENGTH - 1) === checkDigit(code) ? { state: 'right' } : { state: 'wrong-check-digit' };
}

function isAllowed(character: string, index: number): boolean {
  return index >= 2 && index < 8 ? /\d/.test(character) : characters.includes(character);
}

function checkDigit(code: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, LENGTH - 1)) {
    sum += characters.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return characters.charAt((31 - (sum % 31)) % 31);
}

/** The line below the field: what is wrong and how to put it right. */
export function describeCreditCode(check: CreditCodeCheck): { tone: 'ok' | 'bad' | 'quiet'; text: string } {
  switch (check.state) {
    case 'empty':
      return { tone: 'quiet', text: '执照右上角，18 位' };
    case 'short':
      return { tone: 'quiet', text: `还差 ${check.missing} 位` };
    case 'long':
      return { tone: 'bad', text: `多了 ${check.extra} 位，一共 18 位` };
    case 'wrong-character':
      return { tone: 'bad', text: wrongCharacterText(check) };
    case 'wrong-check-digit':
      return { tone: 'bad', text: '校验位不对，有一位抄错了，对着执照再看看' };
    case 'right':
      return { tone: 'ok', text: '18 位齐了，最后一位校验对上' };
  }
}

function wrongCharacterText(check: Extract<CreditCodeCheck, { state: 'wrong-character' }>): string {
  const name = /[A-Z]/.test(check.character) ? `字母 ${check.character}` : `“${check.character}”`;
  if (!check.instead) return `第 ${check.position} 位不会是${name}，对着执照再看看`;
  const kind = /\d/.test(check.instead) ? '数字' : '字母';
  return `第 ${check.position} 位是${name}，改成${kind} ${check.instead} 试试`;
}
