import type { CheckIn } from '@contract/index';
import { shortMoment } from '../../format/time';

const slotMs = 600_000;
const width = 560;
const height = 150;

/** Admissions per ten minutes, as bars; the text alternative gives the same numbers. */
export function ArrivalChart({ scans }: { scans: CheckIn[] }) {
  const admitted = scans
    .filter(({ outcome }) => outcome === 'admitted')
    .map(({ at }) => Math.floor(new Date(at).getTime() / slotMs));
  if (admitted.length === 0) return <p className="meta">有人入场后，这里按每 10 分钟画出到场人数。</p>;
  const first = Math.min(...admitted);
  const slots = Math.max(...admitted) - first + 1;
  const counts = Array.from(
    { length: slots },
    (_, slot) => admitted.filter((at) => at === first + slot).length,
  );
  const most = Math.max(...counts);
  const step = width / slots;
  const label = (slot: number) => shortMoment(new Date((first + slot) * slotMs).toISOString()).slice(6);
  return (
    <svg
      viewBox={`0 0 ${width} ${height + 20}`}
      width="100%"
      role="img"
      aria-label={counts.map((count, slot) => `${label(slot)} ${count} 人`).join('，')}
    >
      {counts.map((count, slot) => {
        const barHeight = (count / most) * (height - 20);
        return (
          <g key={slot}>
            <rect
              x={slot * step + 2}
              y={height - barHeight}
              width={Math.max(2, Math.min(step - 4, 48))}
              height={barHeight}
              fill="var(--accent)"
              rx="2"
            />
            {count > 0 && (
              <text x={slot * step + 2} y={height - barHeight - 4} fontSize="11" fill="var(--ink-2)">
                {count}
              </text>
            )}
          </g>
        );
      })}
      <line x1="0" x2={width} y1={height} y2={height} stroke="var(--line)" />
      <text x="0" y={height + 15} fontSize="11" fill="var(--ink-3)">
        {label(0)}
      </text>
      <text x={width} y={height + 15} fontSize="11" fill="var(--ink-3)" textAnchor="end">
        {label(slots - 1)}
      </text>
    </svg>
  );
}
