import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import type { LoadError } from '@/hooks/load-error';
import { openTab } from '@/platform/navigation';
import { callPhone } from '@/platform/phone';

import { Button } from '../button';
import type { IconName } from '../icon';
import { Icon } from '../icon';
import { Tap } from '../tap';

import './index.scss';

/** Grey shapes of the cards that are on their way; they appear after 0.3 s, so that a quick answer doesn't flash. */
export function Skeleton({ cards = 3 }: { cards?: number }) {
  return (
    <View className="q-skeleton" role="status" ariaLabel="正在加载">
      {Array.from({ length: cards }, (_, index) => (
        <View key={index} className="q-skeleton__card">
          <View className="q-skeleton__bar q-skeleton__bar--short" />
          <View className="q-skeleton__bar q-skeleton__bar--title" />
          <View className="q-skeleton__bar q-skeleton__bar--middle" />
          <View className="q-skeleton__bar q-skeleton__bar--last" />
        </View>
      ))}
    </View>
  );
}

interface EmptyProps {
  title: string;
  /** Why there is nothing, and what happens next. */
  text?: ReactNode;
  action?: { text: string; icon?: IconName; onTap: () => void };
}

/** Nothing here: says why, and gives one thing to do. */
export function Empty({ title, text, action }: EmptyProps) {
  return (
    <View className="q-empty">
      <View className="q-empty__picture q-empty__picture--whole" ariaHidden />
      <View className="q-t17">{title}</View>
      {text && <View className="q-body q-empty__text">{text}</View>}
      {action && (
        <View className="q-empty__action">
          <Button icon={action.icon} onTap={action.onTap}>
            {action.text}
          </Button>
        </View>
      )}
    </View>
  );
}

interface FailureProps {
  /** What was to be shown: “政策”, “诉求”. */
  subject: string;
  error: LoadError;
  onRetry: () => void;
}

/** Something didn't load: says what broke, that nothing is lost, and the way on. */
export function Failure({ subject, error, onRetry }: FailureProps) {
  if (error.code === 'NOT_FOUND') {
    return (
      <Empty
        title={`${subject}找不到了`}
        text={error.message}
        action={{ text: '回首页', onTap: () => void openTab('home') }}
      />
    );
  }
  return (
    <View className="q-empty" role="alert">
      <View className="q-empty__picture q-empty__picture--broken" ariaHidden />
      <View className="q-t17">{error.isOffline ? '没有网络' : `${subject}没加载出来`}</View>
      <View className="q-body q-empty__text">
        {error.isOffline ? '连上网再试，您填的资料都还在。' : error.message}
      </View>
      <View className="q-empty__action">
        <Button icon="refresh" onTap={onRetry}>
          再试一次
        </Button>
      </View>
      {!error.isOffline && (
        <Tap className="q-empty__phone" role="link" onTap={() => callPhone('12345')}>
          打 12345 问
        </Tap>
      )}
    </View>
  );
}

/** Above content that was stored earlier: there is no network. */
export function OfflineBanner({ text, end }: { text: string; end?: string }) {
  return (
    <View className="q-offline" role="status" ariaLive="polite">
      <Icon name="offline" size={20} />
      <View className="q-offline__text">{text}</View>
      {end && <View className="q-bold">{end}</View>}
    </View>
  );
}

/** The end of a list, in words: “12 件都看完了”. */
export function EndOfList({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <View className="q-end">
      <View className="q-end__line">
        <View className="q-end__rule" />
        {text}
        <View className="q-end__rule" />
      </View>
      {children}
    </View>
  );
}

interface StatusViewProps {
  status: 'loading' | 'refreshing' | 'loading-more' | 'ready' | 'error';
  error?: LoadError;
  /** What is shown, in a word, for the failure: “政策”. */
  subject: string;
  isEmpty?: boolean;
  empty: EmptyProps;
  onRetry: () => void;
  skeletonCards?: number;
  /** At the end of a list that is complete. */
  end?: ReactNode;
  isComplete?: boolean;
  children: ReactNode;
}

/** Chooses between loading, failure, nothing, and the content with its end. */
export function StatusView({
  status,
  error,
  subject,
  isEmpty = false,
  empty,
  onRetry,
  skeletonCards,
  end,
  isComplete = false,
  children,
}: StatusViewProps) {
  if (status === 'loading') return <Skeleton cards={skeletonCards} />;
  if (status === 'error' && error && isEmpty)
    return <Failure subject={subject} error={error} onRetry={onRetry} />;
  if (isEmpty) return <Empty {...empty} />;
  return (
    <>
      {status === 'error' && error && (
        <OfflineBanner text={error.isOffline ? '没有网，先看之前的' : '没刷新成功，先看之前的'} />
      )}
      {children}
      {status === 'loading-more' && <View className="q-foot">正在加载…</View>}
      {status === 'error' && (
        <Tap className="q-foot q-accent" onTap={onRetry}>
          再试一次
        </Tap>
      )}
      {isComplete && status === 'ready' && end}
    </>
  );
}
