import { View } from '@tarojs/components';
import type { Issue } from '@contract';
import { Card } from '@/components/card';
import { Tag } from '@/components/tag';
import { WorkingDayClock } from '@/components/working-day-clock';
import { promiseOf } from '../view-model';

/** By when, as a moment and as working days. */
export function PromiseCard({ issue, now }: { issue: Issue; now: Date }) {
  const promise = promiseOf(issue, now);
  if (!promise) return null;
  return (
    <Card>
      <View className="issue-due">
        <View className={`issue-due__moment ${promise.isLate ? 'q-bad' : ''}`}>{promise.moment}</View>
        <View className="q-body issue-due__what">{promise.what}</View>
        {promise.isLate && <Tag tone="bad">已超时</Tag>}
      </View>
      <View className="issue-due__clock">
        <WorkingDayClock days={issue.clock} promise={promise.outlined} now={now} />
      </View>
      {promise.note && <View className="q-meta issue-due__note">{promise.note}</View>}
    </Card>
  );
}
