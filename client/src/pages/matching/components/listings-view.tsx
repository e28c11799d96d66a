import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Introduction, Market } from '@contract';
import { markets } from '@contract/enums';
import { Button } from '@/components/button';
import { Card, Heading } from '@/components/card';
import { Icon, type IconName } from '@/components/icon';
import { Failure, Skeleton } from '@/components/status-view';
import { Tap } from '@/components/tap';
import { formatCount } from '@/format/amounts';
import { marketText } from '@contract/words';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { openPage } from '@/platform/navigation';
import { scrollToTop } from '@/platform/screen';
import { useFits, useMarketCounts } from '../use-matching';
import { Fits } from './fits';
import { MarketList } from './market-list';

const marketIcons: Record<Market, IconName> = {
  trade: 'box',
  finance: 'money',
  jobs: 'people',
  training: 'training',
  technology: 'bulb',
  'e-commerce': 'shop',
  factor: 'bolt',
};

interface ListingsViewProps {
  enterpriseId: string;
  introductions: readonly Introduction[];
  refreshMine: () => Promise<void>;
  onToEvents: () => void;
}

/** 供需: what fits my listings, and the markets to look around in. */
export function ListingsView({ enterpriseId, introductions, refreshMine, onToEvents }: ListingsViewProps) {
  const fits = useFits(enterpriseId);
  const counts = useMarketCounts();
  const [market, setMarket] = useState<Market>();
  const refresh = () => Promise.all([fits.refresh(), counts.refresh(), refreshMine()]);
  useRefreshOnShow(fits.refresh);
  usePullToRefresh(refresh);

  const show = (next: Market | undefined) => {
    setMarket(next);
    scrollToTop();
  };
  if (market) return <MarketList market={market} onChange={show} onBack={() => show(undefined)} />;
  const online = Object.values(counts.data ?? {}).reduce((sum, count) => sum + count, 0);
  return (
    <>
      {!fits.data && !fits.error && <Skeleton cards={2} />}
      {!fits.data && fits.error && (
        <Failure subject="推荐" error={fits.error} onRetry={() => void fits.refresh()} />
      )}
      {fits.data && (
        <Fits matches={fits.data} fits={fits} introductions={introductions} refreshMine={refreshMine} />
      )}
      <PostBanner hasFits={(fits.data ?? []).length > 0} />
      <Heading title="逛市场">{counts.data ? `在线 ${formatCount(online)} 条` : ''}</Heading>
      <Card flush>
        <View className="matching-markets">
          {markets.map((value) => (
            <MarketTile
              key={value}
              icon={marketIcons[value]}
              text={marketText[value]}
              note={counts.data ? formatCount(counts.data[value] ?? 0) : ''}
              onTap={() => show(value)}
            />
          ))}
          <MarketTile icon="calendar" text="对接会" note="看活动" onTap={onToEvents} />
        </View>
      </Card>
    </>
  );
}

interface TileProps {
  icon: IconName;
  text: string;
  note: string;
  onTap: () => void;
}

function MarketTile({ icon, text, note, onTap }: TileProps) {
  return (
    <Tap className="matching-market" role="link" label={`${text}，${note}`} onTap={onTap}>
      <Icon name={icon} size={28} className="q-accent" />
      <View>{text}</View>
      <View className="q-meta">{note}</View>
    </Tap>
  );
}

/** Who finds nothing fitting says what they need. */
export function PostBanner({ hasFits }: { hasFits: boolean }) {
  return (
    <Card tone="accent" className="matching-next q-gap">
      <View className="matching-next__words">
        <View className="q-t17">{hasFits ? '没有合适的？' : '还没有给您推荐的'}</View>
        <View className="q-meta">说出需要，有匹配就告诉您</View>
      </View>
      <Button kind="on-dark" size="small" icon="plus" onTap={() => void openPage('matchmaking/new')}>
        发需求
      </Button>
    </Card>
  );
}
