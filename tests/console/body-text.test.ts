import fc from 'fast-check';
import { htmlOf, linesOf, textOf } from '../../console/src/features/policies/body-text';

describe('a policy’s body in the form', () => {
  it('comes back as the paragraphs that were typed, signs of HTML included', () => {
    const line = fc
      .array(fc.constantFrom('支', '持', '<b>', '&', '"', ' 5 < 6', '&lt;'), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join('').trim())
      .filter(Boolean);
    const text = fc
      .array(
        fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
        { minLength: 1, maxLength: 4 },
      )
      .map((paragraphs) => paragraphs.join('\n\n'));
    fc.assert(fc.property(text, (typed) => expect(textOf(htmlOf(typed))).toBe(typed)));
  });

  it('is one paragraph per empty line, with line breaks inside', () => {
    expect(htmlOf('一\n二\n\n\n三 < 四')).toBe('<p>一<br>二</p><p>三 &lt; 四</p>');
    expect(htmlOf(' \n\n ')).toBe('');
  });

  it('is not taken apart where it holds more than paragraphs', () => {
    expect(textOf('<p>正文</p><table><tr><td>表</td></tr></table>')).toBeNull();
    expect(textOf('<p style="color:red">正文</p>')).toBeNull();
    expect(textOf('<p><strong>重点</strong></p>')).toBeNull();
  });

  it('reads lists one entry a line', () => {
    expect(linesOf(' 第一步 \n\n第二步\n')).toEqual(['第一步', '第二步']);
  });
});
