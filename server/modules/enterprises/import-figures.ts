import { bad, value, type CellReading } from './cell-reading';
import type { ColumnUnit } from './import-fields';

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

/** A whole or decimal number, as people group and end it. */
export function readNumber(text: string, unit: string | undefined): CellReading {
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

/** An amount of money in fen; its unit from the cell, else from the column. */
export function readAmount(text: string, columnUnit: ColumnUnit | undefined): CellReading {
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

/** A share in per cent. */
export function readPercent(text: string, columnUnit: ColumnUnit | undefined): CellReading {
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
