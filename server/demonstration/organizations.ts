import type { IssueField } from '@contract/enums';

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
