import { fileTypeFromBuffer } from 'file-type/core';
import sharp, { type FormatEnum } from 'sharp';
import { AppError } from '../../errors';

export type MediaType = 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf';

const formats: Record<Exclude<MediaType, 'application/pdf'>, keyof FormatEnum> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
};
const extensions: Record<MediaType, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'application/pdf': '.pdf',
};
/** Longest side of a stored picture, pixels: enough to read a photographed document. */
const longestSide = 2400;
/** A picture that unpacks to more than this isn't a photograph but an attempt to fill the memory. */
const mostPixels = 100_000_000;
const longestName = 100;

/**
 * The content as it is stored: the type is told from the bytes, not from name or header; pictures are turned upright,
 * made at most 2400 pixels long and written anew without their metadata (place, device, time).
 * @throws FILE_TYPE_REFUSED when it is neither a JPG, PNG or WebP picture nor a PDF, or is a broken picture
 */
export async function readContent(bytes: Buffer): Promise<{ mediaType: MediaType; bytes: Buffer }> {
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (found === 'application/pdf') return { mediaType: found, bytes };
  if (found !== 'image/jpeg' && found !== 'image/png' && found !== 'image/webp')
    throw new AppError('FILE_TYPE_REFUSED');
  try {
    const redrawn = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .toFormat(formats[found])
      .toBuffer();
    return { mediaType: found, bytes: redrawn };
  } catch (error) {
    throw new AppError('FILE_TYPE_REFUSED', { message: '图片打不开，可能已损坏，请换一张', cause: error });
  }
}

/** The name a file is kept under: without folders and control characters, of bounded length, ending as its type does. */
export function storedName(name: string, mediaType: MediaType): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const stem = [
    ...last
      .replace(/\p{C}/gu, '')
      .trim()
      .replace(/\.[^.]{0,8}$/, ''),
  ]
    .slice(0, longestName)
    .join('');
  return `${stem || '文件'}${extensions[mediaType]}`;
}
