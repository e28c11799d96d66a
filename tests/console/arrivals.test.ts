import type { CheckIn } from '@contract/index';
import { arrivalsOf } from '../../console/src/features/events/arrivals';

const aScan = (at: string, admitted: number, outcome: CheckIn['outcome'] = 'admitted'): CheckIn => ({
  outcome,
  at,
  gate: '1 号门',
  admitted,
  admittedHere: admitted,
  refusedHere: 0,
  capacity: 100,
});

describe('arrivals per ten minutes', () => {
  it('are none before anybody was let in', () => {
    expect(arrivalsOf([])).toBeNull();
    expect(arrivalsOf([aScan('2026-11-26T00:20:00.000Z', 0, 'refused')])).toBeNull();
  });

  it('count each slot and how many are inside at its end, quiet slots included, refusals not', () => {
    const arrivals = arrivalsOf([
      aScan('2026-11-26T00:45:00.000Z', 3),
      aScan('2026-11-26T00:29:00.000Z', 2, 'refused'),
      aScan('2026-11-26T00:28:00.000Z', 2),
      aScan('2026-11-26T00:21:00.000Z', 1),
    ]);
    expect(arrivals?.slots.map(({ admitted, total }) => [admitted, total])).toEqual([
      [2, 2],
      [0, 2],
      [1, 3],
    ]);
    expect(arrivals?.isCut).toBe(false);
  });

  it('say so when earlier arrivals are not among the latest scans', () => {
    const scans = Array.from({ length: 50 }, (_, at) =>
      aScan(new Date(Date.parse('2026-11-26T01:00:00.000Z') + at * 1000).toISOString(), 101 + at),
    );
    expect(arrivalsOf(scans)).toMatchObject({ isCut: true, slots: [{ admitted: 50, total: 150 }] });
  });
});
