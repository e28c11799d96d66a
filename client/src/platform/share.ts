import Taro, { useShareAppMessage } from '@tarojs/taro';

import { notify } from './notify';

export interface Shared {
  title: string;
  /** Page and query, beginning with `/`. */
  path: string;
  /** A 5:4 picture of the package; without it WeChat sends a picture of the screen, whatever stands on it. */
  imageUrl?: string;
}

/**
 * Says what is forwarded from this page's menu or from a `<Button openType='share'>`.
 *
 * WeChat: `onShareAppMessage`. Browser: it has no such menu; `shareLink` is the way there.
 */
export function useShare(shared: () => Shared): void {
  useShareAppMessage(() => shared());
}

/**
 * Hands the page's link on. WeChat: only a `<Button openType='share'>` can forward; call this on H5.
 * Browser: its own share menu where there is one, else the link is copied.
 */
export async function shareLink({ title, path }: Shared): Promise<void> {
  if (process.env.TARO_ENV !== 'h5') return;
  const url = `${window.location.href.split(/[?#]/)[0]}#${path}`;
  if (typeof navigator.share === 'function') {
    await navigator.share({ title, url }).catch(() => undefined);
    return;
  }
  await copyText(url, '链接已复制');
}

/** Copies words for pasting elsewhere and says so. */
export async function copyText(text: string, said = '已复制'): Promise<void> {
  await Taro.setClipboardData({ data: text });
  // WeChat says 内容已复制 by itself.
  if (process.env.TARO_ENV === 'h5') notify(said);
}
