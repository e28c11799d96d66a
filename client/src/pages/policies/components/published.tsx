import { View } from '@tarojs/components';
import { useReachBottom } from '@tarojs/taro';
import { useState } from 'react';
import type { Level, PolicyTopic } from '@contract';
import { policyTopics } from '@contract/enums';
import { serverNow } from '@/api/clock';
import { Card } from '@/components/card';
import { Chips } from '@/components/chips';
import { PolicyCard } from '@/components/policy-card';
import { EndOfList, StatusView } from '@/components/status-view';
import { Tap } from '@/components/tap';
import { levelText, policyTopicText } from '@contract/words';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { openPage } from '@/platform/navigation';
import { usePublished, type PolicyFilter } from '../use-policies';

const levelChips = [
  { value: 'all', label: '各级' },
  ...(['state', 'province', 'city', 'county'] as const).map((level) => ({
    value: level,
    label: levelText[level],
  })),
] as const;

/** All published documents, narrowed by level. */
export function Published() {
  const [level, setLevel] = useState<Level | 'all'>('all');
  return (
    <>
      <Chips items={levelChips} value={level} onChange={setLevel} label="级别" />
      <PublishedList filter={level === 'all' ? {} : { level }} />
    </>
  );
}

/** The topics, and the documents of the one that is chosen. */
export function Topics() {
  const [topic, setTopic] = useState<PolicyTopic>();
  if (topic) {
    return (
      <>
        <Chips
          items={[
            { value: 'all', label: '全部主题' },
            ...policyTopics.map((value) => ({ value, label: policyTopicText[value] })),
          ]}
          value={topic}
          onChange={(value) => setTopic(policyTopics.find((known) => known === value))}
          label="主题"
        />
        <PublishedList filter={{ topic }} />
      </>
    );
  }
  return (
    <Card flush>
      <View className="policies-topics">
        {policyTopics.map((value) => (
          <Tap key={value} className="policies-topics__item" onTap={() => setTopic(value)}>
            {policyTopicText[value]}
          </Tap>
        ))}
      </View>
    </Card>
  );
}

function PublishedList({ filter }: { filter: PolicyFilter }) {
  const now = serverNow();
  const list = usePublished(filter);
  useReachBottom(() => void list.loadMore());
  usePullToRefresh(list.refresh);
  return (
    <StatusView
      status={list.status}
      error={list.error}
      subject="政策"
      isEmpty={list.items.length === 0}
      empty={{ title: '这里还没有政策', text: '换个级别或主题，或者搜一搜。' }}
      onRetry={() => void list.refresh()}
      isComplete={list.isComplete}
      end={<EndOfList text={`${list.total ?? list.items.length} 条都看完了`} />}
    >
      {list.items.map((policy) => (
        <PolicyCard
          key={policy.id}
          policy={policy}
          now={now}
          onOpen={() => void openPage('policies/detail', { id: policy.id })}
        />
      ))}
    </StatusView>
  );
}
