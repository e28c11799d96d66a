import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { Icon, type IconName } from '../icon';
import { Tap } from '../tap';

import './index.scss';

interface ListRowProps {
  title: ReactNode;
  /** A second, quieter line. */
  note?: ReactNode;
  icon?: IconName;
  /** In place of an icon: a date leaf, an avatar, a mark. */
  start?: ReactNode;
  /** At the right: words, a button, a switch. */
  end?: ReactNode;
  strong?: boolean;
  onTap?: () => void;
  label?: string;
}

/** A row of a list; with `onTap` it leads somewhere and shows an arrow. */
export function ListRow({ title, note, icon, start, end, strong = false, onTap, label }: ListRowProps) {
  const content = (
    <>
      {start}
      {icon && <Icon name={icon} />}
      <View className="q-row__main">
        <View className={strong ? 'q-t16' : 'q-row__title'}>{title}</View>
        {note && <View className="q-row__note q-meta">{note}</View>}
      </View>
      {(end || onTap) && (
        <View className="q-row__end">
          {end}
          {onTap && <Icon name="chevron-right" size={20} className="q-row__arrow" />}
        </View>
      )}
    </>
  );
  if (!onTap) return <View className="q-row">{content}</View>;
  return (
    <Tap className="q-row" role="link" label={label} onTap={onTap}>
      {content}
    </Tap>
  );
}

/** Rows with a hairline between them, on a card without padding. */
export function Rows({ children }: { children: ReactNode }) {
  return <View className="q-rows">{children}</View>;
}
