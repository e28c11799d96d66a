import { View } from '@tarojs/components';
import Taro, { useReachBottom } from '@tarojs/taro';
import { useState } from 'react';
import type { Message, MessageTopic } from '@contract';
import { serverNow } from '@/api/clock';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Icon, type IconName } from '@/components/icon';
import { Link } from '@/components/link';
import { Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { Segments } from '@/components/segments';
import { Empty, EndOfList, StatusView } from '@/components/status-view';
import { Tap } from '@/components/tap';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { useInbox } from './use-inbox';
import { groupMessages, pagePath, isTab, whenSent } from './view-model';
import './index.scss';

type Segment = 'all' | 'to-do' | 'briefing' | 'event';

const topics: Partial<Record<Segment, MessageTopic>> = { briefing: 'briefing', event: 'event' };

const icons: Record<MessageTopic, IconName> = {
  briefing: 'policy',
  issue: 'chat',
  event: 'ticket',
  matchmaking: 'handshake',
  account: 'user',
};

/** 消息: what did I miss? */
export default function Inbox() {
  const { me, status } = useSession();
  if (!me) {
    return (
      <Page>
        {status !== 'starting' && (
          <Empty
            title="登录后看消息"
            text="诉求有答复、政策快截止，都在这里告诉您。"
            action={{ text: '登录', onTap: () => void openPage('accounts/sign-in') }}
          />
        )}
      </Page>
    );
  }
  return <Messages key={me.id} personId={me.id} />;
}

function Messages({ personId }: { personId: string }) {
  const now = serverNow();
  const [segment, setSegment] = useState<Segment>('all');
  const isToDo = segment === 'to-do';
  const inbox = useInbox(personId, { topic: topics[segment], needsAction: isToDo || undefined });
  useReachBottom(() => void inbox.loadMore());
  // What was done since it was read stays away at once.
  const shown = isToDo ? inbox.items.filter(({ needsAction }) => needsAction) : inbox.items;

  const open = async (message: Message) => {
    await inbox.read(message);
    if (!message.page) return;
    const url = pagePath(message.page);
    await (isTab(url) ? Taro.switchTab({ url }) : Taro.navigateTo({ url }));
  };

  return (
    <Page>
      <Segments
        items={[
          { value: 'all', label: '全部' },
          { value: 'to-do', label: '要我办', ...(inbox.needsAction ? { count: inbox.needsAction } : {}) },
          { value: 'briefing', label: '政策' },
          { value: 'event', label: '活动' },
        ]}
        value={segment}
        onChange={setSegment}
        label="类别"
      />
      <StatusView
        status={inbox.status}
        error={inbox.error}
        subject="消息"
        isEmpty={shown.length === 0}
        empty={
          isToDo
            ? { title: '没有要您办的', text: '等您确认、等您补资料时，会在这里。' }
            : { title: '还没有消息', text: '诉求有答复、政策快截止、活动临近，都会告诉您。' }
        }
        onRetry={() => void inbox.refresh()}
        isComplete={inbox.isComplete}
        end={<EndOfList text="消息都看完了" />}
      >
        {groupMessages(shown, now).map((group) => (
          <View key={group.key} className="inbox-group">
            <View className="q-t17 inbox-group__title" role="heading">
              {group.title}
            </View>
            <Card flush>
              <Rows>
                {group.messages.map((message) => (
                  <MessageRow
                    key={message.id}
                    message={message}
                    now={now}
                    onOpen={() => void open(message)}
                  />
                ))}
              </Rows>
            </Card>
          </View>
        ))}
      </StatusView>
      <Note tone="plain" icon="filter">
        想在微信里收到，或者少收一些？
        <Link onTap={() => void openPage('messages/subscriptions')}>管通知</Link>
      </Note>
    </Page>
  );
}

function MessageRow({ message, now, onOpen }: { message: Message; now: Date; onOpen: () => void }) {
  const { topic, title, text, needsAction, sentAt, readAt, page } = message;
  const tone = needsAction ? 'warn' : readAt ? 'read' : 'new';
  return (
    <Tap
      className="inbox-message"
      role="link"
      label={`${readAt ? '' : '未读，'}${title}，${text}，${whenSent(sentAt, now)}`}
      onTap={onOpen}
    >
      <View className={`inbox-message__icon inbox-message__icon--${tone}`}>
        <Icon name={icons[topic]} size={20} />
        {!readAt && <View className="inbox-message__dot" />}
      </View>
      <View className="inbox-message__main">
        <View className="inbox-message__top">
          <View className="q-t16">{title}</View>
          <View className="q-meta inbox-message__when">{whenSent(sentAt, now)}</View>
        </View>
        <View className="q-body">{text}</View>
        {needsAction && page && (
          <View className="inbox-message__act">
            <Button kind="soft" size="small" onTap={onOpen}>
              去办
            </Button>
          </View>
        )}
      </View>
    </Tap>
  );
}
