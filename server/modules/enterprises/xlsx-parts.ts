import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { SheetError } from './sheet-error';

/** Sizes unpacked, bytes: a part beyond them isn't a list but an attempt to fill the memory or the time. */
export const mostBytes = { settings: 16 << 20, strings: 512 << 20, sheet: 4 * 2 ** 30 };
/** Longest text of a cell, and of anything else between two tags, characters; programs write 32,767 at most. */
const longestText = 1 << 20;
const mostParts = 2000;

/**
 * Opens a workbook as the archive it is.
 * @throws SheetError when it is none
 */
export function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(new SheetError('工作簿已损坏，打不开：请在表格软件里另存一份再试'));
      else resolve(zip);
    });
  });
}

/**
 * Parts of a workbook by path.
 * @throws SheetError when there are too many
 */
export function listParts(zip: ZipFile): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, Entry>();
    zip.on('entry', (entry: Entry) => {
      parts.set(entry.fileName, entry);
      if (parts.size > mostParts) reject(new SheetError('工作簿里的部件太多'));
      else zip.readEntry();
    });
    zip.once('end', () => resolve(parts));
    zip.once('error', reject);
    zip.readEntry();
  });
}

/**
 * Opens a part to be read.
 * @throws SheetError when it unpacks to more than `most` bytes
 */
export function openPart(zip: ZipFile, entry: Entry, most: number): Promise<Readable> {
  if (entry.uncompressedSize > most) return Promise.reject(new SheetError('工作簿展开后太大，请另存为 CSV'));
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}

interface Listeners {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const bare = (name: string) => name.slice(name.indexOf(':') + 1);

/**
 * Refuses texts that nobody writes.
 * @throws SheetError when one is longer than any that people write: it would fill the memory
 */
export function requireShort(length: number): void {
  if (length > longestText) throw new SheetError('有的单元格文字太长，不是名单');
}

/** A parser that holds no more than a bounded text at a time. */
export function parserOf({
  open,
  text,
  close,
}: Listeners): Pick<SaxesParser, 'close'> & { write(piece: string): void } {
  const parser = new SaxesParser();
  let sinceTag = 0;
  parser.on('opentag', ({ name, attributes }) => {
    sinceTag = 0;
    open?.(bare(name), attributes as Record<string, string>);
  });
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  parser.on('closetag', ({ name }) => {
    sinceTag = 0;
    close?.(bare(name));
  });
  return {
    write(piece) {
      sinceTag += piece.length;
      parser.write(piece);
      requireShort(sinceTag);
    },
    close: () => parser.close(),
  };
}

/** Reads a part whole, where there is one, telling its tags and texts. */
export async function parsePart(
  zip: ZipFile,
  entry: Entry | undefined,
  most: number,
  listeners: Listeners,
): Promise<void> {
  if (!entry) return;
  const parser = parserOf(listeners);
  const stream = await openPart(zip, entry, most);
  stream.setEncoding('utf8');
  for await (const piece of stream as AsyncIterable<string>) parser.write(piece);
  parser.close();
}
