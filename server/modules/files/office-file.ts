import { AppError } from '../../errors';
import type { MediaType } from './file-kinds';

/** More parts than this, or more bytes when unpacked, has no document that people write. */
const mostParts = 5_000;
const mostUnpackedBytes = 200 * 1024 * 1024;

const mainParts: Record<string, MediaType> = {
  'word/document.xml': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'xl/workbook.xml': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'ppt/presentation.xml': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};
const macroParts = /(^|\/)(vbaProject\.bin|vbaData\.xml)$|(^|\/)(macrosheets|activeX)\//i;

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;

/**
 * What an Office file is, from the table of contents at its end; nothing is unpacked.
 * @param tail the file's last bytes
 * @throws FILE_TYPE_REFUSED when it is no Word, Excel or PowerPoint file, is cut off, encrypted or a bomb, or has macros
 * @source APPNOTE.TXT 6.3, sections 4.3.12 and 4.3.16
 */
export function officeKind(tail: Buffer, sizeBytes: number): MediaType {
  const parts = readContents(tail, sizeBytes);
  if (parts.some(({ name }) => macroParts.test(name)))
    throw refusal('带宏的 Office 文件不能上传，请另存为不带宏的格式');
  const names = new Set(parts.map(({ name }) => name));
  const main = Object.keys(mainParts).find((name) => names.has(name));
  const mediaType = main === undefined ? undefined : mainParts[main];
  if (!mediaType || !names.has('[Content_Types].xml')) throw new AppError('FILE_TYPE_REFUSED');
  return mediaType;
}

function readContents(tail: Buffer, sizeBytes: number): { name: string }[] {
  const end = tail.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0 || end + endBytes > tail.length || tail.readUInt32LE(end) !== endSignature)
    throw refusal('文件不完整，可能没有传完，请重新保存再试');
  const count = tail.readUInt16LE(end + 10);
  const from = tail.readUInt32LE(end + 16) - (sizeBytes - tail.length);
  if (count > mostParts || from < 0 || from > end) throw refusal('文件的结构太复杂，不能上传');
  const parts: { name: string }[] = [];
  let unpacked = 0;
  let at = from;
  for (let part = 0; part < count; part += 1) {
    if (at + 46 > end || tail.readUInt32LE(at) !== entrySignature)
      throw refusal('文件不完整，可能没有传完，请重新保存再试');
    const isEncrypted = (tail.readUInt16LE(at + 8) & 1) === 1;
    if (isEncrypted) throw refusal('加了密码的文件不能上传，请去掉密码再试');
    unpacked += tail.readUInt32LE(at + 24);
    const nameBytes = tail.readUInt16LE(at + 28);
    parts.push({ name: tail.toString('utf8', at + 46, Math.min(end, at + 46 + nameBytes)) });
    at += 46 + nameBytes + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32);
  }
  if (unpacked > mostUnpackedBytes) throw refusal('文件解开后太大，不能上传');
  return parts;
}

function refusal(message: string): AppError {
  return new AppError('FILE_TYPE_REFUSED', { message });
}
