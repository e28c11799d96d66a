import Taro, { usePullDownRefresh } from '@tarojs/taro';

/** Refreshes when the person pulls the page down; its configuration says `enablePullDownRefresh: true`. */
export function usePullToRefresh(refresh: () => Promise<unknown>): void {
  usePullDownRefresh(() => {
    void refresh().finally(() => Taro.stopPullDownRefresh());
  });
}
