import Taro from '@tarojs/taro';

import { notify } from './notify';
import { privacyRefusal } from './privacy-refusal';

export interface Picture {
  /** A local path in WeChat, a blob address in the browser; gone when the app is closed. */
  path: string;
  sizeBytes: number;
}

/**
 * Lets the person take or pick up to `max` pictures; none when they back out, or refuse WeChat's privacy question.
 *
 * WeChat: `wx.chooseMedia`, compressed by WeChat. Browser: the file picker; nothing is compressed.
 */
export async function choosePictures(max: number): Promise<Picture[]> {
  try {
    if (process.env.TARO_ENV === 'h5') {
      const { tempFiles } = await Taro.chooseImage({ count: max });
      return tempFiles.slice(0, max).map(({ path, size }) => ({ path, sizeBytes: size }));
    }
    const { tempFiles } = await Taro.chooseMedia({
      count: max,
      mediaType: ['image'],
      sourceType: ['album', 'camera'],
      sizeType: ['compressed'],
    });
    return tempFiles.map(({ tempFilePath, size }) => ({ path: tempFilePath, sizeBytes: size }));
  } catch (error) {
    const refusal = privacyRefusal(error);
    if (refusal) notify(refusal);
    return [];
  }
}

/** Shows pictures over the whole screen, beginning with one of them. */
export function previewPictures(urls: string[], current: string): void {
  void Taro.previewImage({ urls, current });
}
