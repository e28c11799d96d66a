/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}
type Value = string | number | Html | false | undefined | readonly Html[];

/** A piece of a page: what is put in is escaped, pieces stay as they are, `false` and `undefined` leave nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: parts.reduce((page, part, at) => page + textOf(values[at - 1]) + part) };
}

/** Marks text as HTML that may stand in a page: sanitized rich text, and nothing else. */
export function sanitized(text: string): Html {
  return { html: text };
}

function textOf(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return isPiece(value) ? value.html : value.map((piece) => piece.html).join('');
}

function isPiece(value: Html | readonly Html[]): value is Html {
  return 'html' in value;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
}
