import { View } from '@tarojs/components';

import './index.scss';

/** The drawings; their paths are in the style sheet. */
export type IconName =
  | 'bell'
  | 'bolt'
  | 'bookmark'
  | 'box'
  | 'building'
  | 'bulb'
  | 'calendar'
  | 'camera'
  | 'chat'
  | 'check'
  | 'chevron-down'
  | 'chevron-left'
  | 'chevron-right'
  | 'clock'
  | 'close'
  | 'copy'
  | 'download'
  | 'eye'
  | 'file'
  | 'filter'
  | 'flag'
  | 'handshake'
  | 'headset'
  | 'info'
  | 'large-text'
  | 'leave'
  | 'link'
  | 'lock'
  | 'megaphone'
  | 'minus'
  | 'money'
  | 'offline'
  | 'pen'
  | 'people'
  | 'phone'
  | 'pin'
  | 'plus'
  | 'policy'
  | 'refresh'
  | 'return'
  | 'route'
  | 'scan'
  | 'search'
  | 'send'
  | 'share'
  | 'shield'
  | 'shop'
  | 'star'
  | 'sun'
  | 'swap'
  | 'ticket'
  | 'torch'
  | 'training'
  | 'trash'
  | 'upload'
  | 'user'
  | 'warning';

interface IconProps {
  name: IconName;
  /** Side in px; grows in large text. */
  size?: 16 | 18 | 20 | 24 | 28;
  /** Says what the icon means where no word stands beside it; without it, screen readers skip the icon. */
  label?: string;
  className?: string;
}

/** A line drawing in the colour of the text around it. */
export function Icon({ name, size = 24, label, className = '' }: IconProps) {
  return (
    <View
      className={`q-icon q-icon--${size} q-icon--${name} ${className}`}
      role={label ? 'img' : undefined}
      ariaLabel={label}
      ariaHidden={!label}
    />
  );
}
