import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { checkCreditCode } from '../../../server/modules/enterprises/credit-code';
import { aCreditCode } from '../../support/enterprises';

/** Codes whose check character is right (published examples, and made-up ones), GB 32100-2015. */
const valid = [
  '91350100M000100Y43',
  '914403001922038216',
  '91330100799655058B',
  '9144030071526726XG',
  '91440400192548256N',
  '91410000170001401D',
  '91410000706676846C',
  '91110000802100433B',
  '91110108551385082Q',
  '91410100MA0000010U',
  '91410100MA0000020W',
  '91410100MA0000030X',
  '91410100MA0000040Y',
  '91410100MA00000500',
  '91410100MA00000601',
  '91410100MA00000702',
  '91410100MA00000803',
];

const wrong: [code: string, what: string, rule: string, position?: number][] = [
  ['91350100M000100Y44', 'a wrong check character', '校验位不对，有一位抄错了，对着执照再看看'],
  ['91350100M000100Y4', 'seventeen characters', '还差 1 位，应是 18 位'],
  ['91350100M000100Y433', 'nineteen characters', '多了 1 位，应是 18 位'],
  ['9135010OM000100Y43', 'the letter O', '第 8 位是字母 O，改成数字 0 试试', 8],
  ['91350100I000100Y43', 'the letter I', '第 9 位是字母 I，改成数字 1 试试', 9],
  ['91350100S000100Y43', 'the letter S', '第 9 位是字母 S，改成数字 5 试试', 9],
  ['91350100V000100Y43', 'the letter V', '第 9 位是字母 V，代码里没有这个字母，对着执照再看看', 9],
  ['91350100Z000100Y43', 'the letter Z', '第 9 位是字母 Z，改成数字 2 试试', 9],
  ['913501A0M000100Y43', 'a letter in the region', '第 7 位是字母 A，第 3 到 8 位应都是数字', 7],
  ['19350100M000100Y43', 'swapped first characters', '校验位不对，有一位抄错了，对着执照再看看'],
  [
    '91310115MA1H8R7C6D',
    'an example with a wrong check character',
    '校验位不对，有一位抄错了，对着执照再看看',
  ],
  ['', 'nothing', '请填统一社会信用代码'],
  ['   ', 'only spaces', '请填统一社会信用代码'],
  ['91350100-000100Y43', 'a dash', '第 9 位“-”不是数字或字母', 9],
  ['9135010好M000100Y4', 'a Chinese character', '第 8 位“好”不是数字或字母', 8],
  ['91410122MA45X8R3O', 'a wrong letter before the end', '第 17 位是字母 O，改成数字 0 试试', 17],
];

describe('a unified social credit code', () => {
  it.each(valid)('%s is right', (code) => {
    expect(checkCreditCode(code)).toEqual({ ok: true, code });
  });

  it.each(wrong.map(([code, what, ...expected]) => ({ code, what, expected })))(
    '$code is refused for $what',
    ({ code, expected }) => {
      const [rule, position] = expected;
      expect(checkCreditCode(code)).toEqual({ ok: false, rule, ...(position ? { position } : {}) });
    },
  );

  it.each([
    '91350100m000100y43',
    ' 91350100 M000100Y43 ',
    '９１３５０１００Ｍ０００１００Ｙ４３',
    '91350100\u3000M000100Y43\n',
  ])('is put right where only its writing differs: %j', (code) => {
    expect(checkCreditCode(code)).toEqual({ ok: true, code: '91350100M000100Y43' });
  });

  const published = resolve(__dirname, '../../../../shared/data/uscc/uscc_rules.json');
  (existsSync(published) ? it : it.skip)('agrees with every vector of the published table', () => {
    const { vectors } = JSON.parse(readFileSync(published, 'utf8')) as {
      vectors: { code: string; valid: boolean | 'normalize' }[];
    };
    expect(vectors).toHaveLength(33);
    for (const { code, valid: isValid } of vectors) {
      const check = checkCreditCode(code);
      expect({ code, ok: check.ok }).toEqual({ code, ok: isValid !== false });
      if (check.ok && isValid === true) expect(check.code).toBe(code);
    }
  });

  const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
  const anyValid = fc.oneof(
    fc.constantFrom(...valid),
    fc.nat(99_999).map((serial) => aCreditCode(serial)),
  );

  it('with any one character replaced by another is never accepted', () => {
    fc.assert(
      fc.property(anyValid, fc.nat(17), fc.constantFrom(...alphabet), (code, at, other) => {
        fc.pre(code[at] !== other);
        const broken = code.slice(0, at) + other + code.slice(at + 1);
        expect(checkCreditCode(broken).ok).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('with two different neighbours swapped is never accepted', () => {
    fc.assert(
      fc.property(anyValid, fc.nat(16), (code, at) => {
        fc.pre(code[at] !== code[at + 1]);
        const swapped = `${code.slice(0, at)}${code[at + 1]}${code[at]}${code.slice(at + 2)}`;
        expect(checkCreditCode(swapped).ok).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('of any text at all gets an answer, and a refusal always says why', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const check = checkCreditCode(text);
        expect(check.ok || check.rule.length > 0).toBe(true);
      }),
    );
  });
});
