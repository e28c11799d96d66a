/** A computer that is off by less is left alone: replies take a moment, and the header has whole seconds. */
const toleranceMs = 60_000;
let offsetMs = 0;

/** Learns the server's time from the `Date` header of a reply. */
export function hearServerDate(header: string | null): void {
  const server = header === null ? Number.NaN : Date.parse(header);
  if (Number.isNaN(server)) return;
  const ahead = server - Date.now();
  offsetMs = Math.abs(ahead) > toleranceMs ? ahead : 0;
}

/** Now by the server's clock, which counts for every limit; the computer's own may be wrong. */
export function serverNow(): Date {
  return new Date(Date.now() + offsetMs);
}
