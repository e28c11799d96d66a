import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { useLargeText } from '@/hooks/use-large-text';

import { WeChatPrivacySheet } from '../wechat-privacy-sheet';

import './index.scss';

interface PageProps {
  children?: ReactNode;
  /** Stands above the padded part, edge to edge: a head, a glaze. */
  head?: ReactNode;
  /** Stays at the bottom of the screen: a BottomBar. */
  footer?: ReactNode;
  tone?: 'paper' | 'night' | 'ticket';
  className?: string;
}

/** The frame of every page: colours and sizes, large text, margins, and room for a head and a bottom bar. */
export function Page({ children, head, footer, tone = 'paper', className = '' }: PageProps) {
  const { isLarge } = useLargeText();
  return (
    <View className={`q-page q-page--${tone} ${isLarge ? 'q-page--large' : ''} ${className}`}>
      {head}
      <View className="q-page__body" role="main">
        {children}
      </View>
      {footer}
      <WeChatPrivacySheet />
    </View>
  );
}
