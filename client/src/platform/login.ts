import Taro from '@tarojs/taro';

import { takeAddressParameter } from './address';

/**
 * A code that says who holds this phone, good for one sign-in within five minutes; undefined when there is none.
 *
 * WeChat: `wx.login`. Browser: the demonstration's phones open the page with `?code=…`; the code is taken out of the
 * address, so that reloading doesn't use it twice.
 */
export async function getLoginCode(): Promise<string | undefined> {
  if (process.env.TARO_ENV === 'h5') return takeAddressParameter('code');
  const { code } = await Taro.login();
  return code || undefined;
}
