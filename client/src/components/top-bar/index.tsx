import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { barInsets } from '@/platform/screen';
import { goBack } from '@/platform/navigation';

import { Icon } from '../icon';
import { Tap } from '../tap';

import './index.scss';

interface TopBarProps {
  /** In the middle; left-aligned content goes in as children instead. */
  title?: string;
  back?: boolean;
  children?: ReactNode;
}

/**
 * The bar of a page whose configuration says `navigationStyle: 'custom'`: keeps clear of the status bar and of
 * WeChat's capsule. It stays while the page scrolls, as WeChat's own bar does, so that nothing runs under them.
 */
export function TopBar({ title, back = false, children }: TopBarProps) {
  const { statusBarPx, barPx, capsulePx } = barInsets();
  return (
    <View className="q-top-bar" style={{ height: `${statusBarPx + barPx}px` }}>
      <View className="q-top-bar__fixed" style={{ paddingTop: `${statusBarPx}px` }}>
        <View className="q-top-bar__row" style={{ height: `${barPx}px`, paddingRight: `${capsulePx}px` }}>
          {back && (
            <Tap className="q-top-bar__back" label="返回" onTap={goBack}>
              <Icon name="chevron-left" />
            </Tap>
          )}
          {children}
        </View>
        {title && (
          <View
            className="q-top-bar__title"
            style={{ height: `${barPx}px`, lineHeight: `${barPx}px` }}
            role="heading"
          >
            {title}
          </View>
        )}
      </View>
    </View>
  );
}

/** The product's name with its mark, a celadon vessel, for the bar of 首页. */
export function Brand() {
  return (
    <View className="q-brand">
      <View className="q-brand__mark" ariaHidden />
      企服通
    </View>
  );
}
