import type { Message, MessageTopic } from '@contract';
import { serverNow } from '@/api/clock';
import { countUnread, listMessages, markRead } from '@/api/messages';
import { useList } from '@/hooks/use-list';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useResource } from '@/hooks/use-resource';

/** My messages, newest first: all, of one topic, or only what waits for me; and how many wait for me in all. */
export function useInbox(
  personId: string,
  { topic, needsAction }: { topic?: MessageTopic | undefined; needsAction?: true | undefined },
) {
  const list = useList<Message>(
    (cursor) => listMessages({ cursor, topic, needsAction }),
    `${personId}:${topic ?? ''}:${needsAction ?? ''}`,
    { keepAs: 'inbox' },
  );
  const unread = useResource(countUnread, personId);
  const refresh = () => Promise.all([list.refresh(), unread.refresh()]);
  useRefreshOnShow(refresh);
  usePullToRefresh(refresh);
  return {
    ...list,
    refresh,
    needsAction: unread.data?.needsAction,
    /** Marks a message read; one that can’t be marked now stays unread, nothing more. */
    read: async (message: Message) => {
      if (message.readAt) return;
      list.replace({ ...message, readAt: serverNow().toISOString() });
      await markRead(message.id).catch(() => list.replace(message));
    },
  };
}
