import { dressHtml } from '@/features/policies/text/dress-html';

describe('the text of a document', () => {
  it('gets its looks as attributes', () => {
    expect(dressHtml('<p>一</p>')).toBe('<p style="margin:0 0 14px">一</p>');
  });

  it('keeps what the document says of itself, after the looks', () => {
    expect(dressHtml('<p style="text-align:center" class="x">一</p>')).toBe(
      '<p style="margin:0 0 14px;text-align:center" class="x">一</p>',
    );
  });

  it('leaves other elements and the words alone', () => {
    expect(dressHtml('<strong>a &lt; b</strong><br>')).toBe('<strong>a &lt; b</strong><br>');
  });
});
