import { View } from '@tarojs/components';
import { useState } from 'react';
import { restoreSession } from '@/api/session';
import { Page } from '@/components/page';
import { SearchBox } from '@/components/search-box';
import { Segments } from '@/components/segments';
import { Empty, Failure, Skeleton } from '@/components/status-view';
import { TopBar } from '@/components/top-bar';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { Matches } from './components/matches';
import { Published, Topics } from './components/published';
import './index.scss';

type PolicyView = 'matches' | 'all' | 'topics';

const views = [
  { value: 'matches', label: '为我匹配' },
  { value: 'all', label: '全部' },
  { value: 'topics', label: '主题' },
] as const;

/** 政策: what can we get? */
export default function Policies() {
  const { enterprise, status } = useSession();
  const [chosen, setChosen] = useState<PolicyView>();
  // Somebody without an enterprise has nothing matched: the list of all stands first for them.
  const view =
    chosen ?? (enterprise || status === 'starting' || status === 'unreachable' ? 'matches' : 'all');

  return (
    <Page
      head={
        <TopBar>
          <View className="policies-search">
            <SearchBox placeholder="搜政策、文号、补助" onTap={() => void openPage('policies/search')} />
          </View>
        </TopBar>
      }
    >
      <Segments items={views} value={view} onChange={setChosen} label="范围" />
      {view === 'all' && <Published />}
      {view === 'topics' && <Topics />}
      {view === 'matches' && <Mine />}
    </Page>
  );
}

function Mine() {
  const { status, enterprise, pending } = useSession();
  if (enterprise) return <Matches key={enterprise.enterpriseId} enterpriseId={enterprise.enterpriseId} />;
  if (status === 'starting') return <Skeleton />;
  if (status === 'unreachable') {
    return (
      <Failure
        subject="政策"
        error={{ message: '没有连上服务器，您填的资料都还在', isOffline: false }}
        onRetry={() => void restoreSession()}
      />
    );
  }
  if (pending)
    return <Empty title="等管理员同意" text={`${pending.enterpriseName}同意后，这里就有结论了。`} />;
  const isVisitor = status === 'visitor';
  return (
    <Empty
      title="还不知道您是哪家企业"
      text="绑定后逐条对照，告诉您符不符合、能拿多少。"
      action={{
        text: isVisitor ? '先登录' : '绑定企业',
        onTap: () => void openPage(isVisitor ? 'accounts/sign-in' : 'enterprises/bind'),
      }}
    />
  );
}
