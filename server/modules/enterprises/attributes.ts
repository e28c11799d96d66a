import type { Attribute } from '@contract';
import type { EnterpriseSize } from '@contract/enums';
import type { Static } from 'typebox';
import { regionFullName } from '../organizations/regions';
import { industryName } from './industries';

export type AttributeType = Static<typeof Attribute>['type'];
/** A value of the dictionary: money in fen, days as YYYY-MM-DD, tags as their keys. */
export type FactValue = string | number | boolean | string[];

/** What the dictionary says of one attribute of an enterprise. */
export interface AttributeDefinition {
  key: string;
  label: string;
  type: AttributeType;
  /** 人, 件, 月 …; money is stored in fen and shown in 元, 万元 or 亿元. */
  unit?: string;
  /** The time the figure speaks of, e.g. 上年. */
  period?: string;
  choices?: { value: string; label: string }[];
  /** True where the enterprise itself may fill it in. */
  declarable: boolean;
  /** False for facts that nobody can change. */
  changeable: boolean;
  /** Largest sensible number; more is taken for a slip of the pen. */
  maximum?: number;
  /** True where the number may have decimals. */
  isFractional?: boolean;
}

type Options = Partial<Omit<AttributeDefinition, 'key' | 'label' | 'type'>>;
type Row = [key: string, label: string, type: AttributeType, options?: Options];

const honours = [
  ['high-tech', '高新技术企业'],
  ['technology-sme', '科技型中小企业'],
  ['innovative-sme', '创新型中小企业'],
  ['specialized', '省专精特新中小企业'],
  ['little-giant', '国家专精特新“小巨人”企业'],
  ['single-champion', '制造业单项冠军'],
  ['double-hundred', '“双百”重点企业'],
  ['chain-leader', '链主型工业企业'],
  ['lead-goose', '头雁企业'],
  ['gazelle', '瞪羚企业'],
  ['unicorn', '独角兽企业'],
  ['green-factory', '绿色工厂'],
  ['first-set', '首台（套）重大技术装备'],
  ['technology-centre', '省级企业技术中心'],
  ['innovation-centre', '省级制造业创新中心'],
  ['smart-factory', '智能工厂（车间）'],
  ['famous-brand', '中华老字号或河南老字号'],
  ['training-base', '实训基地'],
  ['specialized-pool', '专精特新培育库'],
  ['leader-care', '领导包联企业'],
] as const;

/** Sizes as people say them. */
const sizeNames: Record<EnterpriseSize, string> = {
  large: '大型',
  medium: '中型',
  small: '小型',
  micro: '微型',
  'not-applicable': '不划型',
};

const declared = { declarable: true, changeable: true } as const;
const verified = { declarable: false, changeable: true } as const;
const fixed = { declarable: false, changeable: false } as const;

const rows: Row[] = [
  ['regionCode', '所在地区', 'region', verified],
  ['industryCode', '所属行业', 'industry', verified],
  ['size', '企业规模', 'size', { ...verified, choices: choices(sizeNames) }],
  ['foundedOn', '成立日期', 'date', fixed],
  ['ageYears', '成立年限', 'number', { unit: '年', ...fixed }],
  ['registeredCapitalFen', '注册资本', 'amount', verified],
  [
    'ownership',
    '企业类型',
    'choice',
    {
      ...declared,
      choices: choices({
        private: '民营',
        state: '国有',
        collective: '集体',
        foreign: '外商或港澳台投资',
        mixed: '混合所有制',
      }),
    },
  ],

  ['employees', '从业人员', 'number', { unit: '人', period: '上年末', maximum: 2_000_000 }],
  ['insuredStaff', '参加失业保险职工', 'number', { unit: '人', period: '上年末', maximum: 2_000_000 }],
  ['layoffRatePercent', '裁员率', 'percent', { period: '上年' }],
  ['unemploymentPaidMonths', '失业保险累计缴费', 'number', { unit: '个月', maximum: 600 }],
  ['unemploymentPaidFen', '实际缴纳失业保险费', 'amount', { period: '上年' }],
  ['newHires', '新招用重点群体人员', 'number', { unit: '人', period: '近一年', maximum: 2_000_000 }],
  ['newHireContractYears', '新招用人员劳动合同期限', 'number', { unit: '年', maximum: 50 }],
  ['laborDispatch', '劳务派遣单位', 'boolean'],
  ['technicalStaff', '科技人员', 'number', { unit: '人', period: '上年末', maximum: 2_000_000 }],

  ['revenueFen', '营业收入', 'amount', { period: '上年' }],
  ['assetsFen', '资产总额', 'amount', { period: '上年末' }],
  ['taxPaidFen', '实际缴纳税款', 'amount', { period: '上年' }],
  ['exportFen', '出口额', 'amount', { period: '上年' }],
  ['tradeFen', '进出口总额', 'amount', { period: '上年' }],
  ['loanFen', '银行贷款余额', 'amount'],
  ['guaranteeFen', '担保贷款余额', 'amount'],
  ['aboveScale', '规模以上企业', 'boolean'],
  ['keyChain', '在省重点产业链上', 'boolean'],

  ['rdExpenseFen', '研发费用', 'amount', { period: '上年' }],
  ['rdThreeYearsFen', '研发费用合计', 'amount', { period: '近三年' }],
  ['revenueThreeYearsFen', '销售收入合计', 'amount', { period: '近三年' }],
  ['domesticRdThreeYearsFen', '境内研发费用合计', 'amount', { period: '近三年' }],
  ['highTechIncomeFen', '高新技术产品（服务）收入', 'amount', { period: '近一年' }],
  ['patents', '有效发明专利', 'number', { unit: '件', maximum: 1_000_000 }],
  ['coreIntellectualProperty', '拥有核心自主知识产权', 'boolean'],
  [
    'technologySmeScore',
    '科技型中小企业评价得分',
    'number',
    { unit: '分', maximum: 100, isFractional: true },
  ],

  ['equipmentInvestmentFen', '设备和软件投资额', 'amount', { period: '近一年' }],
  ['fixedInvestmentFen', '固定资产投资额', 'amount', { period: '近一年' }],
  ['investmentPerMuFen', '亩均投资强度', 'amount', { unit: '每亩' }],
  ['digitalContractFen', '数字化改造合同额', 'amount', { period: '近一年' }],
  [
    'energyUseTce',
    '综合能源消费量',
    'number',
    { unit: '吨标准煤', period: '上年', maximum: 100_000_000, isFractional: true },
  ],
  [
    'greenLevel',
    '绿色工厂等级',
    'choice',
    { choices: choices({ none: '没有', city: '市级', province: '省级', nation: '国家级' }) },
  ],

  ['honours', '称号和资质', 'tags', { choices: honours.map(([value, label]) => ({ value, label })) }],
  ['yearsInHenan', '在河南经营', 'number', { unit: '年', maximum: 300 }],
  [
    'listedStage',
    '上市进度',
    'choice',
    {
      choices: choices({
        none: '没有上市安排',
        reserve: '上市后备企业',
        tutoring: '辅导备案',
        neeq: '新三板挂牌',
        domestic: '境内上市',
        overseas: '境外上市',
      }),
    },
  ],
  ['dishonest', '严重失信记录', 'boolean', { period: '近三年', ...verified }],
  ['seriousAccident', '重大安全、质量事故或严重环境违法', 'boolean', { period: '近三年', ...fixed }],
];

