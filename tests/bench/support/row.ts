import { loadavg } from 'node:os';

/** One line of a benchmark's result. */
export interface Row {
  metric: string;
  value: number;
  unit: string;
  goal: number | null;
  better: 'lower' | 'higher';
  met: boolean | null;
  baseline: number | null;
  ratio: number | null;
  note: string;
}

/** A row whose value should be low, with the load that the machine was under. */
export function lower(
  metric: string,
  value: number,
  unit: string,
  {
    goal = null,
    baseline = null,
    note = '',
  }: { goal?: number | null; baseline?: number | null; note?: string } = {},
): Row {
  const round = (number: number) => Number(number.toPrecision(3));
  return {
    metric,
    value: round(value),
    unit,
    goal,
    better: 'lower',
    met: goal === null ? null : value < goal,
    baseline: baseline === null ? null : round(baseline),
    ratio: baseline === null ? null : round(value / baseline),
    note: [note, `load ${loadavg()[0]?.toFixed(1)}`].filter(Boolean).join('; '),
  };
}
