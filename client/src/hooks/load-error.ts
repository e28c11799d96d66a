/** Why something didn't load, as the page needs to know it. */
export interface LoadError {
  /** Code of the API's reply, when there was one. */
  code?: string;
  /** One Chinese sentence that may be shown. */
  message: string;
  isOffline: boolean;
}

function field(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined;
  const value = (error as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The API's code and sentence where the error has them; anything else is our fault and says so. */
export function toLoadError(error: unknown): LoadError {
  const code = field(error, 'code');
  const message = code ? field(error, 'message') : undefined;
  return {
    code,
    isOffline: code === 'OFFLINE',
    message: message ?? '是我们这边的问题，您填的资料都还在',
  };
}
