/** WeChat's rich text takes no style sheet: looks go in as attributes. Sizes stay those of the page around it. */
const looks: Record<string, string> = {
  p: 'margin:0 0 14px',
  h1: 'margin:22px 0 10px;font-size:1.2em;font-weight:600',
  h2: 'margin:22px 0 10px;font-size:1.12em;font-weight:600',
  h3: 'margin:20px 0 8px;font-size:1.05em;font-weight:600',
  h4: 'margin:18px 0 8px;font-size:1em;font-weight:600',
  ul: 'margin:0 0 14px;padding-left:1.4em',
  ol: 'margin:0 0 14px;padding-left:1.4em',
  li: 'margin:0 0 6px',
  table: 'width:100%;margin:0 0 14px;border-collapse:collapse;font-size:.94em',
  td: 'padding:8px;border:1px solid #CFC8BA;vertical-align:top',
  th: 'padding:8px;border:1px solid #CFC8BA;background:#F6F4F0;text-align:left;font-weight:600',
  img: 'max-width:100%;height:auto',
  blockquote: 'margin:0 0 14px;padding:8px 12px;border-left:3px solid #CFC8BA',
};

/** Sanitized rich text with the looks of this product. */
export function dressHtml(html: string): string {
  return html.replace(/<([a-z][a-z0-9]*)((?:\s[^>]*)?)>/gi, (tag, name: string, rest: string) => {
    const look = looks[name.toLowerCase()];
    if (!look) return tag;
    const style = /\sstyle="([^"]*)"/i.exec(rest);
    const others = style ? rest.replace(style[0], '') : rest;
    return `<${name} style="${look}${style ? `;${style[1]}` : ''}"${others}>`;
  });
}
