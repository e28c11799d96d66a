import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { Tap } from '../tap';

import './index.scss';

interface CardProps {
  children?: ReactNode;
  /** No padding: rows go from edge to edge. */
  flush?: boolean;
  /** `accent`: filled, for the one thing to do; `outlined`: framed in accent, a promise; `warn`: your turn. */
  tone?: 'plain' | 'accent' | 'outlined' | 'warn';
  /** Makes the whole card a button. */
  onTap?: () => void;
  label?: string;
  className?: string;
}

/** A white sheet that holds one thing. */
export function Card({ children, flush = false, tone = 'plain', onTap, label, className = '' }: CardProps) {
  const classes = `q-card q-card--${tone} ${flush ? 'q-card--flush' : ''} ${className}`;
  if (!onTap) return <View className={classes}>{children}</View>;
  return (
    <Tap className={classes} label={label} onTap={onTap}>
      {children}
    </Tap>
  );
}

/** The title of a card or of a group of cards, with a remark or a link at its right. */
export function Heading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <View className="q-heading">
      <View className="q-heading__title" role="heading">
        {title}
      </View>
      {children && <View className="q-heading__end">{children}</View>}
    </View>
  );
}

/** Parts of a card below a hairline. */
export function CardLine({ children }: { children?: ReactNode }) {
  return <View className="q-card__line">{children}</View>;
}
