import type { ImportUnit } from '@contract/enums';
import { attributes, derivedAttributes } from './attributes';

/** What a column of an imported file may hold: registration, attributes of the dictionary, or one honour alone. */
export interface ImportField {
  /** `creditCode`, `employees`, `honours:high-tech` … */
  key: string;
  label: string;
  isRequired: boolean;
  /** Other ways in which people head such a column. */
  synonyms: readonly string[];
}

/** Money and shares are only read with their unit, from the header or from the cell itself. */
export type ColumnUnit = ImportUnit;

/** What is read from one column. */
export interface ColumnMapping {
  /** Column of the file, from 0. */
  column: number;
  field: string;
  unit?: ColumnUnit;
}

const registration: [key: string, label: string, isRequired: boolean, synonyms: string[]][] = [
  [
    'creditCode',
    '统一社会信用代码',
    true,
    ['信用代码', '社会信用代码', '统一信用代码', '统一代码', '企业信用代码', '税号', '纳税人识别号'],
  ],
  ['name', '企业名称', true, ['名称', '单位名称', '公司名称', '企业全称', '市场主体名称', '单位详细名称']],
  [
    'regionCode',
    '所在地区',
    true,
    ['地区', '区划', '行政区划', '区划代码', '行政区划代码', '所属区县', '县区', '县市区', '所在县区'],
  ],
  [
    'industryCode',
    '所属行业',
    true,
    ['行业', '行业代码', '行业类别', '行业小类', '国民经济行业', '国民经济行业代码', '行业分类'],
  ],
  ['address', '地址', false, ['住所', '注册地址', '经营地址', '详细地址', '企业地址', '住址']],
  ['foundedOn', '成立日期', false, ['成立时间', '注册日期', '设立日期', '注册时间']],
  ['products', '主要产品', false, ['主营产品', '产品', '主要产品或服务', '主营业务', '产品和服务']],
  ['asOf', '数据日期', false, ['数据时间', '截止日期', '统计日期']],
];

const attributeSynonyms: Record<string, string[]> = {
  registeredCapitalFen: ['注册资金', '注册资本金'],
  ownership: ['企业性质', '经济类型', '登记注册类型', '所有制'],
  employees: ['从业人数', '职工人数', '员工人数', '员工数', '期末从业人员', '人数'],
  insuredStaff: ['参保人数', '参保职工', '失业保险参保人数'],
  technicalStaff: ['科技人员数', '研发人员', '科研人员'],
  revenueFen: ['营收', '年营业收入', '营业额', '销售收入', '主营业务收入', '年收入'],
  assetsFen: ['总资产', '资产合计', '资产总计'],
  taxPaidFen: ['纳税额', '实缴税金', '税收', '纳税总额', '上缴税金'],
  exportFen: ['出口总额', '出口交货值'],
  tradeFen: ['进出口额'],
  loanFen: ['贷款余额'],
  aboveScale: ['规上企业', '是否规上', '规模以上', '是否规模以上企业'],
  rdExpenseFen: ['研发投入', '研究开发费用', '研发经费'],
  patents: ['发明专利', '有效发明专利数', '发明专利数'],
  energyUseTce: ['综合能耗', '能源消费量'],
  fixedInvestmentFen: ['固定资产投资'],
  honours: ['资质', '称号', '企业资质', '荣誉', '荣誉资质'],
  dishonest: ['失信', '是否失信', '严重失信'],
};

const honourSynonyms: Record<string, string[]> = {
  'high-tech': ['高企', '高新技术', '国家高新技术企业'],
  specialized: ['专精特新', '专精特新中小企业', '省级专精特新'],
  'little-giant': ['小巨人', '专精特新小巨人', '国家级专精特新小巨人企业'],
  'technology-sme': ['科技型企业', '科小'],
  'double-hundred': ['双百企业'],
};

const derived: readonly string[] = derivedAttributes;

