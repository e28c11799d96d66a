import { useSession } from '@/hooks/use-session';
import { Empty } from '@/components/status-view';
import { Page } from '@/components/page';
import { openPage } from '@/platform/navigation';

/** 对接: who fits us? */
export default function Matching() {
  const { enterprise } = useSession();
  return (
    <Page>
      {enterprise ? (
        <Empty
          title="还没有合适的"
          text="说出需要，有匹配就告诉您"
          action={{ text: '发需求', icon: 'plus', onTap: () => void openPage('matchmaking/new') }}
        />
      ) : (
        <Empty
          title="绑定企业后看对接"
          text="绑定后按您的行业和地区挑合适的"
          action={{ text: '去绑定', onTap: () => void openPage('enterprises/bind') }}
        />
      )}
    </Page>
  );
}
