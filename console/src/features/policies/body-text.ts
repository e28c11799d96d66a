/** A policy's body between the rich text of the wire and the plain paragraphs of the form. */

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ', '#39': "'" };

const plain = (html: string) =>
  html.replace(/&(#?\w+);/g, (whole, name: string) => {
    const known = entities[name.toLowerCase()];
    if (known !== undefined) return known;
    const code = /^#(\d+)$/.exec(name);
    return code ? String.fromCodePoint(Number(code[1])) : whole;
  });

/** Text of a body made of plain paragraphs; null where it holds more than the form can keep. */
export function textOf(html: string): string | null {
  if (/<(?!\/?(?:p|br)\s*\/?>)/i.test(html)) return null;
  return plain(
    html
      .replace(/<br\s*\/?>/gi, '\n')
      .replace(/<\/p>/gi, '\n\n')
      .replace(/<p>/gi, ''),
  ).trim();
}

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Paragraphs, parted by empty lines, as rich text. */
export function htmlOf(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => `<p>${escape(part).replace(/\n/g, '<br>')}</p>`)
    .join('');
}

/** One entry a line; empty lines and space around are dropped. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
