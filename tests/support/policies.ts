import type {
  BriefingInput,
  Policy,
  PolicyInput,
  PolicyItem,
  Rule,
  RuleClause,
} from '../../server/contract/policies';
import type { Context } from '../../server/context';
import { createBriefing } from '../../server/modules/policies/briefings.service';
import { createPolicy, publishPolicy } from '../../server/modules/policies/policies.service';

/** One 万元 in fen. */
export const wan = 1_000_000;

export const aClause = (
  attribute: string,
  op: RuleClause['op'],
  value: RuleClause['value'],
  text = '符合条件',
): RuleClause => ({ attribute, op, value, text });

/** “At least 20 people” where nothing else is said. */
export function anItem(input: Partial<PolicyItem> = {}): PolicyItem {
  return {
    key: 'subsidy',
    title: '设备补助',
    benefit: '设备投入的 10%，最高 200 万元',
    rule: aClause('employees', 'gte', 20, '职工 20 人以上'),
    applyPath: 'appointment',
    steps: [],
    materials: [],
    ...input,
  };
}

let policies = 0;

export function aPolicyInput(input: Partial<PolicyInput> = {}): PolicyInput {
  policies += 1;
  return {
    title: `支持企业更新设备的若干措施之${policies}`,
    docNo: `豫工信〔2026〕${policies}号`,
    kind: 'policy',
    issuer: '河南省工业和信息化厅',
    level: 'province',
    regionCode: '410000',
    issuedOn: '2026-02-01',
    topics: ['technology'],
    bodyHtml: '<p>对购置设备的企业给予补助。</p>',
    items: [anItem()],
    ...input,
  };
}

/** A draft of the editor's body. */
export function aDraft(editor: Context, input: Partial<PolicyInput> = {}): Promise<Policy> {
  return createPolicy(editor, aPolicyInput(input));
}

/** A published policy of the editor's body. */
export async function aPolicy(editor: Context, input: Partial<PolicyInput> = {}): Promise<Policy> {
  return publishPolicy(editor, (await aDraft(editor, input)).id);
}

/** A published policy with one item of this rule. */
export function aPolicyWith(editor: Context, rule: Rule, item: Partial<PolicyItem> = {}): Promise<Policy> {
  return aPolicy(editor, { items: [anItem({ ...item, rule })] });
}

export function aBriefingInput(policyIds: string[], input: Partial<BriefingInput> = {}): BriefingInput {
  return {
    title: '换设备有补助',
    sentences: ['今年换设备，省里按投入的一成补。'],
    whoText: '在河南的中小制造业企业',
    amountText: '最高 200 万元',
    untilOn: '2026-12-31',
    policyIds,
    ...input,
  };
}

/** An unsent briefing of the editor's body. */
export function aBriefing(
  editor: Context,
  policyIds: string[],
  input: Partial<BriefingInput> = {},
): ReturnType<typeof createBriefing> {
  return createBriefing(editor, aBriefingInput(policyIds, input));
}
