import { restoreSession } from '@/api/session';
import { Page } from '@/components/page';
import { Failure, Skeleton } from '@/components/status-view';
import { useSession } from '@/hooks/use-session';
import { HomeHead } from './components/home-head';
import { EnterpriseHome } from './components/enterprise-home';
import { GuestHome } from './components/guest-home';
import './index.scss';

/** 首页: what must I do now? */
export default function Home() {
  const { status, enterprise } = useSession();
  if (enterprise) return <EnterpriseHome key={enterprise.enterpriseId} membership={enterprise} />;
  if (status === 'starting' || status === 'unreachable') {
    return (
      <Page head={<HomeHead statement={[[{ text: '企业的事，这里有人办' }]]} />}>
        {status === 'starting' ? (
          <Skeleton cards={2} />
        ) : (
          <Failure
            subject="首页"
            error={{ message: '没有连上服务器，您的资料都还在', isOffline: false }}
            onRetry={() => void restoreSession()}
          />
        )}
      </Page>
    );
  }
  return <GuestHome />;
}
