import { useRouter } from '@tarojs/taro';
import type { Event } from '@contract';
import { serverNow } from '@/api/clock';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Page } from '@/components/page';
import { Failure, Skeleton } from '@/components/status-view';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useSession } from '@/hooks/use-session';
import { featurePath, openPage } from '@/platform/navigation';
import { useShare } from '@/platform/share';
import { About } from './components/about';
import { EventHead } from './components/head';
import { SignUp } from './components/sign-up';
import { useEvent } from './use-event';
import { closedBecause } from './view-model';
import './index.scss';

/** 活动详情: is there room, who goes? */
export default function EventDetail() {
  const { id = '' } = useRouter().params;
  const { me, enterprise } = useSession();
  const event = useEvent(id, enterprise?.enterpriseId ?? '');
  useShare(() => ({
    title: event.data?.title ?? '活动',
    path: featurePath('events/detail', { id }),
  }));
  usePullToRefresh(event.refresh);
  useRefreshOnShow(event.refresh);

  if (!event.data) {
    return (
      <Page>
        {event.error ? (
          <Failure subject="活动" error={event.error} onRetry={() => void event.refresh()} />
        ) : (
          <Skeleton />
        )}
      </Page>
    );
  }
  return enterprise && me ? (
    <SignUp
      key={`${id}:${enterprise.enterpriseId}`}
      event={event.data}
      enterpriseId={enterprise.enterpriseId}
      me={me}
      refreshEvent={event.refresh}
    />
  ) : (
    <ForReaders event={event.data} />
  );
}

/** For somebody who acts for no enterprise: everything to read, and the way to signing up. */
function ForReaders({ event }: { event: Event }) {
  const now = serverNow();
  const { status, pending, offices } = useSession();
  const closed = closedBecause(event, now);
  const isVisitor = status === 'visitor';
  const way = isVisitor ? ('accounts/sign-in' as const) : ('enterprises/bind' as const);
  const words = pending ? '等管理员同意' : isVisitor ? '登录后报名' : '绑定企业后报名';
  return (
    <Page
      head={<EventHead event={event} now={now} />}
      footer={
        status !== 'starting' &&
        offices.length === 0 && (
          <BottomBar>
            <Button disabled={closed !== undefined || pending !== undefined} onTap={() => void openPage(way)}>
              {closed?.title ?? words}
            </Button>
          </BottomBar>
        )
      }
    >
      <About event={event} now={now} />
    </Page>
  );
}
