import type { PolicyInput, PolicyItem } from '@contract/policies';
import type { ErrorDetail } from '../../errors';
import { findAttribute } from '../enterprises/attributes';
import { findRegion, stateCode } from '../organizations/regions';
import { bodyText } from './policy-body';
import { isDay } from '../issues/calendar';
import { checkRule } from './rule-check';

/** What the contract's shapes can't say of a policy: days that exist, known regions, rules that can be evaluated. */
export function checkPolicy(input: PolicyInput): ErrorDetail[] {
  const details: ErrorDetail[] = [];
  if (input.regionCode !== stateCode && !findRegion(input.regionCode))
    details.push({ path: 'body.regionCode', rule: `没有“${input.regionCode}”这个地区` });
  for (const name of ['issuedOn', 'effectiveOn', 'validUntil'] as const) {
    const day = input[name];
    if (day !== undefined && !isDay(day)) details.push({ path: `body.${name}`, rule: '没有这一天' });
  }
  const { effectiveOn, validUntil } = input;
  if (effectiveOn !== undefined && validUntil !== undefined && validUntil < effectiveOn)
    details.push({ path: 'body.validUntil', rule: '有效期不能早于生效日' });
  if (!bodyText(input.bodyHtml)) details.push({ path: 'body.bodyHtml', rule: '正文不能为空' });
  for (const [at, item] of input.items.entries()) {
    details.push(...checkItem(item, `body.items.${at}`));
    if (input.items.findIndex(({ key }) => key === item.key) < at)
      details.push({ path: `body.items.${at}.key`, rule: '和前面的事项重复' });
  }
  return details;
}

function checkItem(item: PolicyItem, path: string): ErrorDetail[] {
  const details = checkRule(item.rule, `${path}.rule`);
  if (item.deadline !== undefined && !isDay(item.deadline))
    details.push({ path: `${path}.deadline`, rule: '没有这一天' });
  if (item.applyLink !== undefined && !/^https?:\/\//.test(item.applyLink))
    details.push({ path: `${path}.applyLink`, rule: '网址应以 http:// 或 https:// 开头' });
  const base = item.amountBase?.attribute;
  if (base !== undefined && findAttribute(base)?.type !== 'amount')
    details.push({
      path: `${path}.amountBase.attribute`,
      rule: findAttribute(base) ? `${findAttribute(base)?.label}不是金额` : `没有“${base}”这个属性`,
    });
  return details;
}
