import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { SheetError } from './sheet-error';
import type { SheetRow } from './sheet-reader';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';

const delimiters = [',', '\t', ';', '，', '|'];
/** Longest line of a table, characters: beyond it a quotation mark wasn't closed. */
const longestRecord = 64 * 1024;

/**
 * Tells how a text file is written: by its byte-order mark, else UTF-8 where every byte suits it, else GB18030; and by
 * which sign its columns are parted.
 * @throws SheetError when the text is neither
 */
export async function detectEncoding(path: string): Promise<{ encoding: Encoding; delimiter: string }> {
  const encoding = await encodingOf(path);
  let head = '';
  for await (const piece of decoded(path, encoding)) {
    head += piece;
    if (head.length > longestRecord || /[\r\n]/.test(head.trimStart())) break;
  }
  if (head.includes('\0')) throw new SheetError('不是表格文件：请用 CSV 或 xlsx');
  const [first = ''] = head.trimStart().split(/[\r\n]/);
  const count = (sign: string) => first.split(sign).length;
  const delimiter = delimiters.reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
  return { encoding, delimiter };
}

async function encodingOf(path: string): Promise<Encoding> {
  const possible: [Encoding, TextDecoder][] = [
    ['utf-8', new TextDecoder('utf-8', { fatal: true })],
    ['gb18030', new TextDecoder('gb18030', { fatal: true })],
  ];
  let isFirst = true;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (isFirst && chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
    isFirst = false;
    for (let at = possible.length - 1; at >= 0; at -= 1)
      if (!isReadable(possible[at]?.[1], chunk, true)) possible.splice(at, 1);
    if (possible.length === 0) break;
  }
  const found = possible.find(([, decoder]) => isReadable(decoder, new Uint8Array(), false));
  if (!found) throw new SheetError('认不出文字编码：请另存为 UTF-8 的 CSV 或 xlsx');
  return found[0];
}

function isReadable(decoder: TextDecoder | undefined, chunk: Uint8Array, stream: boolean): boolean {
  try {
    decoder?.decode(chunk, { stream });
    return true;
  } catch {
    return false;
  }
}

async function* decoded(path: string, encoding: Encoding): AsyncGenerator<string> {
  // The decoder drops a byte-order mark by itself.
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>)
    yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/**
 * Reads a table in text row by row.
 * @throws SheetError when a quotation mark isn't closed: from there on no row can be told from another
 */
export async function* readCsv(
  path: string,
  { encoding, delimiter }: { encoding: Encoding; delimiter: string },
): AsyncGenerator<SheetRow> {
  const source = Readable.from(decoded(path, encoding));
  const parser = source.pipe(
    parse({
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: longestRecord,
      info: true,
    }),
  );
  source.on('error', (error) => parser.destroy(error));
  let end = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      yield { line: end + 1, cells: record };
      end = info.lines;
    }
  } catch (error) {
    if (error instanceof CsvError) throw new SheetError('双引号没有配对，从这一行起读不下去', end + 1);
    throw error;
  } finally {
    source.destroy();
  }
}
