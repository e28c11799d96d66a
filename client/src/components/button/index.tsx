import { Button as TaroButton, View } from '@tarojs/components';
import type { ButtonProps as TaroButtonProps } from '@tarojs/components';
import type { ReactNode } from 'react';

import { Icon, type IconName } from '../icon';
import { Tap } from '../tap';

import './index.scss';

export interface ButtonProps {
  children: ReactNode;
  /** One `primary` per view: the best next step; `quiet`: words only, for leaving it. */
  kind?: 'primary' | 'soft' | 'outline' | 'quiet' | 'danger' | 'on-dark';
  size?: 'small' | 'normal' | 'officer';
  icon?: IconName;
  block?: boolean;
  loading?: boolean;
  disabled?: boolean;
  label?: string;
  className?: string;
  onTap?: () => void;
  /** WeChat's own abilities, such as forwarding a page; the browser has none of them. */
  openType?: TaroButtonProps['openType'];
  onGetPhoneNumber?: TaroButtonProps['onGetPhoneNumber'];
  onAgreePrivacyAuthorization?: TaroButtonProps['onAgreePrivacyAuthorization'];
  /** The id by which WeChat knows the button. */
  id?: string;
}

/** A button of 48 px; while `loading` or `disabled` it doesn't act. */
export function Button({
  children,
  kind = 'primary',
  size = 'normal',
  icon,
  block = false,
  loading = false,
  disabled = false,
  label,
  className = '',
  onTap,
  openType,
  onGetPhoneNumber,
  onAgreePrivacyAuthorization,
  id,
}: ButtonProps) {
  const off = disabled || loading;
  const classes = [
    'q-button',
    `q-button--${kind}`,
    `q-button--${size}`,
    block ? 'q-button--block' : '',
    disabled && !loading ? 'q-button--off' : '',
    className,
  ].join(' ');
  const content = (
    <>
      {loading && <View className="q-button__wheel" ariaHidden />}
      {!loading && icon && <Icon name={icon} size={20} />}
      <View className="q-button__words">{children}</View>
    </>
  );
  if (openType && process.env.TARO_ENV === 'weapp') {
    return (
      <TaroButton
        id={id}
        className={classes}
        openType={openType}
        disabled={off}
        ariaLabel={label}
        onClick={onTap}
        onGetPhoneNumber={onGetPhoneNumber}
        onAgreePrivacyAuthorization={onAgreePrivacyAuthorization}
      >
        {content}
      </TaroButton>
    );
  }
  return (
    <Tap className={classes} disabled={off} label={label} onTap={onTap}>
      {content}
    </Tap>
  );
}

/** Buttons side by side, each as wide as the others. */
export function Buttons({ children }: { children: ReactNode }) {
  return <View className="q-buttons">{children}</View>;
}
