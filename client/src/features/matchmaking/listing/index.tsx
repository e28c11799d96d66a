import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { serverNow } from '@/api/clock';
import { Card, Heading } from '@/components/card';
import { Icon } from '@/components/icon';
import { ListRow, Rows } from '@/components/list-row';
import { MatchParts } from '@/components/match-parts';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { ScoreBar } from '@/components/score-bar';
import { Failure, Skeleton } from '@/components/status-view';
import { Tag } from '@/components/tag';
import { introductionState, listingAge, listingKind } from '@/format/listings';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { AskBar } from './components/ask-bar';
import { OwnBar } from './components/own-bar';
import { useListing, type ListingContent } from './use-listing';
import { askedFor, interestIn, listingFacts, matchWith, ownState } from './view-model';
import './index.scss';

/** 供需详情: what is wanted or offered, and does it fit us? */
export default function ListingDetail() {
  const { id = '' } = useRouter().params;
  const { enterprise } = useSession();
  const page = useListing(id, enterprise?.enterpriseId);
  usePullToRefresh(page.refresh);
  useRefreshOnShow(page.refresh);

  if (!page.data) {
    return (
      <Page>
        {page.error ? (
          <Failure subject="这条供需" error={page.error} onRetry={() => void page.refresh()} />
        ) : (
          <Skeleton cards={2} />
        )}
      </Page>
    );
  }
  const { listing, introductions } = page.data;
  return (
    <Page
      head={<Head content={page.data} />}
      footer={
        listing.isMine ? (
          <OwnBar listing={listing} withdraw={page.withdraw} />
        ) : (
          <AskBar
            listing={listing}
            asked={askedFor(introductions, id)}
            note={page.note}
            onNote={page.writeNote}
            express={page.express}
            refresh={page.refresh}
          />
        )
      }
    >
      <Body content={page.data} />
    </Page>
  );
}

function Head({ content: { listing } }: { content: ListingContent }) {
  const now = serverNow();
  return (
    <View className="listing-head">
      <View className="q-between">
        <Tag tone="accent">{listingKind(listing)}</Tag>
        <View className="q-meta">{listingAge(listing, now)}</View>
      </View>
      <View className="q-title listing-head__title" role="heading">
        {listing.title}
      </View>
      <View className="listing-head__owner q-body">
        <Icon name={listing.isNameHidden ? 'lock' : 'building'} size={20} className="q-accent" />
        <View>
          {listing.ownerName}
          {listing.isNameHidden && listing.isMine && '（别人看不到名称）'}
        </View>
      </View>
    </View>
  );
}

function Body({ content: { listing, introductions, matches } }: { content: ListingContent }) {
  const now = serverNow();
  const match = matchWith(matches, listing.id);
  const interested = interestIn(introductions, listing.id);
  const waiting = interested.filter(({ status }) => status === 'interested').length;
  const state = ownState(listing, waiting);
  return (
    <>
      {listing.isMine && (
        <Note tone={state.tone} icon={listing.status === 'returned' ? 'warning' : 'info'}>
          {state.text}
        </Note>
      )}
      {interested.length > 0 && (
        <Card flush>
          <Rows>
            {interested.map((introduction) => {
              const { word, tone } = introductionState(introduction);
              return (
                <ListRow
                  key={introduction.id}
                  strong
                  icon="handshake"
                  title={introduction.otherName}
                  note={introduction.note}
                  end={<Tag tone={tone}>{word}</Tag>}
                  onTap={() => void openPage('matchmaking/introduction', { id: introduction.id })}
                />
              );
            })}
          </Rows>
        </Card>
      )}
      {match && (
        <Card>
          <View className="q-between">
            <View className="q-t17">为什么合适</View>
            <ScoreBar score={match.score} />
          </View>
          <MatchParts parts={match.parts} />
          <View className="q-meta">对上您的“{match.mine.title}”</View>
        </Card>
      )}
      <Card>
        <Heading title="说明" />
        <View className="q-body listing-text">{listing.text}</View>
      </Card>
      <Card>
        {listingFacts(listing, now).map(([label, value]) => (
          <View key={label} className="q-pair">
            <View className="q-pair__label">{label}</View>
            <View className="q-pair__value">{value}</View>
          </View>
        ))}
      </Card>
      {!listing.isMine && (
        <Note icon="lock" tone="plain">
          双方都有意向，才看得到联系方式。
        </Note>
      )}
    </>
  );
}
