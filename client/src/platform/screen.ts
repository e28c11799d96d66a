import Taro from '@tarojs/taro';

export interface BarInsets {
  /** Height of the phone's status bar. */
  statusBarPx: number;
  /** Height of the bar below it that holds WeChat's capsule. */
  barPx: number;
  /** Width at the right that the capsule takes, its margins included. */
  capsulePx: number;
}

let insets: BarInsets | undefined;

/** What a page without WeChat's own bar has to keep clear. Browser: a plain bar, no capsule. */
export function barInsets(): BarInsets {
  if (process.env.TARO_ENV === 'h5') return { statusBarPx: 0, barPx: 52, capsulePx: 16 };
  if (!insets) {
    const { statusBarHeight = 20, windowWidth } = Taro.getWindowInfo();
    const capsule = Taro.getMenuButtonBoundingClientRect();
    const gapPx = Math.max(4, capsule.top - statusBarHeight);
    insets = {
      statusBarPx: statusBarHeight,
      barPx: capsule.height + 2 * gapPx,
      capsulePx: windowWidth - capsule.left + 8,
    };
  }
  return insets;
}

/**
 * Makes the screen as bright as it goes, for a code that has to be scanned; answers how to put it back.
 * Browser: a page can't change the brightness; nothing happens.
 */
export async function brightenScreen(): Promise<() => void> {
  if (process.env.TARO_ENV === 'h5') return () => undefined;
  try {
    const { value } = await Taro.getScreenBrightness();
    await Taro.setScreenBrightness({ value: 1 });
    await Taro.setKeepScreenOn({ keepScreenOn: true });
    return () => {
      Taro.setScreenBrightness({ value }).catch(() => undefined);
      Taro.setKeepScreenOn({ keepScreenOn: false }).catch(() => undefined);
    };
  } catch {
    return () => undefined;
  }
}

/**
 * Colours the words of the phone’s status bar, for a page without WeChat’s own bar that turns dark; answers how to put
 * them back. Browser: it has no such bar; nothing happens.
 */
export function lightenStatusBar(): () => void {
  if (process.env.TARO_ENV === 'h5') return () => undefined;
  const colour = (frontColor: '#ffffff' | '#000000', backgroundColor: string) =>
    void Taro.setNavigationBarColor({ frontColor, backgroundColor }).catch(() => undefined);
  colour('#ffffff', '#0F1719');
  return () => colour('#000000', '#F5F3EE');
}

/** Shows the top of the page again, after its content has become another. */
export function scrollToTop(): void {
  Taro.pageScrollTo({ scrollTop: 0, duration: 0 }).catch(() => undefined);
}

/** A short shake that says a scan went well or not; browsers on a desk have none. */
export function vibrate(strength: 'short' | 'long'): void {
  if (strength === 'long') Taro.vibrateLong().catch(() => undefined);
  else Taro.vibrateShort().catch(() => undefined);
}
