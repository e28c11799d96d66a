import Taro from '@tarojs/taro';

import { copyText } from './share';

export interface Place {
  name: string;
  address: string;
  /** GCJ-02, degrees; absent where nobody has entered them. */
  latitude?: number;
  longitude?: number;
}

/**
 * Shows a place on WeChat's map, from which people are guided there. Without coordinates, and in a browser, the address
 * is copied, ready for any map.
 */
export async function openPlace({ name, address, latitude, longitude }: Place): Promise<void> {
  if (process.env.TARO_ENV === 'weapp' && latitude !== undefined && longitude !== undefined) {
    await Taro.openLocation({ latitude, longitude, name, address, scale: 16 });
    return;
  }
  await copyText(`${address} ${name}`, '地址已复制，可以粘到地图里');
}
