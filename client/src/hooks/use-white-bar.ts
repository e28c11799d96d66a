import Taro, { useDidShow } from '@tarojs/taro';

/**
 * A white navigation bar above a white head. WeChat takes it from the page's configuration; the browser's stand-in
 * knows only the application's, so it is told whenever the page shows.
 */
export function useWhiteBar(): void {
  useDidShow(() => {
    if (process.env.TARO_ENV !== 'h5') return;
    void Taro.setNavigationBarColor({ frontColor: '#000000', backgroundColor: '#FFFFFF' });
  });
}
