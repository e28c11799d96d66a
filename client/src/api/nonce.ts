/** A key for one request: sent again with the same key, it is the same request. WeChat has no `crypto`. */
export function newNonce(): string {
  const part = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0');
  return `${Date.now().toString(36)}-${part()}${part()}`;
}
