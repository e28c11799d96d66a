import type { Policy, PolicyInput, PolicyItem } from '@contract/index';
import { freshClause } from './rule-model';

/** What a new policy starts with. */
export const emptyPolicy: PolicyInput = {
  title: '',
  kind: 'policy',
  issuer: '',
  level: 'province',
  regionCode: '410000',
  topics: [],
  bodyHtml: '',
  items: [],
};

/** What a new item starts with; its key is like none of the others. */
export function emptyItem(others: PolicyItem[]): PolicyItem {
  let number = others.length + 1;
  while (others.some(({ key }) => key === `item-${number}`)) number += 1;
  return {
    key: `item-${number}`,
    title: '',
    benefit: '',
    rule: { all: [freshClause()] },
    applyPath: 'link',
    steps: [],
    materials: [],
  };
}

/** The fields of a policy that its editor writes. */
export const toInput = (policy: Policy): PolicyInput => ({
  title: policy.title,
  docNo: policy.docNo,
  kind: policy.kind,
  issuer: policy.issuer,
  level: policy.level,
  regionCode: policy.regionCode,
  issuedOn: policy.issuedOn,
  effectiveOn: policy.effectiveOn,
  validUntil: policy.validUntil,
  topics: policy.topics,
  reading: policy.reading,
  bodyHtml: policy.bodyHtml,
  items: policy.items,
});

const fieldNames: Record<string, string> = {
  title: '标题',
  docNo: '文号',
  issuer: '发文机关',
  regionCode: '地区',
  issuedOn: '发文日期',
  effectiveOn: '生效日期',
  validUntil: '有效期至',
  reading: '一句话解读',
  bodyHtml: '全文',
  benefit: '给什么',
  applyLink: '申报网址',
  deadline: '截止',
  steps: '步骤',
  materials: '材料',
  rule: '规则',
};

/** Where on the form a refused field stands: “第 2 个事项，给什么”, “标题”. */
export function placeOfProblem(path: string): string {
  const [, ...parts] = path.split('.');
  const [first = '', at, field = '', ...rest] = parts;
  if (first !== 'items') return fieldNames[first] ?? '';
  const item = at === undefined ? '事项' : `第 ${Number(at) + 1} 个事项`;
  const clause = field === 'rule' ? /^(?:all|any)$/.test(rest[0] ?? '') && rest[1] : undefined;
  const name = field === 'title' ? '事项名称' : (fieldNames[field] ?? '');
  return [item, clause ? `第 ${Number(clause) + 1} 个条件` : name].filter(Boolean).join('，');
}