/** Everything a file may bring, in the order in which the mapping offers it. */
export const importFields: readonly ImportField[] = [
  ...registration.map(([key, label, isRequired, synonyms]) => ({ key, label, isRequired, synonyms })),
  ...Object.values(attributes)
    .filter(({ key }) => !derived.includes(key))
    .map(({ key, label }) => ({ key, label, isRequired: false, synonyms: attributeSynonyms[key] ?? [] })),
  ...(attributes.honours?.choices ?? []).map(({ value, label }) => ({
    key: `honours:${value}`,
    label: `称号：${label}`,
    isRequired: false,
    synonyms: [label, ...(honourSynonyms[value] ?? [])],
  })),
];
const byKey = new Map(importFields.map((field) => [field.key, field]));

/** The field with this key, or undefined. */
export function findImportField(key: string): ImportField | undefined {
  return byKey.get(key);
}

const byWords = new Map(
  importFields.flatMap((field) =>
    [field.label, ...field.synonyms].map((words) => [plain(words), field.key] as const),
  ),
);
const units: Record<string, ColumnUnit> = {
  元: '元',
  人民币元: '元',
  千元: '千元',
  万元: '万元',
  万: '万元',
  亿元: '亿元',
  亿: '亿元',
  '%': '%',
};

/** What each column is taken for by its header; columns that say nothing known, or the same twice, are left out. */
export function proposeMapping(header: readonly string[]): ColumnMapping[] {
  const taken = new Set<string>();
  return header.flatMap((text, column): ColumnMapping[] => {
    const { words, unit } = readHeader(text);
    const field =
      byWords.get(words) ?? byWords.get(words.replace(/^(是否|是不是|上年|去年|本年|\d{4}年)/, ''));
    if (!field || taken.has(field)) return [];
    taken.add(field);
    return [{ column, field, ...(unit ? { unit } : {}) }];
  });
}

/** The unit that a header names: in brackets, or after a slash or colon. */
export function unitOf(header: string): ColumnUnit | undefined {
  return readHeader(header).unit;
}

/** A header is a few words: what goes beyond isn't looked at. */
const longestHeader = 100;

function readHeader(text: string): { words: string; unit?: ColumnUnit } {
  const normal = text
    .slice(0, longestHeader)
    .normalize('NFKC')
    .replace(/[\s*★]/g, '');
  const [, front = '', inside = ''] =
    /^(.*?)[([{【〔](?:单位[::]?)?([^)\]}】〕]*)[)\]}】〕]/.exec(normal) ?? [];
  const [, before = '', after = ''] = /^(.*?)[/_:-]([^/_:-]+)$/.exec(normal) ?? [];
  if (units[inside]) return { words: plain(front), unit: units[inside] };
  if (units[after]) return { words: plain(before), unit: units[after] };
  return { words: plain(byWords.has(plain(normal)) ? normal : front || normal) };
}

function plain(words: string): string {
  return words
    .normalize('NFKC')
    .replace(/[\s"'“”‘’()[\]【】〔〕、,:;。·]/g, '')
    .toLowerCase();
}

/** What is wrong with a mapping, in Chinese; null if it can be used on a file of so many columns. */
export function mappingRule(mapping: readonly ColumnMapping[], columns: number): string | null {
  const seen = new Set<string>();
  const usedColumns = new Set<number>();
  for (const { column, field } of mapping) {
    const known = byKey.get(field);
    if (!known) return `没有“${field}”这一项`;
    if (column >= columns) return `文件只有 ${columns} 列，没有第 ${column + 1} 列`;
    if (seen.has(field)) return `“${known.label}”对应了两列`;
    if (usedColumns.has(column)) return `第 ${column + 1} 列对应了两项`;
    seen.add(field);
    usedColumns.add(column);
  }
  const missing = importFields.filter(({ key, isRequired }) => isRequired && !seen.has(key));
  return missing.length > 0 ? `还要指明哪一列是${missing.map(({ label }) => `“${label}”`).join('、')}` : null;
}
