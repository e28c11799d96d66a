import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { initialOf } from '@/format/text';
import { callPhone } from '@/platform/phone';

import { Icon } from '../icon';
import { Tap } from '../tap';

import './index.scss';

interface AvatarProps {
  name: string;
  size?: 28 | 40 | 48 | 56;
  /** Filled: who has the matter in hand now. */
  strong?: boolean;
}

/** A round picture with the first character of a name. */
export function Avatar({ name, size = 48, strong = false }: AvatarProps) {
  return (
    <View className={`q-avatar q-avatar--${size} ${strong ? 'q-avatar--strong' : ''}`} ariaHidden>
      {initialOf(name)}
    </View>
  );
}

interface PersonProps {
  name: string;
  /** Body and post. */
  role?: ReactNode;
  /** A tag after the name. */
  tag?: ReactNode;
  /** Shows a button that calls this number. */
  phone?: string;
  onMessage?: () => void;
  strong?: boolean;
  size?: AvatarProps['size'];
}

/** Who: name, body, and the ways to reach them. */
export function Person({ name, role, tag, phone, onMessage, strong = false, size = 48 }: PersonProps) {
  return (
    <View className="q-person">
      <Avatar name={name} size={size} strong={strong} />
      <View className="q-person__main">
        <View className="q-person__name">
          <View className="q-t17">{name}</View>
          {tag}
        </View>
        {role && <View className="q-meta">{role}</View>}
      </View>
      {onMessage && (
        <Tap className="q-round" label={`给${name}留言`} onTap={onMessage}>
          <Icon name="chat" />
        </Tap>
      )}
      {phone && (
        <Tap className="q-round" label={`打电话给${name}`} onTap={() => callPhone(phone)}>
          <Icon name="phone" />
        </Tap>
      )}
    </View>
  );
}
