import { fileTypeFromBuffer } from 'file-type/core';
import sharp, { type FormatEnum } from 'sharp';
import { AppError } from '../../errors';
import { officeKind } from './office-file';
import type { MediaType } from './file-kinds';

type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';

const formats: Record<PictureType, keyof FormatEnum> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
};
/** Longest side of a stored picture, pixels: enough to read a photographed document. */
const longestSide = 2400;
/** A picture that unpacks to more than this isn't a photograph but an attempt to fill the memory. */
const mostPixels = 100_000_000;
/** Pictures unpacked at a time in this process: each may take some hundred megabytes. */
const mostAtOnce = 2;
/** Bytes that tell what a file is. */
export const headBytes = 4100;
/** Bytes of the end that are kept for checking: a PDF's last mark, an Office file's table of contents. */
const tailBytes = 1_048_576;

/** What a file is, as its first bytes and, for text, its name say; Office files are told apart at their end. */
export type Kind = { picture: PictureType } | 'pdf' | 'office' | 'csv';

/**
 * What the first bytes (up to 4100) say of a file.
 * @throws FILE_TYPE_REFUSED when it is nothing that is stored
 */
export async function kindOf(head: Buffer, name: string): Promise<Kind> {
  const found = (await fileTypeFromBuffer(head))?.mime;
  if (found === 'image/jpeg' || found === 'image/png' || found === 'image/webp') return { picture: found };
  if (found === 'application/pdf') return 'pdf';
  if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))) return 'office';
  if (found === 'application/x-cfb')
    throw new AppError('FILE_TYPE_REFUSED', {
      message: '旧版 Office 文件（.doc、.xls、.ppt）可能带宏，请另存为新格式再上传',
    });
  if (found === undefined && /\.csv$/i.test(name) && head.length > 0) return 'csv';
  throw new AppError('FILE_TYPE_REFUSED');
}

/** Checks a file that is stored as it is while its bytes pass by. */
export interface Check {
  see(chunk: Buffer): void;
  /** @throws FILE_TYPE_REFUSED when it isn't whole, or holds what isn't stored */
  end(): MediaType;
}

/** The check of a kind that is stored as it is. */
export function checkOf(kind: Exclude<Kind, object>): Check {
  return kind === 'csv' ? checkCsv() : checkEnd(kind);
}

function checkEnd(kind: 'pdf' | 'office'): Check {
  let tail = Buffer.alloc(0);
  let size = 0;
  return {
    see(chunk) {
      size += chunk.length;
      tail = Buffer.concat([tail, chunk]).subarray(-tailBytes);
    },
    end() {
      if (kind === 'office') return officeKind(tail, size);
      if (!tail.subarray(-2048).includes('%%EOF'))
        throw new AppError('FILE_TYPE_REFUSED', { message: 'PDF 不完整，可能没有传完，请重新导出再试' });
      return 'application/pdf';
    },
  };
}

/** Text in one of the two encodings that spreadsheets here write, without control characters. */
function checkCsv(): Check {
  const decoders = ['utf-8', 'gb18030'].map((encoding) => new TextDecoder(encoding, { fatal: true }));
  let readable = decoders;
  const decode = (chunk: Buffer | undefined) => {
    readable = readable.filter((decoder) => {
      try {
        const text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
        return !/[^\P{Cc}\t\r\n]/u.test(text);
      } catch {
        return false;
      }
    });
  };
  return {
    see: decode,
    end() {
      decode(undefined);
      if (readable.length === 0)
        throw new AppError('FILE_TYPE_REFUSED', { message: '这不是文本的 CSV，请用表格软件另存为 CSV 再试' });
      return 'text/csv';
    },
  };
}

/**
 * A picture as it is stored: turned upright, at most 2400 pixels long and written anew without its metadata (place,
 * device, time).
 * @throws FILE_TYPE_REFUSED when it is broken, or unpacks to more than 100 million pixels
 */
export async function redraw(bytes: Buffer, mediaType: PictureType): Promise<Buffer> {
  await enter();
  try {
    const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' });
    const { width, height } = await picture.metadata();
    if (width * height > mostPixels)
      throw new AppError('FILE_TYPE_REFUSED', { message: '图片的像素太多，请缩小后再传' });
    return await picture
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .toFormat(formats[mediaType])
      .toBuffer();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const isHuge = error instanceof Error && error.message.includes('pixel limit');
    const message = isHuge ? '图片的像素太多，请缩小后再传' : '图片打不开，可能已损坏，请换一张';
    throw new AppError('FILE_TYPE_REFUSED', { message, cause: error });
  } finally {
    leave();
  }
}

let inside = 0;
const waiting: (() => void)[] = [];

async function enter(): Promise<void> {
  if (inside >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else inside += 1;
}

/** Hands the place on to whoever waits longest. */
function leave(): void {
  const next = waiting.shift();
  if (next) next();
  else inside -= 1;
}
