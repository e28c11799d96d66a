import { regions, regionPath, regionFullName, type RegionRow } from '../organizations/regions';
import { findAttribute, type FactValue } from './attributes';
import type { ColumnUnit } from './import-fields';
import { findIndustry, industries, industryPath } from './industries';

/** What a cell says: nothing, a value, or something that can't be taken for sure, with the rule in Chinese. */
export type CellReading =
  { kind: 'empty' } | { kind: 'value'; value: FactValue } | { kind: 'bad'; rule: string };

const empty: CellReading = { kind: 'empty' };
const value = (given: FactValue): CellReading => ({ kind: 'value', value: given });
const bad = (rule: string): CellReading => ({ kind: 'bad', rule });

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

const figure = /^([+-]?)(\d+(?:,\d+)*|\d*)(?:\.(\d+))?$/;

/** Digits of a figure as people group them, scaled by a power of ten without rounding; null where it is none. */
function scaled(text: string, power: number): { sign: string; whole: string; rest: string } | null {
  const [, sign = '', grouped = '', decimals = ''] = figure.exec(text) ?? [];
  if (grouped === '' && decimals === '') return null;
  const digits = `${grouped.replaceAll(',', '')}${decimals}`;
  const point = digits.length - decimals.length + power;
  const padded = point > digits.length ? digits.padEnd(point, '0') : digits;
  const shift = point < 0 ? padded.padStart(padded.length - point, '0') : padded;
  const at = Math.max(point, 0);
  return { sign, whole: shift.slice(0, at) || '0', rest: shift.slice(at).replace(/0+$/, '') };
}

/** Groups of three, or of four as the Chinese count goes: 1,234,567 or 123,4567. */
function isGroupedWell(text: string): boolean {
  const groups = (text.replace(/^[+-]/, '').split('.')[0] ?? '').split(',');
  if (groups.length === 1) return true;
  const [first = '', ...others] = groups;
  const width = others[0]?.length ?? 0;
  return (
    (width === 3 || width === 4) && first.length <= width && others.every(({ length }) => length === width)
  );
}

function figureRule(text: string): string | null {
  if (/^\d+(\.\d+)?e\+?\d+$/i.test(text)) return '是科学计数的写法，请把单元格设为文本或普通数字';
  if (/[~～至]|\d\s*[-—–]\s*\d/.test(text)) return '是一个范围，请写一个确定的数';
  if (/约|左右|多|近|余|超|以上|以下|不足|[<>≥≤≈]/.test(text)) return '请写确定的数，不要写“约”“以上”';
  if (/[零一二三四五六七八九十百千]/.test(text)) return '请用阿拉伯数字';
  if (/^(无|没有|有)$/.test(text)) return '请写 0，或留空';
  return null;
}

function readNumber(text: string, unit: string | undefined): CellReading {
  const bare = text.replace(/\s/g, '').replace(new RegExp(`(${unit ?? ' '}|个|名|人|家|件|年|月|分)$`), '');
  if (/[万亿]$/.test(bare)) return bad('请写完整的数，不要写“万”“亿”');
  const read = scaled(bare, 0);
  if (!read) return bad(figureRule(bare) ?? '应填数字');
  if (!isGroupedWell(bare)) return bad('千分位逗号的位置不对');
  return value(Number(`${read.sign}${read.whole}.${read.rest || '0'}`));
}

const powers: Record<string, number> = {
  元: 0,
  千元: 3,
  千: 3,
  万元: 4,
  万: 4,
  百万元: 6,
  百万: 6,
  亿元: 8,
  亿: 8,
};

function readAmount(text: string, columnUnit: ColumnUnit | undefined): CellReading {
  if (/[$€£]|美元|美金|欧元|港元|港币|日元|usd|eur|hkd/i.test(text)) return bad('只收人民币金额');
  const bare = text
    .replace(/\s/g, '')
    .replace(/^(人民币|rmb|cny|¥|¥)/i, '')
    .replace(/(人民币|整)$/, '');
  const [, front = '', unit = ''] = /^(.*?)(百万元?|[千万亿]元?|元)?$/.exec(bare) ?? [];
  const power = powers[unit] ?? powers[columnUnit ?? ''];
  const rule = figureRule(front);
  if (rule) return bad(rule);
  // fen: two more places
  const read = scaled(front, (power ?? 0) + 2);
  if (!read) return bad('应填金额，如 4,280 万元');
  if (!isGroupedWell(front)) return bad('千分位逗号的位置不对');
  const isZero = /^0+$/.test(read.whole) && read.rest === '';
  if (power === undefined && !isZero) return bad('没有写单位：请写成“4,280 万元”，或在表头注明（万元）');
  // A spreadsheet's own figures may trail off in the last places; beyond a thousandth of a fen it isn't one.
  if (read.rest !== '' && !/^(0{3,}|9{3,})/.test(read.rest)) return bad('金额最小到分');
  const fen =
    Number(`${read.sign}${read.whole}`) + (read.rest.startsWith('9') ? (read.sign === '-' ? -1 : 1) : 0);
  return Number.isSafeInteger(fen) ? value(fen) : bad('数字太大，请看看单位');
}

