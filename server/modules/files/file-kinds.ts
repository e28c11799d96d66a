/** Media types that are stored. */
export type MediaType =
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'application/pdf'
  | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  | 'application/vnd.openxmlformats-officedocument.presentationml.presentation'
  | 'text/csv';

const extensions: Record<MediaType, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'application/pdf': '.pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': '.pptx',
  'text/csv': '.csv',
};
const longestName = 100;

/** The name a file is kept under: without folders and control characters, of bounded length, ending as its type does. */
export function storedName(name: string, mediaType: MediaType): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const stem = [
    ...last
      .replace(/\p{C}/gu, '')
      .trim()
      .replace(/\.[^.]{0,8}$/, ''),
  ]
    .slice(0, longestName)
    .join('');
  return `${stem || '文件'}${extensions[mediaType]}`;
}

/**
 * The Content-Disposition of a stored file: pictures and PDFs open in the page, the others are saved. Old clients read
 * the name in ASCII, all others the whole one.
 * @source RFC 6266, RFC 8187
 */
export function dispositionOf({ name, mediaType }: { name: string; mediaType: string }): string {
  const isShown = mediaType.startsWith('image/') || mediaType === 'application/pdf';
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${isShown ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
