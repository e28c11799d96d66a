import type { ReactNode } from 'react';

/** Large numbers side by side, each with its name above and its meaning below. */
export function Figures({
  figures,
  isStale,
}: {
  figures: { key: string; name: ReactNode; count: number; note?: ReactNode }[];
  isStale?: boolean;
}) {
  return (
    <div className="panel figures" style={{ opacity: isStale ? 0.5 : 1 }} aria-busy={isStale}>
      {figures.map(({ key, name, count, note }) => (
        <div key={key}>
          <span className="meta">{name}</span>
          <b>{count.toLocaleString('zh-CN')}</b>
          <span className="meta">{note}</span>
        </div>
      ))}
    </div>
  );
}
