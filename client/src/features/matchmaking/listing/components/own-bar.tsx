import { useState } from 'react';
import type { Listing } from '@contract';
import { ApiError } from '@/api/request';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { openPage } from '@/platform/navigation';
import { confirm, notify, tell } from '@/platform/notify';

interface OwnBarProps {
  listing: Listing;
  withdraw: () => Promise<void>;
}

/** What the owner can do: take it down, or put it right and post it again. */
export function OwnBar({ listing, withdraw }: OwnBarProps) {
  const [isSending, setIsSending] = useState(false);
  const isUp = listing.status === 'published' || listing.status === 'in-review';

  const takeDown = async () => {
    const isSure = await confirm({
      title: '撤下这条？',
      text: '别人看不到了，已经在谈的照旧。',
      yes: '撤下',
      no: '不撤',
    });
    if (!isSure) return;
    setIsSending(true);
    try {
      await withdraw();
      notify('撤下了');
    } catch (error) {
      await tell('没撤成', error instanceof ApiError ? error.message : '请再试一次');
    } finally {
      setIsSending(false);
    }
  };
  return (
    <BottomBar>
      {isUp ? (
        <Button kind="outline" loading={isSending} onTap={() => void takeDown()}>
          撤下
        </Button>
      ) : (
        <Button icon="pen" onTap={() => void openPage('matchmaking/new', { from: listing.id })}>
          {listing.status === 'returned' ? '改好再发' : '再发一次'}
        </Button>
      )}
    </BottomBar>
  );
}
