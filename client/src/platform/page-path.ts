/** A page of a feature, by its folders: `issues/detail`. */
export type FeaturePage = `${string}/${string}`;

export type Query = Record<string, string | number | undefined>;

/** The address of a feature's page with its query; empty values are left out. */
export function featurePath(page: FeaturePage, query: Query = {}): string {
  const text = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
    .join('&');
  return `/features/${page}/index${text ? `?${text}` : ''}`;
}