/** The attribute dictionary: everything a policy's rule may ask about an enterprise. Money attributes end in Fen. */
export const attributes: Readonly<Record<string, AttributeDefinition>> = Object.fromEntries(
  rows.map(([key, label, type, options]) => [key, { key, label, type, ...declared, ...options }]),
);

/** Attributes that follow from the registration or from other facts, never stored as facts of their own. */
export const derivedAttributes = ['regionCode', 'industryCode', 'size', 'foundedOn', 'ageYears'] as const;

/** The definition of an attribute, or undefined for a key outside the dictionary. */
export function findAttribute(key: string): AttributeDefinition | undefined {
  return Object.hasOwn(attributes, key) ? attributes[key] : undefined;
}

/** The dictionary in the shape of the wire. */
export function listAttributes(): Static<typeof Attribute>[] {
  return Object.values(attributes).map((definition) => ({
    attribute: definition.key,
    label: definition.label,
    type: definition.type,
    ...(definition.unit ? { unit: definition.unit } : {}),
    ...(definition.period ? { period: definition.period } : {}),
    ...(definition.choices ? { choices: definition.choices } : {}),
    declarable: definition.declarable,
    changeable: definition.changeable,
  }));
}

/** A value as people read it, with its unit: 86 人, 4,280 万元, 是, 高新技术企业、绿色工厂. */
export function attributeText(key: string, value: FactValue): string {
  const definition = findAttribute(key);
  switch (definition?.type) {
    case 'amount':
      return `${amountText(Number(value))}${definition.unit ?? ''}`;
    case 'percent':
      return `${value}%`;
    case 'boolean':
      return value === true ? '是' : '否';
    case 'region':
      return regionFullName(String(value));
    case 'industry':
      return industryName(String(value));
    case 'size':
      return sizeNames[value as EnterpriseSize] ?? String(value);
    case 'date':
      return dayText(String(value));
    case 'year':
      return `${value} 年`;
    case 'choice':
    case 'tags':
      return tagsText(definition, Array.isArray(value) ? value : [String(value)]);
    default:
      return `${typeof value === 'number' ? grouped(value) : String(value)}${definition?.unit ? ` ${definition.unit}` : ''}`;
  }
}

/** An amount in the largest unit that keeps it readable: 9,800 元, 4,280 万元, 3.1 亿元. */
export function amountText(amountFen: number): string {
  const yuan = amountFen / 100;
  if (Math.abs(yuan) >= 100_000_000) return `${grouped(yuan / 100_000_000, 2)} 亿元`;
  if (Math.abs(yuan) >= 10_000) return `${grouped(yuan / 10_000, 2)} 万元`;
  return `${grouped(yuan, 2)} 元`;
}

/** A number with a comma every three digits. */
function grouped(value: number, mostDecimals = 10): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: mostDecimals });
}

/** A day YYYY-MM-DD as people write it: 2026年5月6日. */
export function dayText(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

function tagsText(definition: AttributeDefinition, values: string[]): string {
  if (values.length === 0) return '没有';
  return values
    .map((value) => definition.choices?.find((choice) => choice.value === value)?.label ?? value)
    .join('、');
}

function choices(labels: Record<string, string>): { value: string; label: string }[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}
