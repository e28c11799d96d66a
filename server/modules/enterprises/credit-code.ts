/** Outcome of reading a unified social credit code as somebody typed it. */
export type CreditCodeCheck =
  | { ok: true; code: string }
  | {
      ok: false;
      /** What is wrong, in Chinese, naming the position where one can be named. */
      rule: string;
      /** 1 to 18; absent where no single position is to blame. */
      position?: number;
    };

/** The standard's characters in the order of their values: no I, O, S, V, Z. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** Digits that the left-out letters are mistaken for. */
const lookalikes: Record<string, string> = { O: '0', I: '1', Z: '2', S: '5' };
const codeLength = 18;

/**
 * Reads a credit code: spaces, full-width characters and small letters are put right; then characters, length and
 * the check character are examined, the earliest wrong position first.
 * @source GB 32100-2015 法人和其他组织统一社会信用代码编码规则
 */
export function checkCreditCode(text: string): CreditCodeCheck {
  const code = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  if (code === '') return { ok: false, rule: '请填统一社会信用代码' };
  const characters = [...code];
  for (const [index, character] of characters.slice(0, codeLength).entries()) {
    const rule = characterRule(character, index + 1);
    if (rule) return { ok: false, rule, position: index + 1 };
  }
  if (characters.length < codeLength)
    return { ok: false, rule: `还差 ${codeLength - characters.length} 位，应是 18 位` };
  if (characters.length > codeLength)
    return { ok: false, rule: `多了 ${characters.length - codeLength} 位，应是 18 位` };
  if (checkCharacter(code) !== code[codeLength - 1])
    return { ok: false, rule: '校验位不对，有一位抄错了，对着执照再看看' };
  return { ok: true, code };
}

function characterRule(character: string, position: number): string | undefined {
  const lookalike = lookalikes[character];
  if (lookalike) return `第 ${position} 位是字母 ${character}，改成数字 ${lookalike} 试试`;
  if (!alphabet.includes(character)) {
    return /[A-Z]/.test(character)
      ? `第 ${position} 位是字母 ${character}，代码里没有这个字母，对着执照再看看`
      : `第 ${position} 位“${character}”不是数字或字母`;
  }
  if (position >= 3 && position <= 8 && !/\d/.test(character))
    return `第 ${position} 位是字母 ${character}，第 3 到 8 位应都是数字`;
  return undefined;
}

/** The check character of the first 17: weights are the powers of 3 modulo 31. */
function checkCharacter(code: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, codeLength - 1)) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31] as string;
}
