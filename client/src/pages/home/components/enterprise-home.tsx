import { useState } from 'react';
import type { EnterpriseMembership, IssueRow, RatingResult } from '@contract';
import { serverNow } from '@/api/clock';
import { ApiError } from '@/api/request';
import { Page } from '@/components/page';
import { Failure, OfflineBanner, Skeleton } from '@/components/status-view';
import { enterpriseSizeText } from '@contract/words';
import { useEnterpriseSwitch } from '@/hooks/use-enterprise-switch';
import { openMatching, openPage, openTab } from '@/platform/navigation';
import { confirm, notify } from '@/platform/notify';
import { useHome } from '../use-home';
import { listDaysAhead, stateWhatIsDue } from '../view-model';
import { BriefingCard, OfficerCard, QuickActions } from './cards';
import { HomeHead } from './home-head';
import { NothingDue } from './nothing-due';
import { ToDoCard } from './to-do-card';

/** 首页 of somebody who acts for an enterprise. */
export function EnterpriseHome({ membership }: { membership: EnterpriseMembership }) {
  const now = serverNow();
  const { data, status, error, refresh, rate } = useHome(membership.enterpriseId);
  const switchEnterprise = useEnterpriseSwitch();
  const [rating, setRating] = useState<RatingResult>();

  const ahead = data ? listDaysAhead(data.registrations, data.matches, now) : [];
  const waiting = data?.waiting ?? 0;
  const size = data?.enterprise.size;
  const traits = [membership.regionName, membership.industryName, size ? enterpriseSizeText[size] : ''];

  const onRate = async (issue: IssueRow, result: RatingResult) => {
    if (result !== 'solved' && !(await confirm(goesBack(issue)))) return;
    setRating(result);
    try {
      await rate(issue, result);
      notify(result === 'solved' ? '办结了，谢谢您' : `交回${issue.accountable.name}接着办`);
    } catch (failure) {
      notify(failure instanceof ApiError ? failure.message : '没发出去，请再试一次');
    } finally {
      setRating(undefined);
    }
  };

  return (
    <Page
      head={
        <HomeHead
          enterprise={membership}
          traits={traits.filter(Boolean)}
          unread={data?.unread}
          statement={data ? stateWhatIsDue(waiting, ahead.length) : [[{ text: '正在看有没有要办的' }]]}
          onSwitch={() => void switchEnterprise()}
          onInbox={() => void openPage('messages/inbox')}
        />
      }
    >
      {!data && status !== 'error' && <Skeleton cards={3} />}
      {!data && error && <Failure subject="要办的事" error={error} onRetry={() => void refresh()} />}
      {data && (
        <>
          {data.issue || ahead.length > 0 ? (
            <ToDoCard
              issue={data.issue}
              ahead={ahead}
              now={now}
              rating={rating}
              onRate={(issue, result) => void onRate(issue, result)}
              onOpenIssue={({ id }) => void openPage('issues/detail', { id })}
              onOpenTicket={({ event }) => void openPage('events/ticket', { eventId: event.id })}
              onOpenEvent={({ event }) => void openPage('events/detail', { id: event.id })}
              onOpenPolicy={({ match }) =>
                void openPage('policies/detail', { id: match.policyId, item: match.itemKey })
              }
            />
          ) : (
            <NothingDue onFind={() => void openTab('policies')} />
          )}
          {error && (
            <OfflineBanner text={error.isOffline ? '没有网，先看之前的' : '没刷新成功，先看之前的'} />
          )}
          <QuickActions actions={quickActions} />
          {data.enterprise.serviceOfficer ? (
            <OfficerCard
              officer={data.enterprise.serviceOfficer}
              onMessage={() => void openPage('issues/new')}
            />
          ) : null}
          {data.briefing && (
            <BriefingCard
              briefing={data.briefing}
              now={now}
              onOpen={() => void openPage('policies/briefing', { id: data.briefing?.id })}
            />
          )}
        </>
      )}
    </Page>
  );
}

const quickActions = [
  { text: '提诉求', icon: 'pen', onTap: () => void openPage('issues/new') },
  { text: '查政策', icon: 'search', onTap: () => void openPage('policies/search') },
  { text: '报活动', icon: 'calendar', onTap: () => void openMatching('events') },
  { text: '发需求', icon: 'megaphone', onTap: () => void openPage('matchmaking/new') },
] as const;

function goesBack(issue: IssueRow) {
  return {
    title: `交回${issue.accountable.name}接着办？`,
    text: `${issue.accountable.organization.shortName}会重新答复您`,
    yes: '交回去',
    no: '再想想',
  };
}
