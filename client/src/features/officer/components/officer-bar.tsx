import { View } from '@tarojs/components';
import type { Office } from '@contract';
import { Badge } from '@/components/badge';
import { Icon, type IconName } from '@/components/icon';
import { Tap } from '@/components/tap';
import { checksTickets } from '@/format/offices';
import { openPage } from '@/platform/navigation';
import './officer-bar.scss';

interface OfficerBarProps {
  offices: readonly Office[];
  /** What waits for me to act. */
  toDo: number;
  unread: number;
}

/** The bar at the bottom of the work list, to the other places of an officer. */
export function OfficerBar({ offices, toDo, unread }: OfficerBarProps) {
  const items: { text: string; icon: IconName; count?: number; onTap?: () => void }[] = [
    { text: '待办', icon: 'chat', count: toDo },
    ...(checksTickets(offices)
      ? [{ text: '验票', icon: 'scan' as const, onTap: () => void openPage('officer/gate') }]
      : []),
    { text: '消息', icon: 'bell', count: unread, onTap: () => void openPage('messages/inbox') },
  ];
  return (
    <View className="officer-bar" role="navigation" ariaLabel="工作台">
      {items.map(({ text, icon, count = 0, onTap }) => (
        <Tap
          key={text}
          className={`officer-bar__item ${onTap ? '' : 'officer-bar__item--on'}`}
          role="link"
          selected={!onTap}
          label={count > 0 ? `${text}，${count} 件` : text}
          onTap={onTap}
        >
          <View className="officer-bar__icon">
            <Icon name={icon} />
            <Badge count={count} />
          </View>
          <View>{text}</View>
        </Tap>
      ))}
    </View>
  );
}
