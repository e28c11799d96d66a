import type { Rule, RuleClause } from '@contract/policies';
import type { ErrorDetail } from '../../errors';
import { findAttribute, type AttributeDefinition } from '../enterprises/attributes';
import { findIndustry } from '../enterprises/industries';
import { isDay } from '../issues/calendar';
import { findRegion, stateCode } from '../organizations/regions';
import { decide } from './completions';
import { clausesOf, isNumeric, operatorsOf } from './rule-logic';

/** How deep groups may stand in one another, and how many conditions a rule may have. */
export const maxDepth = 3;
const maxClauses = 60;
const maxValues = 60;
const clauseFields = ['attribute', 'per', 'op', 'value', 'text'];

/**
 * What is wrong with a rule, field by field in Chinese; empty for a rule that can be evaluated. Takes whatever came
 * over the wire.
 */
export function checkRule(rule: unknown, path: string): ErrorDetail[] {
  if (depthOf(rule) > maxDepth) return [{ path, rule: `规则嵌套太深，最多 ${maxDepth} 层` }];
  const details = checkPart(rule, path);
  if (details.length > 0) return details;
  const checked = rule as Rule;
  if (clausesOf(checked).length > maxClauses) return [{ path, rule: `条件太多，最多 ${maxClauses} 条` }];
  if (decide(checked, () => undefined) === false)
    return [{ path, rule: '没有企业能同时满足这些条件，请检查数字和范围' }];
  return [];
}

function groupOf(rule: unknown): { name: string; parts: unknown[] } | null {
  if (typeof rule !== 'object' || rule === null) return null;
  for (const name of ['all', 'any'] as const)
    if (name in rule) return { name, parts: [(rule as Record<string, unknown>)[name]].flat() };
  return 'not' in rule ? { name: 'not', parts: [(rule as { not: unknown }).not] } : null;
}

function depthOf(rule: unknown, limit = 20): number {
  const group = groupOf(rule);
  if (!group || limit === 0) return 0;
  return 1 + group.parts.reduce<number>((depth, part) => Math.max(depth, depthOf(part, limit - 1)), 0);
}

function checkPart(rule: unknown, path: string): ErrorDetail[] {
  const group = groupOf(rule);
  if (group) {
    if (Object.keys(rule as object).length > 1) return [{ path, rule: `“${group.name}”旁边不能有别的内容` }];
    if (group.parts.length === 0) return [{ path: `${path}.${group.name}`, rule: '至少要有一个条件' }];
    if (group.parts.length > maxClauses)
      return [{ path: `${path}.${group.name}`, rule: `条件太多，最多 ${maxClauses} 条` }];
    if (group.name === 'not') return checkPart(group.parts[0], `${path}.not`);
    return group.parts.flatMap((part, at) => checkPart(part, `${path}.${group.name}.${at}`));
  }
  if (typeof rule !== 'object' || rule === null || !('attribute' in rule))
    return [{ path, rule: '应是一个条件，或全部满足、任一满足、不满足的一组条件' }];
  return checkClause(rule as RuleClause, path);
}

function checkClause(clause: RuleClause, path: string): ErrorDetail[] {
  const extra = Object.keys(clause).find((field) => !clauseFields.includes(field));
  if (extra !== undefined) return [{ path: `${path}.${extra}`, rule: '多出的内容' }];
  const { text, attribute, per } = clause as unknown as Record<string, unknown>;
  if (typeof attribute !== 'string') return [{ path: `${path}.attribute`, rule: '应是属性的名字' }];
  if (per !== undefined && typeof per !== 'string') return [{ path: `${path}.per`, rule: '应是属性的名字' }];
  if (typeof text !== 'string' || text.trim() === '' || text.length > 200)
    return [{ path: `${path}.text`, rule: '要写上政策原话，最多 200 个字' }];
  const definition = findAttribute(clause.attribute);
  if (!definition) return [{ path: `${path}.attribute`, rule: `没有“${clause.attribute}”这个属性` }];
  if (clause.per !== undefined) {
    const base = findAttribute(clause.per);
    if (!base) return [{ path: `${path}.per`, rule: `没有“${clause.per}”这个属性` }];
    if (clause.per === clause.attribute) return [{ path: `${path}.per`, rule: '不能除以自己' }];
    if (!isNumeric(clause.attribute) || !isNumeric(clause.per))
      return [{ path: `${path}.per`, rule: `${definition.label}和${base.label}不能相除` }];
  }
  if (!operatorsOf[definition.type].includes(clause.op))
    return [{ path: `${path}.op`, rule: `${definition.label}不能用这种比较` }];
  const wrong = valueProblem(clause, definition);
  return wrong ? [{ path: `${path}.value`, rule: `${definition.label}：${wrong}` }] : [];
}

function valueProblem({ value, op, per }: RuleClause, definition: AttributeDefinition): string | null {
  if (isNumeric(definition.key)) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return '应填数字';
    if (value < 0) return '不能小于 0';
    return definition.type === 'percent' && per === undefined && value > 100 ? '不能超过 100%' : null;
  }
  if (definition.type === 'boolean') return typeof value === 'boolean' ? null : '应是“是”或“否”';
  if (definition.type === 'date') return isDay(value) ? null : '应是日期，如 2026-12-31';
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0) return '至少选一个';
  if (values.length > maxValues) return `最多选 ${maxValues} 个`;
  if (values.length > 1 && (op === 'eq' || op === 'ne' || op === 'size-at-least' || op === 'size-at-most'))
    return '这种比较只能选一个';
  const texts = values.filter((one) => typeof one === 'string');
  if (texts.length < values.length) return '应是文字';
  const unknown = texts.find((one) => !isKnown(one, definition));
  if (unknown === undefined) return null;
  if (definition.type === 'region') return `没有“${unknown}”这个地区`;
  return definition.type === 'industry' ? `没有“${unknown}”这个行业` : `没有“${unknown}”这个选项`;
}

function isKnown(value: string, definition: AttributeDefinition): boolean {
  if (definition.type === 'region') return value === stateCode || findRegion(value) !== undefined;
  if (definition.type === 'industry') return findIndustry(value) !== undefined;
  return (definition.choices ?? []).some((choice) => choice.value === value);
}
