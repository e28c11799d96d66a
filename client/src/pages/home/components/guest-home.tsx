import { View } from '@tarojs/components';
import type { Office } from '@contract';
import { serverNow } from '@/api/clock';
import { renewSession } from '@/api/session';
import { Button } from '@/components/button';
import { Card, Heading } from '@/components/card';
import { Link } from '@/components/link';
import { ListRow, Rows } from '@/components/list-row';
import { Page } from '@/components/page';
import { PolicyCard } from '@/components/policy-card';
import { Failure, Skeleton } from '@/components/status-view';
import { Tag } from '@/components/tag';
import { checksTickets, entranceText, worksOnIssues } from '@/format/offices';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useSession } from '@/hooks/use-session';
import { openMatching, openPage, openTab } from '@/platform/navigation';
import { useNewestPolicies } from '../use-home';
import { QuickActions } from './cards';
import { HomeHead } from './home-head';

/** 首页 of a visitor, of somebody who has bound no enterprise yet, and of officers. */
export function GuestHome() {
  const now = serverNow();
  const { status, me, pending, offices } = useSession();
  const policies = useNewestPolicies();
  usePullToRefresh(policies.refresh);
  const isVisitor = status === 'visitor';

  return (
    <Page
      head={<HomeHead statement={[[{ text: statementOf(isVisitor, offices, pending !== undefined) }]]} />}
    >
      {offices.length > 0 ? (
        <Card flush className="q-pull">
          <Rows>
            <ListRow
              strong
              icon="scan"
              title="工作人员入口"
              note={offices.map(({ organization }) => organization.shortName).join('、')}
              end={entranceText(offices)}
              onTap={() => void openPage('officer/todo')}
            />
          </Rows>
        </Card>
      ) : pending ? (
        <Card className="q-pull">
          <View className="q-between">
            <Tag tone="warn">等同意</Tag>
            <View className="q-meta">{me?.name}</View>
          </View>
          <View className="q-t17">{pending.enterpriseName}</View>
          <View className="q-body">同意后就能看这家企业能拿哪些政策，会发消息告诉您。</View>
        </Card>
      ) : (
        <Card className="q-pull">
          <View className="q-t17">{isVisitor ? '先看政策，不用登录' : '绑定企业，30 秒'}</View>
          <View className="q-body">
            {isVisitor
              ? '登录后能看自己符不符合、提诉求、报活动。'
              : '填统一社会信用代码，就能看这家企业能拿哪些政策。'}
          </View>
          <View className="home-officer">
            <Button block onTap={() => void (isVisitor ? signIn() : openPage('enterprises/bind'))}>
              {isVisitor ? '登录' : '去绑定'}
            </Button>
          </View>
        </Card>
      )}
      <QuickActions
        actions={[
          { text: '提诉求', icon: 'pen', onTap: () => void openPage('issues/new') },
          { text: '查政策', icon: 'search', onTap: () => void openPage('policies/search') },
          { text: '看活动', icon: 'calendar', onTap: () => void openMatching('events') },
          { text: '看供需', icon: 'handshake', onTap: () => void openMatching('listings') },
        ]}
      />
      <Card flush>
        <ListRow
          icon="building"
          title="服务窗口"
          note="在哪里、开没开、谁当班"
          onTap={() => void openPage('organizations/windows')}
        />
      </Card>
      <View className="q-gap">
        <Heading title="新出的政策">
          <Link onTap={() => void openTab('policies')}>全部</Link>
        </Heading>
      </View>
      {!policies.data && policies.status !== 'error' && <Skeleton cards={2} />}
      {!policies.data && policies.error && (
        <Failure subject="政策" error={policies.error} onRetry={() => void policies.refresh()} />
      )}
      {policies.data?.map((policy) => (
        <PolicyCard
          key={policy.id}
          policy={policy}
          now={now}
          onOpen={() => void openPage('policies/detail', { id: policy.id })}
        />
      ))}
    </Page>
  );
}

function statementOf(isVisitor: boolean, offices: readonly Office[], isPending: boolean): string {
  if (worksOnIssues(offices)) return '今天先办快到期的';
  if (checksTickets(offices)) return '开门前，先把验票备好';
  if (offices.length > 0) return '新出的政策，都在这里';
  if (isPending) return '申请发出去了，等同意';
  return isVisitor ? '河南的惠企政策，这里查得到' : '绑定企业，看看能拿哪些政策';
}

/** In WeChat signing in asks nothing; where that isn’t possible the page explains how. */
async function signIn(): Promise<void> {
  const isDone = await renewSession().catch(() => false);
  if (!isDone) await openPage('accounts/sign-in');
}
