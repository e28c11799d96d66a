import { useDidShow } from '@tarojs/taro';
import { useState } from 'react';
import { Page } from '@/components/page';
import { Segments } from '@/components/segments';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useSession } from '@/hooks/use-session';
import { takeMatchingView, type MatchingView } from '@/platform/navigation';
import { scrollToTop } from '@/platform/screen';
import { EventsView } from './components/events-view';
import { ListingsView } from './components/listings-view';
import { MineView } from './components/mine-view';
import { ForMembers } from './components/for-members';
import { useMine } from './use-matching';
import { countWaiting } from './view-model';
import './index.scss';

/** 对接: what can I go to, and who fits us? */
export default function Matching() {
  const { enterprise } = useSession();
  const [view, setView] = useState<MatchingView>('events');
  const mine = useMine(enterprise?.enterpriseId);
  useRefreshOnShow(mine.refresh);

  const waiting = countWaiting(mine.data?.introductions ?? []);
  const views = [
    { value: 'events', label: '活动' },
    { value: 'listings', label: '供需' },
    { value: 'mine', label: '我的对接', ...(waiting > 0 ? { count: waiting } : {}) },
  ] as const;
  const change = (next: MatchingView) => {
    setView(next);
    scrollToTop();
  };
  useDidShow(() => {
    const asked = takeMatchingView();
    if (asked && asked !== view) change(asked);
  });
  return (
    <Page>
      <Segments items={views} value={view} onChange={change} label="范围" />
      {view === 'events' && (
        <EventsView
          viewer={enterprise?.enterpriseId ?? ''}
          registrations={mine.data?.registrations ?? []}
          refreshMine={mine.refresh}
          onToListings={() => change('listings')}
        />
      )}
      {view === 'listings' && (
        <ForMembers reason="绑定后按您的行业、地区挑合适的">
          {({ enterpriseId }) => (
            <ListingsView
              key={enterpriseId}
              enterpriseId={enterpriseId}
              introductions={mine.data?.introductions ?? []}
              refreshMine={mine.refresh}
              onToEvents={() => change('events')}
            />
          )}
        </ForMembers>
      )}
      {view === 'mine' && (
        <ForMembers reason="绑定后，谁对您有意、谈到哪一步都在这里">
          {({ enterpriseId }) => <MineView key={enterpriseId} enterpriseId={enterpriseId} mine={mine} />}
        </ForMembers>
      )}
    </Page>
  );
}
