import type { Enterprise } from '@contract/index';

/** What each missing field would help to decide, longest bar first. */
export function Unlocks({ completeness }: { completeness: Enterprise['completeness'] }) {
  const { missing } = completeness;
  if (missing.length === 0) return <p className="meta">现行政策要用的资料都有了。</p>;
  const most = missing[0]?.unlocks ?? 1;
  return (
    <ul className="unlocks">
      {missing.map(({ attribute, label, unlocks }) => (
        <li key={attribute}>
          <span>{label}</span>
          <i style={{ width: `${Math.max(6, (unlocks / most) * 100)}%` }} aria-hidden="true" />
          <span className="meta">补上能判断 {unlocks} 项政策</span>
        </li>
      ))}
    </ul>
  );
}
