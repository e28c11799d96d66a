import { View } from '@tarojs/components';
import { useReachBottom } from '@tarojs/taro';
import { useState } from 'react';
import { serverNow } from '@/api/clock';
import { Icon } from '@/components/icon';
import { Segments } from '@/components/segments';
import { EndOfList, OfflineBanner, StatusView } from '@/components/status-view';
import { Tap } from '@/components/tap';
import { formatPast } from '@/format/dates';
import { openPage } from '@/platform/navigation';
import { useIssues, type IssueView } from '../use-issues';
import { waitingFirst } from '../view-model';
import { IssueCard } from './issue-card';

const raise = () => void openPage('issues/new');

/** Issues of the enterprise that is acted for. */
export function IssueList({ enterpriseId }: { enterpriseId: string }) {
  const now = serverNow();
  const [view, setView] = useState<IssueView>('in-hand');
  const list = useIssues(enterpriseId, view);
  useReachBottom(() => void list.loadMore());
  const { counts, items, total } = list;
  const issues = waitingFirst(items);
  const isNothingInHand = list.status === 'ready' && items.length === 0;

  return (
    <>
      <Segments
        items={[
          { value: 'in-hand', label: '在办', count: counts?.inHand },
          { value: 'waiting-for-me', label: '等我办', count: counts?.waitingForMe },
          { value: 'closed', label: '已办结', count: counts?.closed },
        ]}
        value={view}
        onChange={setView}
        label="范围"
      />
      {list.keptAt && list.status === 'error' && (
        <OfflineBanner text={`没有网，先看${formatPast(list.keptAt, now)}存下的`} />
      )}
      {view === 'in-hand' && !isNothingInHand && (
        <Tap className="issues-new" role="link" label="提一个诉求" onTap={raise}>
          <Icon name="pen" size={28} />
          <View className="issues-new__words">
            <View className="issues-new__title">提一个诉求</View>
            <View className="issues-new__note">说一句话就行，2 个工作小时内有人接</View>
          </View>
          <Icon name="chevron-right" />
        </Tap>
      )}
      <StatusView
        status={list.status}
        error={list.keptAt ? undefined : list.error}
        subject="诉求"
        isEmpty={items.length === 0}
        empty={nothing[view]}
        onRetry={() => void list.refresh()}
        isComplete={list.isComplete}
        end={
          view === 'in-hand' ? (
            <View className="q-foot">在办的都在这里了</View>
          ) : (
            <EndOfList text={`${total ?? items.length} 件都看完了`} />
          )
        }
      >
        {issues.map((issue, index) => (
          <IssueCard
            key={issue.id}
            issue={issue}
            now={now}
            isFirst={index === 0}
            onOpen={() => void openPage('issues/detail', { id: issue.id })}
            onConfirm={() => void openPage('issues/rate', { id: issue.id })}
          />
        ))}
      </StatusView>
    </>
  );
}

const nothing = {
  'in-hand': {
    title: '没有在办的诉求',
    text: '遇到难处说一句话就行，2 个工作小时内有人接',
    action: { text: '提诉求', icon: 'pen', onTap: raise },
  },
  'waiting-for-me': { title: '没有等您办的', text: '有答复要您确认时，会在这里，也会发消息。' },
  closed: { title: '还没有办结的', text: '办结的都留在这里，随时能查。' },
} as const;
