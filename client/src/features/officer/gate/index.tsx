import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { Event } from '@contract';
import { getEvent } from '@/api/events';
import { Page } from '@/components/page';
import { Empty, Failure, Skeleton } from '@/components/status-view';
import { TopBar } from '@/components/top-bar';
import { useResource } from '@/hooks/use-resource';
import { useSession } from '@/hooks/use-session';
import { openPage, openTab } from '@/platform/navigation';
import { ChooseEvent } from './components/choose-event';
import { Gate } from './components/gate';
import './index.scss';

/** 验票: let in or not? */
export default function OfficerGate() {
  const { eventId } = useRouter().params;
  const { status, offices } = useSession();
  const [chosen, setChosen] = useState<Event>();
  const isSteward = offices.some(({ roles }) => roles.includes('steward') || roles.includes('event-manager'));

  if (isSteward && chosen)
    return <Gate key={chosen.id} event={chosen} onLeave={() => setChosen(undefined)} />;
  if (isSteward && eventId) return <Asked eventId={eventId} onChoose={setChosen} />;
  return (
    <Page head={<TopBar title="验票" back />}>
      {status === 'starting' && <Skeleton />}
      {isSteward && <ChooseEvent onChoose={setChosen} />}
      {!isSteward && status !== 'starting' && (
        <Empty
          title="验票员才能用"
          text="请活动管理员给您加上“验票员”，再来打开。"
          action={
            status === 'visitor'
              ? { text: '先登录', onTap: () => void openPage('accounts/sign-in') }
              : { text: '回首页', onTap: () => void openTab('home') }
          }
        />
      )}
    </Page>
  );
}

/** The gate of an event that the link names. */
function Asked({ eventId, onChoose }: { eventId: string; onChoose: (event: Event | undefined) => void }) {
  const { data, error, refresh } = useResource(() => getEvent(eventId), eventId);
  const [isLeft, setIsLeft] = useState(false);
  if (data && !isLeft) return <Gate event={data} onLeave={() => setIsLeft(true)} />;
  return (
    <Page head={<TopBar title="验票" back />}>
      {isLeft && <ChooseEvent onChoose={onChoose} />}
      {!isLeft && error && <Failure subject="活动" error={error} onRetry={() => void refresh()} />}
      {!isLeft && !error && <Skeleton />}
    </Page>
  );
}
