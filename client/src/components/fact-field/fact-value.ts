import type { Attribute, EnterpriseFact } from '@contract';
import { fenFromWan, wanForInput } from '@/format/amounts';

export type FactValue = EnterpriseFact['value'];

/** What was typed for an attribute: the value to send, or the rule it breaks in Chinese. */
export type ParsedFact = { value: FactValue } | { rule: string };

/** True where the attribute is typed as a number. */
export function isTypedNumber(attribute: Pick<Attribute, 'type'>): boolean {
  return ['number', 'amount', 'percent', 'year'].includes(attribute.type);
}

/** The unit that stands in the field; amounts are typed in 万元, whatever the wire holds. */
export function unitOf(attribute: Pick<Attribute, 'type' | 'unit'>): string | undefined {
  if (attribute.type === 'amount') return '万元';
  if (attribute.type === 'percent') return '%';
  if (attribute.type === 'year') return '年';
  return attribute.unit;
}

/** Reads a typed number: amounts in 万元 become fen, the rest stays as it is. */
export function parseFact(attribute: Pick<Attribute, 'type' | 'label'>, typed: string): ParsedFact {
  const text = typed.replace(/[,，\s]/g, '');
  if (text === '') return { rule: `请填${attribute.label}` };
  if (!isTypedNumber(attribute)) return { value: typed.trim() };
  const number = Number(text);
  if (!Number.isFinite(number)) return { rule: '请只填数字' };
  if (number < 0) return { rule: '不能小于 0' };
  if (attribute.type === 'amount') {
    const fen = fenFromWan(text);
    return fen === null ? { rule: '数太大了，单位是万元' } : { value: fen };
  }
  if (attribute.type === 'percent' && number > 100) return { rule: '不能超过 100' };
  if (attribute.type === 'year' && !/^(19|20)\d{2}$/.test(text)) return { rule: '请填四位年份' };
  return { value: number };
}

/** The value of a fact as it is typed again when somebody corrects it. */
export function typedFact(attribute: Pick<Attribute, 'type'>, value: FactValue | undefined): string {
  if (value === undefined || typeof value === 'boolean' || Array.isArray(value)) return '';
  if (attribute.type === 'amount' && typeof value === 'number') return wanForInput(value);
  return String(value);
}
