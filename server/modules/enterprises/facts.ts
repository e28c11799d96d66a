import { attributes, findAttribute, type AttributeDefinition, type FactValue } from './attributes';
import { dayOf, isDay } from '../issues/calendar';
import type { EnterpriseDoc, Fact } from './enterprises.model';

export type { Fact };
import { findIndustry } from './industries';
import { storedSize } from './precedence';
import { figuresNeeded } from './size';
import { findRegion } from '../organizations/regions';
import type { FactSource } from '@contract/enums';

/** Whole years between two days, YYYY-MM-DD. */
export function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/**
 * All facts of an enterprise as a policy's rule reads them: the stored ones and those that follow from the
 * registration and from other facts (region, industry, size, founding day, age).
 */
export function factsOf(
  doc: Pick<
    EnterpriseDoc,
    | 'regionCode'
    | 'industryCode'
    | 'foundedOn'
    | 'facts'
    | 'createdAt'
    | 'registrationSource'
    | 'registeredAsOf'
  >,
  now: Date,
): Record<string, Fact> {
  const origin = { source: doc.registrationSource, asOf: doc.registeredAsOf ?? dayOf(doc.createdAt) };
  const size = sizeFact(doc.industryCode, doc.facts, origin);
  return {
    ...doc.facts,
    regionCode: { value: doc.regionCode, ...origin },
    industryCode: { value: doc.industryCode, ...origin },
    ...(size ? { size } : {}),
    ...(doc.foundedOn
      ? {
          foundedOn: { value: doc.foundedOn, ...origin },
          ageYears: { value: yearsBetween(doc.foundedOn, dayOf(now)), ...origin },
        }
      : {}),
  };
}

const trust: FactSource[] = ['self-declared', 'imported', 'verified'];

/** The size, as trustworthy and as recent as the weakest and oldest figure it rests on. */
function sizeFact(
  industryCode: string,
  facts: Record<string, Fact>,
  origin: { source: FactSource; asOf: string },
): Fact | undefined {
  const value = storedSize({ industryCode, facts });
  if (value === 'unknown') return undefined;
  const used = figuresNeeded(industryCode).flatMap((attribute) => facts[attribute] ?? []);
  if (used.length === 0) return { value, ...origin };
  return {
    value,
    source: trust.find((source) => used.some((fact) => fact.source === source)) ?? origin.source,
    asOf: used.map((fact) => fact.asOf).sort()[0] ?? origin.asOf,
  };
}

/** Why an enterprise can't declare this attribute with this value, in Chinese with the field's name; null if it can. */
export function declarationRule(key: string, value: FactValue, now: Date): string | null {
  const definition = findAttribute(key);
  if (!definition) return `没有“${key}”这一项`;
  if (!definition.declarable) return `${definition.label}：这一项由主管部门核定，不能自己填`;
  return valueRule(key, value, now);
}

/** Why a value doesn't suit its attribute, in Chinese with the field's name; null if it does. */
export function valueRule(key: string, value: FactValue, now: Date): string | null {
  const definition = findAttribute(key);
  if (!definition) return `没有“${key}”这一项`;
  const rule = typeRule(definition, value, now);
  return rule && `${definition.label}：${rule}`;
}

/** 10 trillion yuan, in fen: exact as a number, and more than any firm has. */
const maximumFen = 1_000_000_000_000_000;

function typeRule(definition: AttributeDefinition, value: FactValue, now: Date): string | null {
  const allowed = definition.choices?.map((choice) => choice.value) ?? [];
  switch (definition.type) {
    case 'amount':
      return numberRule(value, { maximum: maximumFen, isFractional: false, integerRule: '金额最小到分' });
    case 'number':
      return numberRule(value, {
        maximum: definition.maximum ?? Number.MAX_SAFE_INTEGER,
        isFractional: definition.isFractional ?? false,
        integerRule: '应是整数',
      });
    case 'percent':
      return numberRule(value, { maximum: 100, isFractional: true, integerRule: '' });
    case 'year':
      return numberRule(value, {
        maximum: Number(dayOf(now).slice(0, 4)),
        isFractional: false,
        integerRule: '应是年份',
      });
    case 'boolean':
      return typeof value === 'boolean' ? null : '请选“是”或“否”';
    case 'choice':
    case 'size':
      return typeof value === 'string' && allowed.includes(value) ? null : '不在可选范围内';
    case 'tags':
      if (!Array.isArray(value) || value.some((tag) => !allowed.includes(tag))) return '不在可选范围内';
      return new Set(value).size === value.length ? null : '有重复的项';
    case 'region':
      return typeof value === 'string' && findRegion(value) ? null : '没有这个区划代码';
    case 'industry':
      return typeof value === 'string' && findIndustry(value) ? null : '没有这个行业代码';
    case 'date':
      return dateRule(value, now);
  }
}

function numberRule(
  value: FactValue,
  limits: { maximum: number; isFractional: boolean; integerRule: string },
): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '应填数字';
  if (value < 0) return '不能小于 0';
  if (value > limits.maximum) return '数字太大，请看看单位';
  if (!limits.isFractional && !Number.isInteger(value)) return limits.integerRule;
  return null;
}

function dateRule(value: FactValue, now: Date): string | null {
  if (!isDay(value)) return '应是日期，如 2019-05-16';
  return value > dayOf(now) ? '不能晚于今天' : null;
}

/** Attributes an enterprise may fill in itself. */
export const declarableAttributes: readonly AttributeDefinition[] = Object.values(attributes).filter(
  (definition) => definition.declarable,
);
