import { AppError } from '../../errors';
import type { FactValue } from './attributes';
import { checkCreditCode } from './credit-code';
import { valueRule } from './facts';
import { findImportField, type ColumnMapping } from './import-fields';
import { cellText, isBlank, readCell, readDate } from './import-values';

/** What a good row says of an enterprise. */
export interface ImportedEnterprise {
  line: number;
  creditCode: string;
  name: string;
  regionCode: string;
  industryCode: string;
  address?: string;
  foundedOn?: string;
  products?: string;
  /** The day the row speaks of, YYYY-MM-DD. */
  asOf: string;
  facts: Record<string, FactValue>;
  /** Honours told one by one: true where the enterprise has it. */
  honours: Record<string, boolean>;
}

/** One thing that is wrong in a row. */
export interface RowProblem {
  line: number;
  /** The field in Chinese. */
  field: string;
  /** What stands there, personal data masked. */
  value: string;
  /** The rule that failed, in Chinese. */
  rule: string;
}

const longest = { name: 100, address: 100, products: 200 } as const;
/** No cell of a list is longer; the rules for dates and figures needn't be tried on it. */
const longestCell = 1_000;

/** Reads one row; either everything in it is good, or it comes back as the list of what is wrong. */
export function readRow(
  { line, cells }: { line: number; cells: readonly string[] },
  mapping: readonly ColumnMapping[],
  options: { asOf: string; now: Date },
): { row: ImportedEnterprise } | { problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const row: Partial<ImportedEnterprise> & Pick<ImportedEnterprise, 'facts' | 'honours' | 'asOf' | 'line'> = {
    line,
    facts: {},
    honours: {},
    asOf: options.asOf,
  };
  for (const { column, field: key, unit } of mapping) {
    const field = findImportField(key);
    if (!field) throw new AppError('INTERNAL');
    const cell = cells[column] ?? '';
    const refuse = (rule: string) =>
      problems.push({ line, field: field.label, value: maskedValue(key, cell), rule });
    if (cell.length > longestCell) {
      refuse('内容太长');
      continue;
    }
    if (isBlank(cell)) {
      if (field.isRequired) refuse('必填');
      continue;
    }
    switch (key) {
      case 'creditCode': {
        const check = readCreditCode(cell);
        if (check.ok) row.creditCode = check.code;
        else refuse(check.rule);
        break;
      }
      case 'name':
      case 'address':
      case 'products': {
        const text = cell.replace(/\s+/g, ' ').trim();
        if (text.length > longest[key]) refuse(`最多 ${longest[key]} 个字`);
        else row[key] = text;
        break;
      }
      case 'asOf': {
        const day = readDate(cellText(cell));
        if (day.kind === 'bad') refuse(day.rule);
        else if (day.kind === 'value') {
          const rule = valueRule('foundedOn', day.value, options.now);
          if (rule) refuse(rule.slice('成立日期：'.length));
          else row.asOf = String(day.value);
        }
        break;
      }
      default: {
        const [attribute = '', honour] = key.split(':');
        const reading = honour ? readCell('aboveScale', cell, undefined) : readCell(attribute, cell, unit);
        if (reading.kind === 'bad') refuse(reading.rule);
        if (reading.kind !== 'value') break;
        const rule = honour ? null : valueRule(attribute, reading.value, options.now);
        if (rule) refuse(rule.slice(rule.indexOf('：') + 1));
        else if (honour) row.honours[honour] = reading.value === true;
        else if (attribute === 'regionCode' || attribute === 'industryCode' || attribute === 'foundedOn')
          row[attribute] = String(reading.value);
        else row.facts[attribute] = reading.value;
      }
    }
  }
  return problems.length > 0 ? { problems } : { row: row as ImportedEnterprise };
}

function readCreditCode(cell: string): ReturnType<typeof checkCreditCode> {
  if (/^\d(\.\d+)?e\+?\d+$/i.test(cellText(cell)))
    return { ok: false, rule: '被表格改成了科学计数，末几位已丢失：请把这一列设为文本后重填' };
  return checkCreditCode(cell.replace(/^['‘’]/, ''));
}

/** What stands in a cell, for a report: phone and identity numbers masked, of bounded length. */
export function maskedValue(field: string, cell: string): string {
  const text = cellText(cell).replace(/\s+/g, ' ');
  const masked = text
    .replace(/(?<!\d)(\d{6})(?:19|20)\d{6}\d{3}[\dXx](?![\dA-Za-z])/g, (whole, front: string) =>
      field === 'creditCode' && checkCreditCode(whole).ok ? whole : `${front}********${whole.slice(-4)}`,
    )
    .replace(/(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)/g, '$1****$3')
    .replace(
      /(?<!\d)(0\d{2,3})[ -](\d{7,8})(?!\d)/g,
      (_, area: string, number: string) => `${area}-****${number.slice(-4)}`,
    );
  return masked.length > 60 ? `${masked.slice(0, 60)}…` : masked;
}
