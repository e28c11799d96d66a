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

/** The frame of an Office file: empty parts and the table of contents at the end. */
export function anOfficeFile({
  parts,
  isEncrypted = false,
  unpackedBytes = 0,
}: {
  parts: readonly string[];
  isEncrypted?: boolean;
  /** What each part claims to unpack to. */
  unpackedBytes?: number;
}): Buffer {
  const flags = isEncrypted ? 1 : 0;
  const local: Buffer[] = [];
  const table: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const name = Buffer.from(part);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(flags, 6);
    head.writeUInt16LE(name.length, 26);
    const line = Buffer.alloc(46);
    line.writeUInt32LE(0x02014b50, 0);
    line.writeUInt16LE(flags, 8);
    line.writeUInt32LE(unpackedBytes, 24);
    line.writeUInt16LE(name.length, 28);
    line.writeUInt32LE(at, 42);
    local.push(head, name);
    table.push(line, name);
    at += head.length + name.length;
  }
  const contents = Buffer.concat(table);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(contents.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, contents, end]);
}
