import type { ReactNode } from 'react';
import type { EnterpriseMembership } from '@contract';
import { restoreSession } from '@/api/session';
import { Empty, Failure, Skeleton } from '@/components/status-view';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';

interface ForMembersProps {
  /** What binding an enterprise opens. */
  reason: string;
  children: (enterprise: EnterpriseMembership) => ReactNode;
}

/** Content for somebody who acts for an enterprise; the others read how to get there. */
export function ForMembers({ reason, children }: ForMembersProps) {
  const { status, enterprise, pending } = useSession();
  if (enterprise) return <>{children(enterprise)}</>;
  if (status === 'starting') return <Skeleton />;
  if (status === 'unreachable') {
    return (
      <Failure
        subject="对接"
        error={{ message: '没有连上服务器，您填的资料都还在', isOffline: false }}
        onRetry={() => void restoreSession()}
      />
    );
  }
  if (pending) return <Empty title="等管理员同意" text={`${pending.enterpriseName}同意后，这里就能看了。`} />;
  const isVisitor = status === 'visitor';
  return (
    <Empty
      title="还不知道您是哪家企业"
      text={`${reason}。`}
      action={{
        text: isVisitor ? '先登录' : '绑定企业',
        onTap: () => void openPage(isVisitor ? 'accounts/sign-in' : 'enterprises/bind'),
      }}
    />
  );
}
