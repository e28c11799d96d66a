/** Failures that happen before a request can leave: nothing reached the other side. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** False when a failed fetch certainly reached nobody. */
export function mayHaveLeft(error: unknown): boolean {
  return !neverLeft.has(failureCode(error));
}

/** The system's or undici's code of a failed fetch, however deep it is wrapped. */
function failureCode(error: unknown): string {
  const seen = error as { code?: unknown; cause?: unknown; errors?: unknown[] } | undefined;
  if (typeof seen?.code === 'string') return seen.code;
  // A host with several addresses fails with one error per address.
  if (Array.isArray(seen?.errors) && seen.errors.length > 0) return failureCode(seen.errors[0]);
  return seen?.cause === undefined ? '' : failureCode(seen.cause);
}
