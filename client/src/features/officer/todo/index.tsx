import { useReachBottom } from '@tarojs/taro';
import { useState } from 'react';
import type { IssueRow, Me, Office } from '@contract';
import { serverNow } from '@/api/clock';
import { ApiError } from '@/api/request';
import { CountTiles } from '@/components/count-tiles';
import { Page } from '@/components/page';
import { Person } from '@/components/person';
import { Empty, EndOfList, OfflineBanner, StatusView } from '@/components/status-view';
import { formatPast } from '@/format/dates';
import { checksTickets, worksOnIssues } from '@/format/offices';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { notify } from '@/platform/notify';
import { OfficerBar } from '../components/officer-bar';
import { OfficerGate } from '../components/officer-gate';
import type { Urgency } from '../time-left';
import { TodoCard } from './components/todo-card';
import { useTodo } from './use-todo';
import { countByUrgency, filterByUrgency, greeting, officesText, type TodoAction } from './view-model';
import './index.scss';

/** 待办: what is about to be late? */
export default function Todo() {
  const { me, offices } = useSession();
  if (me && worksOnIssues(offices)) return <WorkList key={me.id} me={me} offices={offices} />;
  return (
    <Page>
      <OfficerGate>{(officer) => <NoIssues {...officer} />}</OfficerGate>
    </Page>
  );
}

/** For somebody whose post has no issues: where their work is. */
function NoIssues({ me, offices }: { me: Me; offices: Office[] }) {
  return (
    <>
      <Person size={40} name={`${me.name}，${greeting(serverNow())}`} role={officesText(offices)} />
      {checksTickets(offices) ? (
        <Empty
          title="您管验票"
          text="选好哪一场，没网也能验。"
          action={{ text: '去验票', icon: 'scan', onTap: () => void openPage('officer/gate') }}
        />
      ) : (
        <Empty
          title="手机上没有等您办的"
          text="您的工作在电脑上办，这里收消息。"
          action={{ text: '看消息', icon: 'bell', onTap: () => void openPage('messages/inbox') }}
        />
      )}
    </>
  );
}

const tiles = [
  { value: 'breached', label: '已超时', tone: 'bad' },
  { value: 'today', label: '今天到期', tone: 'warn' },
  { value: 'later', label: '还有时间', tone: 'ok' },
] as const;

function WorkList({ me, offices }: { me: Me; offices: Office[] }) {
  const now = serverNow();
  const [urgency, setUrgency] = useState<Urgency>();
  const [running, setRunning] = useState<{ id: string; action: TodoAction }>();
  const list = useTodo(me.id);
  useReachBottom(() => void list.loadMore());
  // What was accepted or signed for stays where it was, with its next step, until the list is refreshed.
  const total = list.total ?? list.items.length;
  const counts = countByUrgency(list.items, total, now);
  const shown = filterByUrgency(list.items, urgency, now);

  const act = async (issue: IssueRow, action: TodoAction) => {
    if (action === 'answer') {
      await openPage('officer/answer', { id: issue.id });
      return;
    }
    if (action === 'dispatch' || action === 'return') {
      await openPage('officer/issue', { id: issue.id, do: action });
      return;
    }
    setRunning({ id: issue.id, action });
    try {
      await (action === 'accept' ? list.accept(issue) : list.receive(issue));
      notify(action === 'accept' ? '已受理，由您跟到办结' : '已签收，由您负责');
    } catch (error) {
      notify(error instanceof ApiError ? error.message : '没办成，请再试一次');
      if (error instanceof ApiError && error.code === 'ISSUE_STATE_CHANGED') await list.refresh();
    } finally {
      setRunning(undefined);
    }
  };

  return (
    <Page footer={<OfficerBar offices={offices} toDo={total} unread={list.unread} />}>
      <Person size={40} name={`${me.name}，${greeting(now)}`} role={officesText(offices)} />
      <CountTiles
        tiles={tiles.map((tile) => ({ ...tile, count: counts[tile.value] }))}
        selected={urgency}
        onSelect={setUrgency}
      />
      {list.keptAt && list.status === 'error' && (
        <OfflineBanner text={`没有网，先看${formatPast(list.keptAt, now)}存下的`} />
      )}
      <StatusView
        status={list.status}
        error={list.keptAt ? undefined : list.error}
        subject="待办"
        isEmpty={shown.length === 0}
        empty={urgency ? { ...nothingOf[urgency], action: all(() => setUrgency(undefined)) } : nothing}
        onRetry={() => void list.refresh()}
        isComplete={list.isComplete}
        end={<EndOfList text={`${shown.length} 件都在这里了`} />}
      >
        {shown.map((issue) => (
          <TodoCard
            key={issue.id}
            issue={issue}
            now={now}
            running={running?.id === issue.id ? running.action : undefined}
            onOpen={() => void openPage('officer/issue', { id: issue.id })}
            onAct={(action) => void act(issue, action)}
          />
        ))}
      </StatusView>
    </Page>
  );
}

const nothing = { title: '没有等您办的', text: '有新诉求、有要签收的，会在这里，也会发消息。' };

const nothingOf: Record<Urgency, { title: string }> = {
  breached: { title: '没有超时的' },
  today: { title: '今天没有到期的' },
  later: { title: '没有往后的' },
};

function all(onTap: () => void) {
  return { text: '看全部', onTap };
}
