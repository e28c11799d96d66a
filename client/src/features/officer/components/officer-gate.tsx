import type { ReactNode } from 'react';
import type { Me, Office } from '@contract';
import { restoreSession } from '@/api/session';
import { Empty, Failure, Skeleton } from '@/components/status-view';
import { useSession } from '@/hooks/use-session';
import { openPage, openTab } from '@/platform/navigation';

/** Shows its content to somebody who holds an office; everybody else learns why there is nothing. */
export function OfficerGate({
  children,
}: {
  children: (officer: { me: Me; offices: Office[] }) => ReactNode;
}) {
  const { status, me, offices } = useSession();
  if (me && offices.length > 0) return <>{children({ me, offices })}</>;
  if (status === 'starting') return <Skeleton />;
  if (status === 'unreachable') {
    return (
      <Failure
        subject="工作台"
        error={{ message: '没有连上服务器，写的都还在', isOffline: false }}
        onRetry={() => void restoreSession()}
      />
    );
  }
  if (status === 'visitor') {
    return (
      <Empty
        title="登录后看待办"
        text="工作人员登录后，这里是要办的诉求。"
        action={{ text: '登录', onTap: () => void openPage('accounts/sign-in') }}
      />
    );
  }
  return (
    <Empty
      title="您还没有工作岗位"
      text="请单位管理员把您加进来。"
      action={{ text: '回首页', onTap: () => void openTab('home') }}
    />
  );
}
