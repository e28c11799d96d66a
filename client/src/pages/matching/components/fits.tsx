import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Introduction, Match } from '@contract';
import { serverNow } from '@/api/clock';
import { ApiError } from '@/api/request';
import { Button, Buttons } from '@/components/button';
import { Card, CardLine, Heading } from '@/components/card';
import { Link } from '@/components/link';
import { MatchParts } from '@/components/match-parts';
import { Note } from '@/components/note';
import { ScoreBar } from '@/components/score-bar';
import { Tap } from '@/components/tap';
import { introductionState, listingAge, listingKind, listingTitle } from '@/format/listings';
import { openPage } from '@/platform/navigation';
import { notify, tell } from '@/platform/notify';
import type { useFits } from '../use-matching';
import { findAsked, withoutAside } from '../view-model';

interface FitsProps {
  matches: readonly Match[];
  fits: ReturnType<typeof useFits>;
  introductions: readonly Introduction[];
  refreshMine: () => Promise<void>;
}

/** What fits my listings, with the reasons; each can be followed up or put aside. */
export function Fits({ matches, fits, introductions, refreshMine }: FitsProps) {
  const [sendingId, setSendingId] = useState<string>();
  const shown = withoutAside(matches, fits.aside);
  const asideCount = matches.length - shown.length;
  const firstOpen = shown.findIndex(({ listing }) => !findAsked(introductions, listing.id));

  const express = async (listingId: string) => {
    setSendingId(listingId);
    try {
      await fits.express(listingId);
      await refreshMine();
      notify('告诉对方了');
    } catch (error) {
      await tell('没发出去', error instanceof ApiError ? error.message : '请再试一次');
      await refreshMine();
    } finally {
      setSendingId(undefined);
    }
  };
  const putAside = (listingId: string) => {
    fits.putAside(listingId);
    notify('不再推荐这一条');
  };

  return (
    <>
      {shown.length > 0 && <Heading title={`为您挑了 ${shown.length} 条`}>按合适程度排</Heading>}
      {shown.map((match, index) => (
        <FitCard
          key={`${match.mine.id}-${match.listing.id}`}
          match={match}
          isFirst={index === firstOpen}
          asked={findAsked(introductions, match.listing.id)}
          isSending={sendingId === match.listing.id}
          isBusy={sendingId !== undefined}
          onExpress={() => void express(match.listing.id)}
          onPutAside={() => putAside(match.listing.id)}
        />
      ))}
      {asideCount > 0 && (
        <View className="q-foot">
          {asideCount} 条您说不合适，<Link onTap={fits.takeBack}>再看看</Link>
        </View>
      )}
      {shown.length > 0 && (
        <Note icon="lock" tone="plain">
          双方都有意向，才看得到联系方式。
        </Note>
      )}
    </>
  );
}

interface FitCardProps {
  match: Match;
  /** The one filled button of the list is here. */
  isFirst: boolean;
  asked?: Introduction;
  isSending: boolean;
  isBusy: boolean;
  onExpress: () => void;
  onPutAside: () => void;
}

function FitCard({ match, isFirst, asked, isSending, isBusy, onExpress, onPutAside }: FitCardProps) {
  const now = serverNow();
  const { listing, mine, score, parts } = match;
  return (
    <Card>
      <View className="q-between">
        <ScoreBar score={score} />
        <View className="q-meta">{`${listingKind(listing)}，${listingAge(listing, now)}`}</View>
      </View>
      <Tap
        className="matching-fit"
        role="link"
        label={`${listing.title}，看详情`}
        onTap={() => void openPage('matchmaking/listing', { id: listing.id })}
      >
        <View className="q-t17">{listingTitle(listing)}</View>
        <View className="q-meta">{listing.ownerName}</View>
        <View className="q-meta">对上您的“{mine.title}”</View>
      </Tap>
      <CardLine>
        <MatchParts parts={parts} />
      </CardLine>
      <View className="matching-fit__actions">
        {asked ? (
          <Button
            kind="soft"
            size="small"
            block
            icon="handshake"
            onTap={() => void openPage('matchmaking/introduction', { id: asked.id })}
          >
            {`${introductionState(asked).word}，看进展`}
          </Button>
        ) : (
          <Buttons>
            <Button
              kind={isFirst ? 'primary' : 'soft'}
              size="small"
              label={`对${listing.title}有意向`}
              loading={isSending}
              disabled={isBusy}
              onTap={onExpress}
            >
              有意向
            </Button>
            <Button
              kind="outline"
              size="small"
              label={`${listing.title}不合适`}
              disabled={isBusy}
              onTap={onPutAside}
            >
              不合适
            </Button>
          </Buttons>
        )}
      </View>
    </Card>
  );
}
