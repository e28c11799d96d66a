/** A version of the privacy text as people say it: 2026年9月1日版. */
export function formatVersion(version: string): string {
  const [year, month, day] = version.split('-').map(Number);
  return year && month && day ? `${year}年${month}月${day}日版` : version;
}
