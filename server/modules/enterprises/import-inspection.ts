import { proposeMapping, type ColumnMapping } from './import-fields';
import { maskedValue } from './import-row';
import { SheetError } from './sheet-error';
import { detectFormat, readSheet, type SheetFormat, type SheetRow } from './sheet-reader';

/** Most rows of one file. */
export const mostRows = 200_000;
const mostColumns = 200;
const sampleRows = 3;
/** Lists begin with a title or a note now and then: how many rows the header may stand below. */
const headerWithin = 10;

/** What a file holds, told before anything of it is imported. */
export interface Inspection {
  format: SheetFormat;
  headerLine: number;
  columns: string[];
  samples: string[][];
  rows: number;
  mapping: ColumnMapping[];
}

/**
 * Reads a file once: its format, its header and first rows, how many rows there are, and what each column is taken for.
 * @throws SheetError when the file can't be read, holds no rows, or too many
 */
export async function inspectFile(path: string): Promise<Inspection> {
  const format = await detectFormat(path);
  const head: SheetRow[] = [];
  let count = 0;
  try {
    for await (const row of readSheet(path, format)) {
      if (head.length < headerWithin + sampleRows) head.push(row);
      count += 1;
      if (count > mostRows + headerWithin)
        throw new SheetError(`一次最多 ${mostRows.toLocaleString('en-US')} 行，请分成几个文件`);
    }
  } catch (error) {
    // A row that can't be told from the next ends the list; what stands before it can be imported.
    if (!(error instanceof SheetError) || error.line === undefined) throw error;
  }
  const at = headerAt(head);
  const header = head[at];
  if (!header) throw new SheetError('文件里没有内容');
  if (header.cells.length > mostColumns) throw new SheetError(`最多 ${mostColumns} 列`);
  const rows = count - at - 1;
  if (rows === 0) throw new SheetError('文件里只有表头，没有企业');
  return {
    format,
    headerLine: header.line,
    columns: header.cells.map((cell) => cell.replace(/\s+/g, ' ').trim().slice(0, 60)),
    samples: head
      .slice(at + 1, at + 1 + sampleRows)
      .map(({ cells }) => cells.slice(0, header.cells.length).map((cell) => maskedValue('', cell))),
    rows,
    mapping: proposeMapping(header.cells),
  };
}

/** The row that names most fields among the first ones; the very first where none does. */
function headerAt(rows: readonly SheetRow[]): number {
  const named = rows.slice(0, headerWithin).map(({ cells }) => proposeMapping(cells).length);
  const most = Math.max(0, ...named);
  return most < 2 ? 0 : named.indexOf(most);
}

/** The format in words: xlsx, CSV（UTF-8）, CSV（GB18030）. */
export function formatText(format: SheetFormat): string {
  return format.kind === 'xlsx' ? 'xlsx' : `CSV（${format.encoding.toUpperCase()}）`;
}
