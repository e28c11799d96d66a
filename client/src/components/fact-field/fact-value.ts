import type { Attribute, EnterpriseFact } from '@contract';
import { fenFromWan, wanForInput } from '@/format/amounts';

export type FactValue = EnterpriseFact['value'];

/** What stands in the field of a fact: typed words, 是 or 否, or several choices. */
export type FactDraft = string | boolean | string[] | undefined;

/** A draft read: the value to send, or the rule it breaks in Chinese. */
export type ParsedFact = { value: FactValue } | { rule: string };

type Kind = Pick<Attribute, 'type'>;

/** True where the attribute is typed as a number. */
export function isTypedNumber({ type }: Kind): boolean {
  return type === 'number' || type === 'amount' || type === 'percent' || type === 'year';
}

/** True where the field of this kit can take the attribute; regions, industries and sizes come from the registers. */
export function isFillable(attribute: Pick<Attribute, 'type' | 'declarable' | 'choices'>): boolean {
  if (!attribute.declarable) return false;
  if (attribute.type === 'choice' || attribute.type === 'tags') return (attribute.choices?.length ?? 0) > 0;
  return isTypedNumber(attribute) || attribute.type === 'boolean' || attribute.type === 'date';
}

/** What the attribute is called, with the period it is about: 上年研发费用. */
export function nameOf({ label, period }: Pick<Attribute, 'label' | 'period'>): string {
  return period && !label.startsWith(period) ? `${period}${label}` : label;
}

/** The unit that stands in the field; amounts are typed in 万元, whatever the wire holds. */
export function unitOf({ type, unit }: Pick<Attribute, 'type' | 'unit'>): string | undefined {
  if (type === 'amount') return '万元';
  if (type === 'percent') return '%';
  if (type === 'year') return '年';
  return unit;
}

/** Reads a draft: amounts in 万元 become fen, the rest stays as it is. */
export function parseFact(attribute: Pick<Attribute, 'type' | 'label'>, draft: FactDraft): ParsedFact {
  if (typeof draft === 'boolean') return { value: draft };
  if (Array.isArray(draft)) return { value: draft };
  const text = (draft ?? '').trim();
  if (text === '') return { rule: `请填${attribute.label}` };
  if (!isTypedNumber(attribute)) return { value: text };
  return parseNumber(attribute.type, text.replace(/[,，\s]/g, ''));
}

function parseNumber(type: Attribute['type'], text: string): ParsedFact {
  const number = Number(text);
  if (!Number.isFinite(number)) return { rule: '请只填数字' };
  if (number < 0) return { rule: '不能小于 0' };
  if (type === 'amount') {
    const fen = fenFromWan(text);
    return fen === null ? { rule: '数太大了，单位是万元' } : { value: fen };
  }
  if (type === 'percent' && number > 100) return { rule: '不能超过 100' };
  if (type === 'year' && !/^(19|20)\d{2}$/.test(text)) return { rule: '请填四位年份' };
  return { value: number };
}

/** The draft with which a known fact is corrected. */
export function draftOf(attribute: Kind, value: FactValue | undefined): FactDraft {
  if (typeof value !== 'number') return value;
  return attribute.type === 'amount' ? wanForInput(value) : String(value);
}
