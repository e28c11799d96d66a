import type { IssueRow } from '@contract';
import { Tag } from '@/components/tag';
import { timeLeftOf } from '../time-left';

/** How much time is left, by word, shape and colour. */
export function TimeTag({ issue, now }: { issue: IssueRow; now: Date }) {
  const { text, tone, strong } = timeLeftOf(issue, now);
  return (
    <Tag icon="clock" tone={tone} strong={strong}>
      {text}
    </Tag>
  );
}
