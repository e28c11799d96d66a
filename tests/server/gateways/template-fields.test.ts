import fc from 'fast-check';
import { cut, fitField } from '../../../server/gateways/template-fields';
import { acceptsField } from '../../../server/sandbox/field-rules';

const keys = [
  'thing1',
  'number2',
  'letter1',
  'symbol3',
  'character_string1',
  'time4',
  'date2',
  'amount3',
  'phone_number1',
  'car_number1',
  'name5',
  'phrase3',
];

test('whatever a field is fitted to, WeChat accepts', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom(
        '已',
        '受',
        '理',
        '2',
        '0',
        '年',
        '月',
        '日',
        ' ',
        ':',
        '-',
        '~',
        '～',
        '元',
        '.',
        '𠮷',
      ),
    }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...keys), text, (key, value) => {
      const fitted = fitField(key, value);
      expect(fitted === null || acceptsField(key, fitted)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test('a thing keeps twenty characters and shows where it was cut', () => {
  const title = '关于印发河南省支持重大新型基础设施建设若干政策的通知';
  expect(fitField('thing1', title)).toBe('关于印发河南省支持重大新型基础设施建设…');
  expect([...(fitField('thing1', title) ?? '')]).toHaveLength(20);
  expect(fitField('thing1', '设备更新贴息')).toBe('设备更新贴息');
});

test('a character outside the basic plane is kept whole or left out whole', () => {
  const name = '𠮷'.repeat(30);
  const fitted = fitField('thing1', name) ?? '';
  expect(fitted).toBe(`${'𠮷'.repeat(19)}…`);
  expect(/\p{Cs}/u.test(fitted)).toBe(false);
  expect(cut('𠮷𠮷𠮷', 2)).toBe('𠮷…');
});

test('line breaks and control characters become spaces', () => {
  expect(fitField('thing1', '第一行\r\n第二行\u0007')).toBe('第一行 第二行');
});

test('a phrase keeps at most five Chinese characters and nothing else', () => {
  expect(fitField('phrase3', '已受理')).toBe('已受理');
  expect(fitField('phrase3', '已转办（郑州市）办理')).toBe('已转办郑州');
  expect(fitField('phrase3', 'OK')).toBeNull();
});

test('an instant is written in Shanghai time', () => {
  expect(fitField('time2', '2026-12-11T01:00:00.000Z')).toBe('2026年12月11日 09:00');
  expect(fitField('date2', '2026-12-31T16:30:00.000Z')).toBe('2027年1月1日 00:30');
});

test('a range is joined by a half-width tilde, as WeChat wants it', () => {
  expect(fitField('time2', '2026年12月11日 09:00～17:30')).toBe('2026年12月11日 09:00~17:30');
});

test('what is no time is not sent as one', () => {
  expect(fitField('time2', '下周一上午')).toBeNull();
  expect(fitField('date2', '2026-13')).toBeNull();
  expect(fitField('time2', '2026-99-99T99:99:99Z')).toBeNull();
});

test('a number with Chinese in it loses the Chinese', () => {
  expect(fitField('character_string1', '郑企服转〔2026〕12号')).toBe('[2026]12');
});

test('a field of an unknown kind is not sent', () => {
  expect(fitField('mystery1', '值')).toBeNull();
});

test('a field of a list takes the values of the list only', () => {
  expect(fitField('enum1', ' 已受理 ', ['已受理', '已办结'])).toBe('已受理');
  expect(fitField('enum1', '办理中', ['已受理', '已办结'])).toBeNull();
  expect(fitField('enum1', '已受理')).toBeNull();
});

test('nothing that a reader sees as one character is ever cut in half', () => {
  const graphemes = (text: string) =>
    [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
  const unit = fc.constantFrom('字', 'a', '𠮷', 'e\u0301', '👨‍👩‍👧‍👦', '🇨🇳', '👍🏽', '葛\u{e0100}');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, length) => {
      const shown = cut(text, length);
      expect([...shown].length).toBeLessThanOrEqual(length);
      const whole = graphemes(text);
      const kept = shown === text ? graphemes(shown) : graphemes(shown.replace(/…$/, ''));
      expect(kept).toEqual(whole.slice(0, kept.length));
    }),
    { numRuns: 3_000 },
  );
});
