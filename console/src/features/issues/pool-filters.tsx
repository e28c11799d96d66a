import type { IssueCounts } from '@contract/index';
import { groups, type Group } from './use-pool';

interface Props {
  chosen: Group;
  counts: IssueCounts | undefined;
  onChoose: (group: Group) => void;
}

/** The groups of the pool with their counts; what is past its limit is said beside the count. */
export function PoolFilters({ chosen, counts, onChoose }: Props) {
  return (
    <nav className="pool-filters" aria-label="筛选">
      {groups.map(({ key, label, title, count }, index) => (
        <div key={key}>
          {title !== groups[index - 1]?.title && <h2>{title}</h2>}
          <button type="button" aria-pressed={chosen === key} onClick={() => onChoose(key)}>
            {label}
            <span className={key === 'breached' && counts && count(counts) > 0 ? 'red' : undefined}>
              {counts ? count(counts) : ''}
            </span>
          </button>
        </div>
      ))}
    </nav>
  );
}
