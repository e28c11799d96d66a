import type { ReactNode } from 'react';
import type { Me } from '@contract';
import { restoreSession } from '@/api/session';
import { Empty, Failure, Skeleton } from '@/components/status-view';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';

/** Shows what is for people who are signed in; to everybody else, how to. */
export function SignedInOnly({ why, children }: { why: string; children: (me: Me) => ReactNode }) {
  const { status, me } = useSession();
  if (me) return <>{children(me)}</>;
  if (status === 'starting') return <Skeleton cards={1} />;
  if (status === 'unreachable')
    return (
      <Failure
        subject="登录状态"
        error={{ message: '没有连上服务器，请稍后再试', isOffline: false }}
        onRetry={() => void restoreSession()}
      />
    );
  return (
    <Empty
      title="请先登录"
      text={why}
      action={{ text: '登录', onTap: () => void openPage('accounts/sign-in') }}
    />
  );
}
