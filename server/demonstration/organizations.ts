import type { IssueField } from '@contract/enums';
import type { OrganizationInput } from '../modules/organizations/organizations.service';

/** Kinds of departments that a government has, and the issue fields each answers for. */
export interface DepartmentKind {
  key: string;
  /** Names at province, city and county level; absent where that level has none. */
  province: string;
  local: string;
  fields: IssueField[];
}

export const departmentKinds: DepartmentKind[] = [
  { key: 'industry', province: '工业和信息化厅', local: '工业和信息化局', fields: ['other'] },
  {
    key: 'development',
    province: '发展和改革委员会',
    local: '发展和改革委员会',
    fields: ['utilities', 'policy'],
  },
  {
    key: 'labour',
    province: '人力资源和社会保障厅',
    local: '人力资源和社会保障局',
    fields: ['labour', 'talent', 'social-insurance'],
  },
  { key: 'construction', province: '住房和城乡建设厅', local: '住房和城乡建设局', fields: ['construction'] },
  { key: 'land', province: '自然资源厅', local: '自然资源局', fields: ['land'] },
  { key: 'environment', province: '生态环境厅', local: '生态环境局', fields: ['environment'] },
  { key: 'tax', province: '税务局', local: '税务局', fields: ['tax'] },
  { key: 'finance', province: '地方金融管理局', local: '金融工作局', fields: ['finance'] },
  { key: 'transport', province: '交通运输厅', local: '交通运输局', fields: ['transport'] },
  { key: 'police', province: '公安厅', local: '公安局', fields: ['police'] },
  {
    key: 'market',
    province: '市场监督管理局',
    local: '市场监督管理局',
    fields: ['fees', 'intellectual-property'],
  },
  { key: 'commerce', province: '商务厅', local: '商务局', fields: ['market', 'customs'] },
  { key: 'justice', province: '司法厅', local: '司法局', fields: ['law'] },
  { key: 'treasury', province: '财政厅', local: '财政局', fields: ['arrears'] },
];

/** Counties of the demonstration that have departments of their own; elsewhere the city's answer. */
export const countiesWithDepartments = ['410122', '410103', '410307', '410711', '411002'];

/** “县发展改革委” from “中牟县发展和改革委员会”. */
export function shortDepartmentName(level: 'province' | 'city' | 'county', name: string): string {
  const prefix = { province: '省', city: '市', county: '县' }[level];
  return `${prefix}${name.replace('和改革委员会', '改革委').replace('工业和信息化', '工信').replace('人力资源和社会保障', '人社').replace('住房和城乡建设', '住建').replace('市场监督管理', '市场监管')}`;
}

/** Parks and partners of the demonstration, below the office that knows them. */
export const partnerBodies: (Omit<OrganizationInput, 'parentId'> & { key: string; office: string })[] = [
  {
    key: 'park:410122',
    office: 'office:410122',
    name: '中牟汽车产业园管理委员会',
    shortName: '汽车产业园',
    kind: 'park',
    regionCode: '410122',
    address: '中牟汽车产业园管委会 1 楼',
    phone: '0371-00001229',
  },
  {
    key: 'bank:410000',
    office: 'office:410000',
    name: '豫企示范银行',
    shortName: '豫企银行',
    kind: 'bank',
    regionCode: '410000',
    annualRatePercent: 4.35,
  },
  {
    key: 'guarantor:410000',
    office: 'office:410000',
    name: '豫信融资再担保有限公司',
    shortName: '豫信再担保',
    kind: 'guarantor',
    regionCode: '410000',
    annualRatePercent: 0.5,
    isBenchmark: true,
  },
  {
    key: 'guarantor:410100',
    office: 'office:410100',
    name: '郑惠融资担保有限公司',
    shortName: '郑惠担保',
    kind: 'guarantor',
    regionCode: '410100',
    annualRatePercent: 1,
    isBenchmark: true,
  },
  {
    key: 'guarantor:410300',
    office: 'office:410300',
    name: '洛企融资担保有限公司',
    shortName: '洛企担保',
    kind: 'guarantor',
    regionCode: '410300',
    annualRatePercent: 1.5,
  },
  {
    key: 'university:410000',
    office: 'office:410000',
    name: '中原应用技术大学（演示）',
    shortName: '应用技术大学',
    kind: 'university',
    regionCode: '410000',
  },
  {
    key: 'association:410100',
    office: 'office:410100',
    name: '郑州市汽车零部件行业协会',
    shortName: '汽车零部件协会',
    kind: 'association',
    regionCode: '410100',
  },
  {
    key: 'provider:410100',
    office: 'office:410100',
    name: '郑州企航管理咨询有限公司',
    shortName: '企航咨询',
    kind: 'provider',
    regionCode: '410100',
  },
];
