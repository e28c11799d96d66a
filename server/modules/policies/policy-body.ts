import sanitizeHtml from 'sanitize-html';

const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...[
      'p',
      'br',
      'h1',
      'h2',
      'h3',
      'h4',
      'blockquote',
      'ul',
      'ol',
      'li',
      'strong',
      'em',
      'b',
      'i',
      'u',
      's',
    ],
    ...['sub', 'sup', 'a', 'span', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'hr'],
  ],
  allowedAttributes: {
    a: ['href', 'title'],
    th: ['colspan', 'rowspan'],
    td: ['colspan', 'rowspan'],
    ol: ['start'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
};

/** Rich text without anything that runs, loads or styles. */
export function sanitizeBody(html: string): string {
  return sanitizeHtml(html, allowed).trim();
}

/** The words of sanitized rich text, blocks kept apart by line breaks. */
export function bodyText(html: string): string {
  const blocks = html.replace(/<\/(p|h[1-4]|li|tr|blockquote|caption)>|<br\s*\/?>/g, '$&\n');
  const plain = sanitizeHtml(blocks, { allowedTags: [], allowedAttributes: {} });
  return plain
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim();
}

/** Plain text as rich text: each line that says something is a paragraph. */
export function paragraphsOf(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^[\s\u3000]+|[\s\u3000]+$/g, ''))
    .filter(Boolean)
    .map((line) => `<p>${escapeHtml(line)}</p>`)
    .join('\n');
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
