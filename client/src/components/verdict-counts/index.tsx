import { View } from '@tarojs/components';

import type { Verdict } from '@contract/enums';

import { verdictText } from '@contract/words';

import { VerdictMark } from '../mark';
import { Tap } from '../tap';

import './index.scss';

interface VerdictCountsProps {
  counts: Record<Verdict, number>;
  /** The verdict that the list is filtered by. */
  selected?: Verdict;
  /** Tapping the selected one again takes the filter away. */
  onSelect: (verdict: Verdict | undefined) => void;
}

const order: readonly Verdict[] = ['met', 'unknown', 'not-met'];

/** How many policies fit, lack a fact, or don't fit; each count is a filter. */
export function VerdictCounts({ counts, selected, onSelect }: VerdictCountsProps) {
  return (
    <View className="q-counts">
      {order.map((verdict) => (
        <Tap
          key={verdict}
          className={`q-counts__item ${verdict === selected ? 'q-counts__item--on' : ''}`}
          selected={verdict === selected}
          label={`${verdictText[verdict]} ${counts[verdict]} 条`}
          onTap={() => onSelect(verdict === selected ? undefined : verdict)}
        >
          <View className="q-counts__number">{counts[verdict]}</View>
          <VerdictMark verdict={verdict} />
        </Tap>
      ))}
    </View>
  );
}
