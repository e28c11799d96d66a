import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Registration } from '@contract';
import { serverNow } from '@/api/clock';
import { ApiError } from '@/api/request';
import { cancelRegistration, listRegistrations } from '@/api/events';
import { Button, Buttons } from '@/components/button';
import { Card, Heading } from '@/components/card';
import { DateLeaf } from '@/components/date-leaf';
import { Page } from '@/components/page';
import { Empty, EndOfList, StatusView } from '@/components/status-view';
import { Tag } from '@/components/tag';
import { Tap } from '@/components/tap';
import { dayOf, daysUntil } from '@/format/dates';
import { eventPlaceAndTime } from '@/format/events';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';
import { useSession } from '@/hooks/use-session';
import { openMatching, openPage } from '@/platform/navigation';
import { confirm, notify, tell, whileBusy } from '@/platform/notify';
import { keepTickets } from '../kept-tickets';
import { canCancel, groupRegistrations, namesOf, outcomeOf } from './view-model';
import './index.scss';

/** 我报名的: what do we go to? */
export default function MyEvents() {
  const { enterprise, status } = useSession();
  if (status === 'visitor') {
    return (
      <Page>
        <Empty
          title="登录后看报名"
          text="报上的活动和入场码都在这里。"
          action={{ text: '登录', onTap: () => void openPage('accounts/sign-in') }}
        />
      </Page>
    );
  }
  return <Registrations key={enterprise?.enterpriseId} enterpriseId={enterprise?.enterpriseId ?? ''} />;
}

function Registrations({ enterpriseId }: { enterpriseId: string }) {
  const now = serverNow();
  const [isCancelling, setIsCancelling] = useState(false);
  const list = useResource<Registration[]>(async () => {
    const registrations = await listRegistrations();
    keepTickets(registrations, serverNow());
    return registrations;
  }, enterpriseId);
  useRefreshOnShow(list.refresh);
  usePullToRefresh(list.refresh);
  const { coming, past } = groupRegistrations(list.data ?? [], now);

  const cancel = async (registration: Registration) => {
    const isSure = await confirm({
      title: '取消这次报名？',
      text: `${namesOf(registration)}的入场码会作废，席位让给别人。`,
      yes: '取消报名',
      no: '不取消',
    });
    if (!isSure) return;
    setIsCancelling(true);
    try {
      await whileBusy('正在取消', () => cancelRegistration(registration.id));
      await list.refresh();
      notify('报名取消了');
    } catch (error) {
      await tell('没取消成', error instanceof ApiError ? error.message : '报名还在，请再试一次');
      await list.refresh();
    } finally {
      setIsCancelling(false);
    }
  };

  return (
    <Page>
      <StatusView
        status={list.status}
        error={list.error}
        subject="报名"
        isEmpty={(list.data ?? []).length === 0}
        empty={{
          title: '还没报过活动',
          text: '银企、产销、用工对接会都在对接里。',
          action: { text: '看活动', icon: 'calendar', onTap: () => void openMatching('events') },
        }}
        onRetry={() => void list.refresh()}
        isComplete
        end={<EndOfList text={`${(list.data ?? []).length} 次报名都看完了`} />}
      >
        {coming.map((registration, index) => (
          <ComingCard
            key={registration.id}
            registration={registration}
            now={now}
            isFirst={index === 0}
            isBusy={isCancelling}
            onCancel={() => void cancel(registration)}
          />
        ))}
        {past.length > 0 && (
          <View className={coming.length > 0 ? 'q-gap' : ''}>
            <Heading title="以前的" />
          </View>
        )}
        {past.map((registration) => (
          <PastCard key={registration.id} registration={registration} now={now} />
        ))}
      </StatusView>
    </Page>
  );
}

interface ComingCardProps {
  registration: Registration;
  now: Date;
  isFirst: boolean;
  isBusy: boolean;
  onCancel: () => void;
}

function ComingCard({ registration, now, isFirst, isBusy, onCancel }: ComingCardProps) {
  const { event } = registration;
  const isNear = daysUntil(dayOf(event.startsAt), now) <= 1;
  return (
    <Card>
      <EventLine registration={registration} now={now} tone={isNear ? 'next' : 'plain'} />
      <View className="mine-actions">
        <Buttons>
          <Button
            kind={isFirst ? 'primary' : 'soft'}
            size="small"
            icon="ticket"
            label={`看${event.title}的入场码`}
            onTap={() => void openPage('events/ticket', { eventId: event.id })}
          >
            入场码
          </Button>
          {canCancel(registration, now) && (
            <Button
              kind="outline"
              size="small"
              label={`取消${event.title}的报名`}
              disabled={isBusy}
              onTap={onCancel}
            >
              取消报名
            </Button>
          )}
        </Buttons>
      </View>
    </Card>
  );
}

function PastCard({ registration, now }: { registration: Registration; now: Date }) {
  return (
    <Card>
      <EventLine registration={registration} now={now} tone="plain" />
      <View>
        <Tag tone={registration.event.status === 'cancelled' ? 'bad' : 'mute'}>{outcomeOf(registration)}</Tag>
      </View>
    </Card>
  );
}

interface EventLineProps {
  registration: Registration;
  now: Date;
  tone: 'plain' | 'next';
}

function EventLine({ registration, now, tone }: EventLineProps) {
  const { event } = registration;
  return (
    <Tap
      className="mine-event"
      role="link"
      label={`${event.title}，看活动`}
      onTap={() => void openPage('events/detail', { id: event.id })}
    >
      <DateLeaf day={dayOf(event.startsAt)} under="month" tone={tone} now={now} />
      <View className="mine-event__main">
        <View className="q-t17">{event.title}</View>
        <View className="q-meta">{eventPlaceAndTime(event, now)}</View>
        <View className="q-body">{namesOf(registration)}</View>
      </View>
    </Tap>
  );
}
