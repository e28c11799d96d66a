import { ScrollView, View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { Icon } from '../icon';
import { Tap } from '../tap';

import './index.scss';

interface SheetProps {
  open: boolean;
  title: string;
  onClose: () => void;
  children?: ReactNode;
  /** Stays at its bottom while the middle scrolls: the button. */
  footer?: ReactNode;
}

/** A sheet that rises from the bottom for one decision. Put it inside the Page. */
export function Sheet({ open, title, onClose, children, footer }: SheetProps) {
  if (!open) return null;
  return (
    <View className="q-sheet" role="dialog" ariaLabel={title}>
      <View className="q-sheet__scrim" catchMove onClick={onClose} ariaHidden />
      <View className="q-sheet__panel">
        <View className="q-sheet__handle" />
        <View className="q-sheet__head">
          <View className="q-title q-sheet__title" role="heading">
            {title}
          </View>
          <Tap className="q-sheet__close" label="关闭" onTap={onClose}>
            <Icon name="close" />
          </Tap>
        </View>
        <ScrollView className="q-sheet__middle" scrollY>
          <View className="q-sheet__content">{children}</View>
        </ScrollView>
        {footer && <View className="q-sheet__foot">{footer}</View>}
      </View>
    </View>
  );
}
