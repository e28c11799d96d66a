import { findAttribute } from './attributes';
import type { ColumnUnit } from './import-fields';
import { bad, empty, plain, value, type CellReading } from './cell-reading';
import { readAmount, readNumber, readPercent } from './import-figures';
import { readIndustry, readRegion } from './import-places';

/** Marks with which people fill a cell that holds nothing. */
const blanks = new Set([
  '',
  '-',
  '--',
  '—',
  '——',
  '/',
  '\\',
  '…',
  'n/a',
  'na',
  'null',
  '不详',
  '未知',
  '暂无',
  '空',
]);

/** Full-width figures and signs made plain, spaces around gone. */
export function cellText(cell: string): string {
  return cell
    .normalize('NFKC')
    .replace(/\u00a0/g, ' ')
    .trim();
}

/** True for a cell that says nothing. */
export function isBlank(cell: string): boolean {
  return blanks.has(cellText(cell).toLowerCase());
}

/** Reads a cell as an attribute of the dictionary. */
export function readCell(key: string, cell: string, unit: ColumnUnit | undefined): CellReading {
  if (isBlank(cell)) return empty;
  const text = cellText(cell);
  const definition = findAttribute(key);
  switch (definition?.type) {
    case 'amount':
      return readAmount(text, unit);
    case 'percent':
      return readPercent(text, unit);
    case 'number':
      return readNumber(text, definition.unit);
    case 'boolean':
      return readBoolean(text);
    case 'choice':
      return readChoice(text, definition.choices ?? []);
    case 'tags':
      return readTags(text, definition.choices ?? []);
    case 'date':
      return readDate(text);
    case 'region':
      return readRegion(text);
    case 'industry':
      return readIndustry(text);
    default:
      return value(text);
  }
}

const yes = new Set(['是', '√', '✓', '✔', '☑', '有', '对', 'y', 'yes', 'true', '1']);
const no = new Set(['否', '×', 'x', '✗', '✘', '☐', '无', '没有', '不是', '非', 'n', 'no', 'false', '0']);

function readBoolean(text: string): CellReading {
  const word = text.toLowerCase();
  if (yes.has(word)) return value(true);
  if (no.has(word)) return value(false);
  return bad('请填“是”或“否”（√、×也可以）');
}

type Choices = readonly { value: string; label: string }[];

function findChoice(text: string, choices: Choices): string | undefined {
  const words = plain(text);
  const exact = choices.find((choice) => plain(choice.label) === words || choice.value === text);
  if (exact) return exact.value;
  const near = choices.filter(({ label }) => words.length >= 2 && plain(label).includes(words));
  return near.length === 1 ? near[0]?.value : undefined;
}

function readChoice(text: string, choices: Choices): CellReading {
  const found = findChoice(text, choices);
  return found === undefined
    ? bad(`不在可选范围内，可填：${choices.map(({ label }) => label).join('、')}`)
    : value(found);
}

function readTags(text: string, choices: Choices): CellReading {
  if (no.has(text)) return value([]);
  const found: string[] = [];
  for (const part of text.split(/[、,;;|\n]/).map((each) => each.trim())) {
    if (part === '') continue;
    const tag = findChoice(part, choices);
    if (tag === undefined) return bad(`“${part}”不在称号和资质的名单里`);
    if (!found.includes(tag)) found.push(tag);
  }
  return value(found);
}

/** Reads a day as people write it, year first, as YYYY-MM-DD. */
export function readDate(text: string): CellReading {
  const bare = text.replace(/\s+(\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)$|T[\d:.]+Z?$/, '').replace(/\s/g, '');
  const [, year, month, day] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(bare) ??
    /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/.exec(bare) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(bare) ??
    [];
  if (year && month && day) {
    const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    const instant = new Date(`${written}T00:00:00Z`);
    const isReal = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(written);
    return isReal ? value(written) : bad('没有这一天');
  }
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{1,4}$/.test(bare))
    return bad('分不清年、月、日：请写成 2020-01-05，四位年份在前');
  if (/^\d{4}[-/.年]\d{1,2}月?$/.test(bare) || /^\d{6}$/.test(bare))
    return bad('缺哪一日：请写成 2020-01-05');
  if (/^\d{5}(\.\d+)?$/.test(bare)) return bad('像是表格的日期序号：请把单元格格式改成日期');
  return bad('应是日期，如 2020-01-05');
}