function readPercent(text: string, columnUnit: ColumnUnit | undefined): CellReading {
  const bare = text.replace(/\s/g, '');
  const [, front = '', sign = ''] = /^(.*?)([%‰])?$/.exec(bare) ?? [];
  const rule = figureRule(front);
  if (rule) return bad(rule);
  const read = scaled(front, sign === '‰' ? -1 : 0);
  if (!read) return bad('应填百分数，如 5.5%');
  const isZero = /^0+$/.test(read.whole) && read.rest === '';
  if (sign === '' && columnUnit !== '%' && !isZero)
    return bad('看不出是小数还是百分数：请写成“5.5%”，或在表头注明（%）');
  return value(Number(`${read.sign}${read.whole}.${read.rest || '0'}`));
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

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s"“”'()]/g, '')
    .replace(/企业$/, '');
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

const shortName = (name: string) => name.replace(/(省|市|区|县|自治县)$/, '');

function readRegion(text: string): CellReading {
  const bare = text.replace(/\s/g, '').replace(/\.0$/, '');
  if (/^\d+$/.test(bare)) {
    // Statistics lengthen the six digits by zeros for townships and villages.
    const code = bare.length === 9 || bare.length === 12 ? bare.slice(0, 6) : bare;
    const known = regions.find((region) => region.code === code);
    return known ? value(known.code) : bad('没有这个区划代码（河南省内，6 位数字）');
  }
  const found = regionsNamed(bare);
  if (found.length === 1 && found[0]) return value(found[0].code);
  return found.length === 0
    ? bad('没有找到这个地区，可填 6 位区划代码或“郑州市中牟县”')
    : bad(
        `有 ${found.length} 个同名地区：${found.map(({ code }) => regionFullName(code)).join('、')}，请写上所在市`,
      );
}

/** Regions that a name means: the whole name, with the city and province before it, or the name without its ending. */
function regionsNamed(name: string): RegionRow[] {
  const bare = name.replace(/^河南省(?=.)/, '');
  const exact = regions.filter((region) => region.name === name || region.name === bare);
  if (exact.length > 0) return exact;
  const withCity = regions.filter((region) => {
    const path = regionPath(region.code)
      .slice(1)
      .map((code) => regions.find((row) => row.code === code)?.name ?? '');
    return (
      path.length === 2 &&
      (path.join('') === bare ||
        path.map(shortName).join('') === bare ||
        `${path[0]}${shortName(path[1] ?? '')}` === bare ||
        `${shortName(path[0] ?? '')}${path[1]}` === bare)
    );
  });
  if (withCity.length > 0) return withCity;
  return regions.filter((region) => shortName(region.name) === bare && bare.length >= 2);
}

function readIndustry(text: string): CellReading {
  const bare = text.replace(/\s/g, '').toUpperCase().replace(/\.0$/, '');
  const [, letter = '', digits = '', name = ''] = /^([A-T]?)(\d{0,4})[-_:、.]?(.*)$/.exec(bare) ?? [];
  if (digits === '' && name !== '') return industryNamed(text.replace(/\s/g, ''));
  const code = digits || letter;
  const known = findIndustry(code);
  const lengthened = digits.length === 3 ? findIndustry(`0${digits}`) : undefined;
  // A spreadsheet that takes codes for numbers drops the zero in front.
  if (lengthened && known && name === '')
    return bad(
      `${digits} 可能少了前面的 0（${lengthened.code} ${lengthened.name}），也可能是${known.name}，请写四位代码`,
    );
  const found = known ?? lengthened;
  if (!found) return bad('没有这个行业代码（GB/T 4754-2017）');
  if (letter && digits && industryPath(found.code)[0] !== letter)
    return bad(`${found.code} 不在门类 ${letter} 里`);
  if (name && plain(found.name) !== plain(name))
    return bad(`${found.code} 是“${found.name}”，和所写名称不一致`);
  return value(found.code);
}

function industryNamed(name: string): CellReading {
  const found = industries.filter((row) => plain(row.name) === plain(name));
  // A group with a single class bears the same name: the class is meant.
  const deepest = found.reduce<(typeof found)[number] | undefined>(
    (best, row) => (!best || row.level > best.level ? row : best),
    undefined,
  );
  if (!deepest) return bad('没有这个名称的行业（GB/T 4754-2017），可填四位行业代码');
  const isOneLine = found.every(({ code }) => industryPath(deepest.code).includes(code));
  return isOneLine ? value(deepest.code) : bad('有几个同名的行业，请填四位行业代码');
}
