import { View } from '@tarojs/components';
import { useReachBottom } from '@tarojs/taro';
import type { Introduction, Listing, ListingStatus } from '@contract';
import { serverNow } from '@/api/clock';
import { Button } from '@/components/button';
import { Card, CardLine, Heading } from '@/components/card';
import { Link } from '@/components/link';
import { EndOfList, Failure, Skeleton, StatusView } from '@/components/status-view';
import { Steps } from '@/components/steps';
import { Tag } from '@/components/tag';
import { listingStatusText } from '@contract/words';
import { formatMonthDay, formatPast } from '@/format/dates';
import { introductionStages, introductionState, listingKind, type Tone } from '@/format/listings';
import type { Loaded } from '@/hooks/use-resource';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { openPage } from '@/platform/navigation';
import { useMyListings, type Mine } from '../use-matching';
import { listingOutcome, orderIntroductions } from '../view-model';

const statusTones: Record<ListingStatus, Tone> = {
  'in-review': 'accent',
  published: 'ok',
  returned: 'warn',
  expired: 'mute',
  withdrawn: 'mute',
};

/** 我的对接: whom I talk to, and what I have posted. */
export function MineView({ enterpriseId, mine }: { enterpriseId: string; mine: Loaded<Mine> }) {
  const now = serverNow();
  const list = useMyListings(enterpriseId);
  useReachBottom(() => void list.loadMore());
  useRefreshOnShow(list.refresh);
  usePullToRefresh(() => Promise.all([list.refresh(), mine.refresh()]));

  const introductions = orderIntroductions(mine.data?.introductions ?? []);
  // One filled button per view: the first that waits for me.
  const firstWaiting = introductions.find(({ status, side }) => status === 'interested' && side === 'owner');
  return (
    <>
      {!mine.data && !mine.error && <Skeleton cards={1} />}
      {!mine.data && mine.error && (
        <Failure subject="对接" error={mine.error} onRetry={() => void mine.refresh()} />
      )}
      {introductions.length > 0 && <Heading title="正在谈的">{`${introductions.length} 笔`}</Heading>}
      {introductions.map((introduction) => (
        <IntroductionCard
          key={introduction.id}
          introduction={introduction}
          isFirst={introduction === firstWaiting}
          now={now}
        />
      ))}
      <View className={introductions.length > 0 ? 'q-gap' : ''}>
        <Heading title="我发的供需">
          <Link onTap={() => void openPage('matchmaking/new')}>再发一条</Link>
        </Heading>
      </View>
      <StatusView
        status={list.status}
        error={list.error}
        subject="供需"
        isEmpty={list.items.length === 0}
        empty={{
          title: '还没发过供需',
          text: '说出要什么、能供什么，有合适的就告诉您。',
          action: { text: '发需求', icon: 'plus', onTap: () => void openPage('matchmaking/new') },
        }}
        onRetry={() => void list.refresh()}
        skeletonCards={2}
        isComplete={list.isComplete}
        end={<EndOfList text={`${list.items.length} 条都看完了`} />}
      >
        {list.items.map((listing) => (
          <MyListing key={listing.id} listing={listing} now={now} />
        ))}
      </StatusView>
    </>
  );
}

interface IntroductionCardProps {
  introduction: Introduction;
  isFirst: boolean;
  now: Date;
}

function IntroductionCard({ introduction, isFirst, now }: IntroductionCardProps) {
  const { listing, otherName, status, side } = introduction;
  const { word, tone } = introductionState(introduction);
  const open = () => void openPage('matchmaking/introduction', { id: introduction.id });
  return (
    <Card label={`${otherName}，${listing.title}，${word}`} onTap={open}>
      <View className="q-between">
        <Tag tone={tone}>{word}</Tag>
        <View className="q-meta">{formatPast(introduction.decidedAt ?? introduction.createdAt, now)}</View>
      </View>
      <View className="q-t17">{otherName}</View>
      <View className="q-meta">{listing.title}</View>
      {status !== 'declined' && (
        <View className="matching-stages">
          <Steps {...introductionStages(introduction)} />
        </View>
      )}
      {status === 'interested' && side === 'owner' && (
        <View className="matching-fit__actions">
          <Button kind={isFirst ? 'primary' : 'soft'} size="small" block onTap={open}>
            去回复
          </Button>
        </View>
      )}
    </Card>
  );
}

function MyListing({ listing, now }: { listing: Listing; now: Date }) {
  const outcome = listingOutcome(listing);
  return (
    <Card
      label={`${listing.title}，${listingStatusText[listing.status]}，${outcome}`}
      onTap={() => void openPage('matchmaking/listing', { id: listing.id })}
    >
      <View className="q-between">
        <Tag tone={statusTones[listing.status]}>{listingStatusText[listing.status]}</Tag>
        <View className="q-meta">{listingKind(listing)}</View>
      </View>
      <View className="q-t17">{listing.title}</View>
      <CardLine>
        <View className="q-between">
          <View className={`q-body ${listing.status === 'returned' ? 'q-warn' : ''}`}>{outcome}</View>
          {listing.status === 'published' && (
            <View className="q-meta q-nowrap">挂到 {formatMonthDay(listing.validUntil, now)}</View>
          )}
        </View>
      </CardLine>
    </Card>
  );
}
