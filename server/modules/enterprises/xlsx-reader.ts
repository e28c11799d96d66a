import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { SheetError } from './sheet-error';
import type { SheetRow } from './sheet-reader';
import { listParts, mostBytes, openPart, openZip, parsePart, parserOf, requireShort } from './xlsx-parts';
import { StringTable } from './xlsx-strings';

const mostColumns = 512;

interface Workbook {
  sheetPath: string;
  strings: StringTable;
  /** What a cell's style makes of a number. */
  styles: ('date' | 'percent' | undefined)[];
  isFrom1904: boolean;
}

/**
 * Reads the first visible sheet of an xlsx workbook row by row: what a cell shows, as text; days as YYYY-MM-DD and
 * shares with their sign, where the cell is formatted so.
 * @throws SheetError when the workbook is damaged or has no sheet
 */
export async function* readXlsx(path: string): AsyncGenerator<SheetRow> {
  const zip = await openZip(path);
  try {
    const parts = await listParts(zip);
    const workbook = await readWorkbook(zip, parts);
    const sheet = parts.get(workbook.sheetPath);
    if (!sheet) throw new SheetError('工作簿里没有工作表');
    yield* readRows(await openPart(zip, sheet, mostBytes.sheet), workbook);
  } catch (error) {
    if (error instanceof SheetError) throw error;
    throw new SheetError('工作簿已损坏，打不开：请在表格软件里另存一份再试');
  } finally {
    zip.close();
  }
}

async function readWorkbook(zip: ZipFile, parts: Map<string, Entry>): Promise<Workbook> {
  const targets = new Map<string, string>();
  await parsePart(zip, parts.get('xl/_rels/workbook.xml.rels'), mostBytes.settings, {
    open(name, { Id = '', Target = '' }) {
      if (name === 'Relationship')
        targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`);
    },
  });
  let sheetPath: string | undefined;
  let isFrom1904 = false;
  await parsePart(zip, parts.get('xl/workbook.xml'), mostBytes.settings, {
    open(name, attributes) {
      if (name === 'workbookPr') isFrom1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      const isVisible = (attributes.state ?? 'visible') === 'visible';
      if (name === 'sheet' && isVisible) sheetPath ??= targets.get(attributes['r:id'] ?? attributes.id ?? '');
    },
  });
  if (!sheetPath) throw new SheetError('工作簿里没有工作表');
  return {
    sheetPath,
    isFrom1904,
    strings: await readStrings(zip, parts),
    styles: await readStyles(zip, parts),
  };
}

async function readStrings(zip: ZipFile, parts: Map<string, Entry>): Promise<StringTable> {
  const strings = new StringTable();
  let current = '';
  let isText = false;
  let phonetic = 0;
  await parsePart(zip, parts.get('xl/sharedStrings.xml'), mostBytes.strings, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 't') isText = true;
      else if (name === 'rPh') phonetic += 1;
    },
    text(text) {
      if (isText && phonetic === 0) current += text;
      requireShort(current.length);
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') strings.add(current);
    },
  });
  return strings;
}

/** Number formats that come without a definition: days (the Chinese ones included) and shares. */
const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const builtInPercents = new Set([9, 10]);

async function readStyles(zip: ZipFile, parts: Map<string, Entry>): Promise<Workbook['styles']> {
  const formats = new Map<number, string>();
  const styles: Workbook['styles'] = [];
  let isInCells = false;
  await parsePart(zip, parts.get('xl/styles.xml'), mostBytes.settings, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') formats.set(Number(numFmtId), formatCode);
      else if (name === 'cellXfs') isInCells = true;
      else if (name === 'xf' && isInCells) styles.push(styleOf(Number(numFmtId), formats));
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return styles;
}

function styleOf(id: number, formats: Map<number, string>): Workbook['styles'][number] {
  if (builtInDates.has(id)) return 'date';
  if (builtInPercents.has(id)) return 'percent';
  // Quoted words, escaped signs and conditions in brackets say nothing of the kind.
  const code = (formats.get(id) ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
  if (/[yd]/i.test(code)) return 'date';
  return code.includes('%') ? 'percent' : undefined;
}

async function* readRows(stream: Readable, workbook: Workbook): AsyncGenerator<SheetRow> {
  let rows: SheetRow[] = [];
  let line = 0;
  let cells: string[] = [];
  let column = -1;
  let cell: { type: string; style: number; text: string } | undefined;
  let isValue = false;
  let phonetic = 0;
  const parser = parserOf({
    open(name, attributes) {
      if (name === 'row') {
        line = Number(attributes.r ?? line + 1);
        cells = [];
        column = -1;
      } else if (name === 'c') {
        column = attributes.r ? columnOf(attributes.r) : column + 1;
        cell = { type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), text: '' };
      } else if (name === 'v' || name === 't') isValue = true;
      else if (name === 'rPh') phonetic += 1;
    },
    text(text) {
      if (!cell || !isValue || phonetic > 0) return;
      cell.text += text;
      requireShort(cell.text.length);
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'c' && cell) {
        if (column < mostColumns) {
          while (cells.length < column) cells.push('');
          cells[column] = shown(cell, workbook);
        }
        cell = undefined;
      } else if (name === 'row') rows.push({ line, cells });
    },
  });
  stream.setEncoding('utf8');
  for await (const piece of stream as AsyncIterable<string>) {
    parser.write(piece);
    yield* rows;
    rows = [];
  }
  parser.close();
  yield* rows;
}

/** Number of a column from a cell's address: A1 is 0, AB7 is 27. */
function columnOf(address: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(address)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function shown(cell: { type: string; style: number; text: string }, workbook: Workbook): string {
  switch (cell.type) {
    case 's':
      return workbook.strings.at(Number(cell.text));
    case 'b':
      return cell.text === '1' ? '是' : '否';
    case 'd':
      return cell.text.slice(0, 10);
    case 'n':
      return cell.text === '' ? '' : numberShown(Number(cell.text), workbook.styles[cell.style], workbook);
    default:
      return cell.text;
  }
}

function numberShown(value: number, style: Workbook['styles'][number], { isFrom1904 }: Workbook): string {
  if (!Number.isFinite(value)) return String(value);
  if (style === 'date') return dayOfSerial(value + (isFrom1904 ? 1462 : 0));
  // A spreadsheet counts to fifteen places; what follows is the machine's, and longer figures have lost their end.
  if (Math.abs(value) >= 1e15) return value.toExponential();
  if (style === 'percent') return `${Number((value * 100).toPrecision(15))}%`;
  return plainNumber(Number(value.toPrecision(15)));
}

function plainNumber(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

/** The day of a spreadsheet's serial number, which takes 1900 for a leap year. */
function dayOfSerial(serial: number): string {
  const days = Math.floor(serial) - (serial < 60 ? 25568 : 25569);
  const instant = new Date(days * 86_400_000);
  return Number.isNaN(instant.getTime()) ? String(serial) : instant.toISOString().slice(0, 10);
}
