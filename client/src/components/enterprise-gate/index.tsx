import type { ReactNode } from 'react';

import type { EnterpriseMembership } from '@contract';

import { restoreSession } from '@/api/session';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';

import { Empty, Failure, Skeleton } from '../status-view';

interface EnterpriseGateProps {
  /** What is behind it, in a word: “诉求”. */
  subject: string;
  /** What one can do once inside. */
  promise: string;
  children: (membership: EnterpriseMembership) => ReactNode;
}

/** Shows its content to somebody who acts for an enterprise; everybody else learns how to get there. */
export function EnterpriseGate({ subject, promise, children }: EnterpriseGateProps) {
  const { status, enterprise, pending, offices } = useSession();
  if (enterprise) return <>{children(enterprise)}</>;
  if (status === 'starting') return <Skeleton />;
  if (status === 'unreachable') {
    return (
      <Failure
        subject={subject}
        error={{ message: '没有连上服务器，您填的资料都还在', isOffline: false }}
        onRetry={() => void restoreSession()}
      />
    );
  }
  if (status === 'visitor') {
    return (
      <Empty
        title={`登录后看${subject}`}
        text={promise}
        action={{ text: '登录', onTap: () => void openPage('accounts/sign-in') }}
      />
    );
  }
  if (pending)
    return <Empty title="等管理员同意" text={`${pending.enterpriseName}同意后，就能提${subject}了。`} />;
  if (offices.length > 0) {
    return (
      <Empty
        title={`这里是企业的${subject}`}
        text="您要办的都在工作台里。"
        action={{ text: '去工作台', onTap: () => void openPage('officer/todo') }}
      />
    );
  }
  return (
    <Empty
      title={`绑定企业后看${subject}`}
      text={promise}
      action={{ text: '去绑定', onTap: () => void openPage('enterprises/bind') }}
    />
  );
}
