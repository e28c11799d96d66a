import { useDidHide, useDidShow } from '@tarojs/taro';
import { useRef } from 'react';

/** Refreshes when the person comes back to this page from another one; not when it opens. */
export function useRefreshOnShow(refresh: () => unknown): void {
  // A part of a page may be there only after the page was shown: having been hidden is what it surely sees.
  const wasHidden = useRef(false);
  useDidHide(() => {
    wasHidden.current = true;
  });
  useDidShow(() => {
    if (wasHidden.current) refresh();
    wasHidden.current = false;
  });
}
