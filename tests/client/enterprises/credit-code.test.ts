import * as fc from 'fast-check';
import {
  checkCreditCode,
  describeCreditCode,
  normalizeCreditCode,
  spaceCreditCode,
} from '@/features/enterprises/bind/credit-code';

/** Published codes of well-known bodies. */
const published = ['91410000170001401D', '91330100799655058B', '91110000802100433B'];

describe('a unified social credit code', () => {
  it('is cleaned of spaces, small letters and full-width characters', () => {
    expect(normalizeCreditCode(' 9141 0122ma45Ｘ8r37d ')).toBe('91410122MA45X8R37D');
    expect(spaceCreditCode('91410122MA45X8R37D')).toBe('91410122 MA45X8R37D');
  });

  it('says how many characters are missing or too many', () => {
    expect(describeCreditCode(checkCreditCode('')).text).toBe('执照右上角，18 位');
    expect(describeCreditCode(checkCreditCode('91410122MA45X8R37')).text).toBe('还差 1 位');
    expect(describeCreditCode(checkCreditCode('91410122MA45X8R37DD')).text).toBe('多了 1 位，一共 18 位');
  });

  it('points at a letter that the standard leaves out, and says what it is misread for', () => {
    const check = checkCreditCode('91410122MA45X8R3O');
    expect(check).toEqual({ state: 'wrong-character', position: 17, character: 'O', instead: '0' });
    expect(describeCreditCode(check)).toEqual({ tone: 'bad', text: '第 17 位是字母 O，改成数字 0 试试' });
  });

  it('allows only digits where the region stands', () => {
    expect(describeCreditCode(checkCreditCode('914A')).text).toBe('第 4 位不会是字母 A，对着执照再看看');
  });

  it.each(published)('%s is right', (code) => {
    expect(checkCreditCode(code)).toEqual({ state: 'right' });
  });

  it('is wrong as soon as one character is misread for another', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    fc.assert(
      fc.property(
        fc.constantFrom(...published),
        fc.integer({ min: 8, max: 16 }),
        fc.constantFrom(...alphabet),
        (code, index, character) => {
          fc.pre(code.charAt(index) !== character);
          const changed = code.slice(0, index) + character + code.slice(index + 1);
          expect(checkCreditCode(changed)).toEqual({ state: 'wrong-check-digit' });
        },
      ),
    );
  });
});
