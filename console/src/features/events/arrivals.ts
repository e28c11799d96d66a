import type { CheckIn } from '@contract/index';

const slotMs = 600_000;
/** The server gives the latest scans only: a full list may begin in the middle of a slot. */
const mostScans = 50;

export interface Arrivals {
  /** First instant of each slot of ten minutes, with the admissions in it and all admissions up to its end. */
  slots: { from: string; admitted: number; total: number }[];
  /** Whether there were earlier arrivals that aren't shown. */
  isCut: boolean;
}

/** Admissions per ten minutes, oldest first; null before anybody came. */
export function arrivalsOf(scans: readonly CheckIn[]): Arrivals | null {
  const admitted = scans
    .filter(({ outcome }) => outcome === 'admitted')
    .map(({ at, admitted: total }) => ({ slot: Math.floor(new Date(at).getTime() / slotMs), total }))
    .sort((a, b) => a.slot - b.slot || a.total - b.total);
  const first = admitted[0];
  const last = admitted.at(-1);
  if (!first || !last) return null;
  const slots: Arrivals['slots'] = [];
  let total = first.total - 1;
  const isCut = scans.length >= mostScans && total > 0;
  for (let slot = first.slot; slot <= last.slot; slot += 1) {
    const here = admitted.filter((scan) => scan.slot === slot);
    total = here.at(-1)?.total ?? total;
    slots.push({ from: new Date(slot * slotMs).toISOString(), admitted: here.length, total });
  }
  return { slots, isCut };
}
