/** Phone numbers, names and sizes in words. */

/** “138****6021”; what isn't a mainland mobile number keeps only its last four characters. */
export function maskPhone(phone: string): string {
  return /^1\d{10}$/.test(phone) ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-4)}`;
}

/** The character that stands for a person or a body in a round picture. */
export function initialOf(name: string): string {
  return [...name.trim()][0] ?? '';
}

/** “480 KB”, “2.4 MB”; units of 1,000 bytes. */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1_000_000) return `${Math.max(1, Math.round(sizeBytes / 1_000))} KB`;
  return `${Number((sizeBytes / 1_000_000).toFixed(1))} MB`;
}

/** Cuts a text for a line that can't wrap, with an ellipsis in the last place. */
export function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
