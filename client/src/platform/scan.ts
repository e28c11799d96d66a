import Taro from '@tarojs/taro';

import { choosePictures } from './media';
import { chooseOne, notify } from './notify';

async function decodePicture(url: string): Promise<string | undefined> {
  const image = new Image();
  image.src = url;
  await image.decode();
  // Larger pictures are shrunk: the reader's time grows with the area, and a code needs a few px per module.
  const scale = Math.min(1, 1_200 / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  const { default: readQr } = await import('jsqr');
  return readQr(data, width, height)?.data || undefined;
}

async function scanInBrowser(): Promise<string | undefined> {
  const way = await chooseOne(['选二维码图片', '输入码上的字']);
  if (way === undefined) return undefined;
  if (way === 1) return window.prompt('码上的字')?.trim() || undefined;
  const [picture] = await choosePictures(1);
  if (!picture) return undefined;
  const text = await decodePicture(picture.path).catch(() => undefined);
  if (text === undefined) notify('图里没找到二维码');
  return text;
}

/**
 * Reads a QR code and answers its text; undefined when the person backs out or no code was found.
 *
 * WeChat: `wx.scanCode` with the camera or an album picture. Browser: a picture of the code is chosen and decoded
 * on the spot, or its text typed in; the decoder is fetched only then and isn't part of the WeChat build.
 */
export async function scanCode(): Promise<string | undefined> {
  if (process.env.TARO_ENV === 'h5') return scanInBrowser();
  try {
    const { result } = await Taro.scanCode({ scanType: ['qrCode'] });
    return result || undefined;
  } catch {
    return undefined;
  }
}
