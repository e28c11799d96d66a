import { open } from 'node:fs/promises';
import { readCsv, detectEncoding, type Encoding } from './csv-reader';
import { SheetError } from './sheet-error';
import { readXlsx } from './xlsx-reader';

/** One row of a file: the line it begins on, from 1, and its cells as text. */
export interface SheetRow {
  line: number;
  cells: string[];
}

export type SheetFormat = { kind: 'csv'; encoding: Encoding; delimiter: string } | { kind: 'xlsx' };

/**
 * Tells the format of a file from its bytes.
 * @throws SheetError when it is neither a table in text nor an xlsx workbook
 */
export async function detectFormat(path: string): Promise<SheetFormat> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead === 0) throw new SheetError('文件是空的');
    const magic = buffer.subarray(0, bytesRead).toString('hex');
    if (magic === '504b0304') return { kind: 'xlsx' };
    if (magic === 'd0cf11e0') throw new SheetError('文件有密码，或是旧版 xls：请另存为 xlsx 或 CSV');
  } finally {
    await file.close();
  }
  return { kind: 'csv', ...(await detectEncoding(path)) };
}

/**
 * Reads a file row by row, never holding more than a piece of it; rows without any text are left out.
 * @throws SheetError when the file can't be read on
 */
export async function* readSheet(path: string, format: SheetFormat): AsyncGenerator<SheetRow> {
  const rows = format.kind === 'xlsx' ? readXlsx(path) : readCsv(path, format);
  for await (const row of rows) if (row.cells.some((cell) => cell.trim() !== '')) yield row;
}
