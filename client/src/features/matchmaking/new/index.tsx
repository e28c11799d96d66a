import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import type { EnterpriseMembership, ListingSide } from '@contract';
import { serverNow } from '@/api/clock';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { Empty, Failure, Skeleton } from '@/components/status-view';
import { marketText } from '@contract/words';
import { dayOf, formatPast } from '@/format/dates';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { confirm } from '@/platform/notify';
import { ListingFields } from './components/fields';
import { Posted } from './components/posted';
import { useEarlierListing, useNewListing } from './use-new-listing';
import { marketWords, type ListingForm } from './view-model';
import './index.scss';

/** 发供需: will somebody fit? */
export default function NewListing() {
  const { side, market, from } = useRouter().params;
  const { status, enterprise } = useSession();
  const earlier = useEarlierListing(from);

  if (!enterprise) return <NotBound isVisitor={status === 'visitor'} isStarting={status === 'starting'} />;
  if (!earlier.data) {
    return (
      <Page>
        {earlier.error ? (
          <Failure subject="原来那条" error={earlier.error} onRetry={() => void earlier.refresh()} />
        ) : (
          <Skeleton cards={2} />
        )}
      </Page>
    );
  }
  const first: Partial<ListingForm> = {
    ...(side === 'offer' || side === 'need' ? { side: side satisfies ListingSide } : {}),
    ...(isMarket(market) ? { market } : {}),
    ...earlier.data,
  };
  return (
    <Form key={enterprise.enterpriseId} enterprise={enterprise} first={first} replaces={from !== undefined} />
  );
}

function isMarket(text: string | undefined): text is ListingForm['market'] {
  return text !== undefined && text in marketText;
}

function NotBound({ isVisitor, isStarting }: { isVisitor: boolean; isStarting: boolean }) {
  return (
    <Page>
      {isStarting ? (
        <Skeleton cards={2} />
      ) : (
        <Empty
          title="绑定企业才能发"
          text="供需以企业的名义发，别人才放心。"
          action={{
            text: isVisitor ? '先登录' : '绑定企业',
            onTap: () => void openPage(isVisitor ? 'accounts/sign-in' : 'enterprises/bind'),
          }}
        />
      )}
    </Page>
  );
}

interface FormProps {
  enterprise: EnterpriseMembership;
  first: Partial<ListingForm>;
  /** The form holds an earlier listing that is posted anew. */
  replaces: boolean;
}

function Form({ enterprise, first, replaces }: FormProps) {
  const now = serverNow();
  const today = dayOf(now);
  const listing = useNewListing(enterprise.enterpriseId, first, today);
  const { form, savedAt, isRestored } = listing;

  const startAnew = async () => {
    const isSure = await confirm({
      title: '清空重写？',
      text: '写的这些就没有了。',
      yes: '清空',
      no: '不清空',
    });
    if (isSure) listing.clear();
  };
  if (listing.posted) return <Posted listing={listing.posted} onAgain={listing.again} />;
  return (
    <Page
      className="listing-form"
      footer={
        <BottomBar
          note={
            listing.refusal && (
              <View className="listing-refusal" role="alert">
                <Icon name="warning" size={20} />
                <View>{listing.refusal}</View>
              </View>
            )
          }
        >
          <View className="listing-foot">
            <View className="q-t16">审完就上线</View>
            <View className="q-meta">{savedAt ? `${formatPast(savedAt, now)}存好了` : '写的随时存着'}</View>
          </View>
          <Button loading={listing.isSending} onTap={() => void listing.send()}>
            发布
          </Button>
        </BottomBar>
      }
    >
      {isRestored && !replaces && (
        <View className="q-between listing-restored">
          <View className="q-body">上次写的还在：{marketWords[form.market].sides[form.side]}</View>
          <Button kind="quiet" size="small" onTap={() => void startAnew()}>
            清空重写
          </Button>
        </View>
      )}
      <ListingFields
        form={form}
        errors={listing.errors}
        today={today}
        now={now}
        enterpriseId={enterprise.enterpriseId}
        onChange={listing.update}
      />
      <View className="q-foot">别写电话、微信，双方都有意才互换</View>
    </Page>
  );
}
