import { View } from '@tarojs/components';
import { useReachBottom } from '@tarojs/taro';
import { useState } from 'react';
import type { Listing, ListingSide, Market } from '@contract';
import { markets } from '@contract/enums';
import { serverNow } from '@/api/clock';
import { Card, Heading } from '@/components/card';
import { Chips } from '@/components/chips';
import { Link } from '@/components/link';
import { SearchBox } from '@/components/search-box';
import { EndOfList, StatusView } from '@/components/status-view';
import { Tag } from '@/components/tag';
import { Tap } from '@/components/tap';
import { formatAmount } from '@/format/amounts';
import { listingSideText, marketText } from '@contract/words';
import { listingAge } from '@/format/listings';
import { openPage } from '@/platform/navigation';
import { useMarket } from '../use-matching';

const marketChips = markets.map((value) => ({ value, label: marketText[value] }));
const sides: readonly (ListingSide | undefined)[] = [undefined, 'offer', 'need'];

interface MarketListProps {
  market: Market;
  onChange: (market: Market) => void;
  onBack: () => void;
}

/** One market: its offers and needs, found by words. */
export function MarketList({ market, onChange, onBack }: MarketListProps) {
  const now = serverNow();
  const [side, setSide] = useState<ListingSide>();
  const [typed, setTyped] = useState('');
  const [words, setWords] = useState('');
  const list = useMarket(market, side, words);
  useReachBottom(() => void list.loadMore());

  const change = (text: string) => {
    setTyped(text);
    if (text === '') setWords('');
  };
  return (
    <>
      <Chips items={marketChips} value={market} onChange={onChange} label="市场" />
      <SearchBox
        placeholder={`搜${marketText[market]}供需`}
        value={typed}
        onChange={change}
        onSearch={(text) => setWords(text.trim())}
      />
      <Heading title={`${marketText[market]}市场`}>
        <Link onTap={onBack}>回推荐</Link>
      </Heading>
      <View className="matching-sides" role="radiogroup" ariaLabel="供应还是需求">
        {sides.map((value) => (
          <Tap
            key={value ?? 'all'}
            className={`q-chip ${value === side ? 'q-chip--on' : ''}`}
            role="radio"
            checked={value === side}
            onTap={() => setSide(value)}
          >
            {value ? listingSideText[value] : '全部'}
          </Tap>
        ))}
      </View>
      <StatusView
        status={list.status}
        error={list.error}
        subject="供需"
        isEmpty={list.items.length === 0}
        empty={
          words
            ? {
                title: `没有写到“${words}”的`,
                text: '换个说法，或发一条，有人写到就告诉您。',
                action: toPost(market),
              }
            : { title: '这里还没有供需', text: '您发第一条，有合适的就告诉您。', action: toPost(market) }
        }
        onRetry={() => void list.refresh()}
        isComplete={list.isComplete}
        end={<EndOfList text={`${list.items.length} 条都看完了`} />}
      >
        {list.items.map((listing) => (
          <ListingCard key={listing.id} listing={listing} now={now} />
        ))}
      </StatusView>
    </>
  );
}

function toPost(market: Market) {
  return { text: '发一条', icon: 'plus', onTap: () => void openPage('matchmaking/new', { market }) } as const;
}

function ListingCard({ listing, now }: { listing: Listing; now: Date }) {
  const facts = [
    listing.quantity,
    listing.amountFen ? formatAmount(listing.amountFen) : undefined,
    listing.regionName,
  ].filter(Boolean);
  return (
    <Card
      label={`${listingSideText[listing.side]}，${listing.title}，${listing.ownerName}`}
      onTap={() => void openPage('matchmaking/listing', { id: listing.id })}
    >
      <View className="q-between">
        <Tag tone={listing.side === 'need' ? 'accent' : 'mute'}>{listingSideText[listing.side]}</Tag>
        <View className="q-meta">{listing.isMine ? '您发的' : listingAge(listing, now)}</View>
      </View>
      <View className="q-t17">{listing.title}</View>
      {facts.length > 0 && <View className="q-body">{facts.join('，')}</View>}
      <View className="q-meta">{listing.ownerName}</View>
    </Card>
  );
}
