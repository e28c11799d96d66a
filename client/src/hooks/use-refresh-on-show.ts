import { useDidShow } from '@tarojs/taro';
import { useRef } from 'react';

/** Refreshes when the person comes back to this page from another one; not when it opens. */
export function useRefreshOnShow(refresh: () => unknown): void {
  const wasShown = useRef(false);
  useDidShow(() => {
    if (wasShown.current) refresh();
    wasShown.current = true;
  });
}
