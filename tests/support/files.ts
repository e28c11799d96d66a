import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

/** A small picture of one colour, as a phone would send it. */
export async function aPicture(
  options: { width?: number; height?: number; format?: 'png' | 'jpeg' | 'webp' | 'gif' } = {},
): Promise<Buffer> {
  const { width = 8, height = 6, format = 'png' } = options;
  return sharp({ create: { width, height, channels: 3, background: '#12566a' } })
    .toFormat(format)
    .toBuffer();
}

/** The smallest thing that is a PDF. */
export function aPdf(): Buffer {
  return Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
}

/** The path of a picture on disk, as a phone's album gives it. */
export async function aPictureFile(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'qft-picture-')), 'photo.png');
  writeFileSync(path, await aPicture());
  return path;
}
