import { formatTime } from '@/format/dates';
import type { Arrivals } from './arrivals';

const width = 640;
const height = 196;
const inset = { left: 30, right: 38, top: 14, bottom: 22 };
const plotWidth = width - inset.left - inset.right;
const plotHeight = height - inset.top - inset.bottom;
/** So many slots at least, that one early bar isn't as wide as the chart. */
const leastSlots = 12;

/** A round number at or above the largest value, that four grid lines divide. */
function ceiling(value: number): number {
  const steps = [4, 8, 12, 20, 40, 60, 80, 120, 200, 400, 600, 800, 1200, 2000, 4000, 8000, 12_000];
  return steps.find((step) => step >= value) ?? Math.ceil(value / 4000) * 4000;
}

/** Bars per ten minutes for the queue, a line for how many are inside; the text alternative gives the same numbers. */
export function ArrivalChart({ arrivals: { slots } }: { arrivals: Arrivals }) {
  const step = plotWidth / Math.max(leastSlots, slots.length);
  const most = ceiling(Math.max(...slots.map(({ admitted }) => admitted)));
  const mostTotal = ceiling(slots.at(-1)?.total ?? 0);
  const x = (slot: number) => inset.left + slot * step;
  const y = (share: number) => inset.top + plotHeight * (1 - share);
  const line = slots
    .map(({ total }, slot) => `${(x(slot) + step).toFixed(1)},${y(total / mostTotal).toFixed(1)}`)
    .join(' ');
  const every = Math.ceil(slots.length / 6);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="chart"
      role="img"
      aria-label={`每 10 分钟到场：${slots.map(({ from, admitted }) => `${formatTime(from)} ${admitted} 人`).join('，')}`}
    >
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line
            x1={inset.left}
            x2={width - inset.right}
            y1={y(share)}
            y2={y(share)}
            stroke="var(--line-soft)"
          />
          <text x={inset.left - 6} y={y(share) + 4} textAnchor="end">
            {most * share}
          </text>
          <text x={width - inset.right + 6} y={y(share) + 4}>
            {mostTotal * share}
          </text>
        </g>
      ))}
      {slots.map(({ from, admitted }, slot) => (
        <g key={from}>
          <rect
            x={x(slot) + 1}
            y={y(admitted / most)}
            width={Math.max(2, step - 3)}
            height={(plotHeight * admitted) / most}
            fill="var(--accent-bar)"
          />
          {slot % every === 0 && (
            <text x={x(slot)} y={height - 5}>
              {formatTime(from)}
            </text>
          )}
        </g>
      ))}
      <polyline points={line} fill="none" stroke="var(--accent)" strokeWidth="2" />
      {slots.length > 0 && (
        <circle
          cx={x(slots.length - 1) + step}
          cy={y((slots.at(-1)?.total ?? 0) / mostTotal)}
          r="3.5"
          fill="var(--accent)"
        />
      )}
    </svg>
  );
}
