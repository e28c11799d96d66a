import { View } from '@tarojs/components';
import type { Listing } from '@contract';
import { serverNow } from '@/api/clock';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { Steps } from '@/components/steps';
import { Tag } from '@/components/tag';
import { listingStatusText } from '@contract/words';
import { formatDay } from '@/format/dates';
import { listingKind } from '@/format/listings';
import { goBack, replacePage } from '@/platform/navigation';

/** After posting: what happens next. */
export function Posted({ listing, onAgain }: { listing: Listing; onAgain: () => void }) {
  const now = serverNow();
  return (
    <Page
      footer={
        <BottomBar>
          <Button kind="outline" onTap={onAgain}>
            再发一条
          </Button>
          <Button onTap={() => void goBack()}>好了</Button>
        </BottomBar>
      }
    >
      <View className="listing-posted" role="status">
        <View className="listing-posted__sign">
          <Icon name="check" size={28} />
        </View>
        <View className="q-say">交上了，审完就上线</View>
        <View className="q-body">上线、退回都在“消息”里告诉您</View>
      </View>
      <Card
        label={`看${listing.title}`}
        onTap={() => void replacePage('matchmaking/listing', { id: listing.id })}
      >
        <View className="q-between">
          <Tag tone="accent">{listingStatusText[listing.status]}</Tag>
          <View className="q-meta">{listingKind(listing)}</View>
        </View>
        <View className="q-t17">{listing.title}</View>
        <View className="q-meta">挂到 {formatDay(listing.validUntil, now)}</View>
        <View className="listing-posted__steps">
          <Steps items={['交上', '审核', '上线']} current={1} />
        </View>
      </Card>
    </Page>
  );
}
