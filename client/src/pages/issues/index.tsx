import { useSession } from '@/hooks/use-session';
import { Empty } from '@/components/status-view';
import { Page } from '@/components/page';
import { openPage } from '@/platform/navigation';

/** 诉求: where are my problems? */
export default function Issues() {
  const { enterprise } = useSession();
  return (
    <Page>
      {enterprise ? (
        <Empty
          title="没有在办的诉求"
          text="遇到难处说一句话就行，2 个工作小时内有人接"
          action={{ text: '提诉求', icon: 'pen', onTap: () => void openPage('issues/new') }}
        />
      ) : (
        <Empty
          title="绑定企业后看诉求"
          text="绑定后能提诉求，谁在办、什么时候答复都看得到"
          action={{ text: '去绑定', onTap: () => void openPage('enterprises/bind') }}
        />
      )}
    </Page>
  );
}
