import type { Enterprise, ListingInput, ListingSide, Market, Region } from '@contract';
import { fenFromWan } from '@/format/amounts';

/** What is typed into the form of a listing, as typed. */
export interface ListingForm {
  side: ListingSide;
  market: Market;
  title: string;
  text: string;
  quantity: string;
  /** In 万元. */
  amount: string;
  /** Empty: where the enterprise is. */
  regionCode: string;
  /** YYYY-MM-DD; empty: the default. */
  validUntil: string;
  isNameHidden: boolean;
}

export const emptyListing: ListingForm = {
  side: 'need',
  market: 'trade',
  title: '',
  text: '',
  quantity: '',
  amount: '',
  regionCode: '',
  validUntil: '',
  isNameHidden: false,
};

export type FieldName = 'title' | 'text' | 'quantity' | 'amountFen' | 'regionCode' | 'validUntil';
export type FieldErrors = Partial<Record<FieldName, string>>;

const dayMs = 86_400_000;
const defaultDays = 30;
/** Above this an amount is a slip of the finger: a hundred billion yuan. */
const mostFen = 10_000_000_000_000;

/** The last day of a listing that is posted today: 30 days on. */
export function defaultLastDay(today: string): string {
  return addDays(today, defaultDays);
}

/** The day that lies a number of days after another, both YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

interface Words {
  sides: Record<ListingSide, string>;
  /** What the title asks for, per side. */
  title: Record<ListingSide, string>;
  titleExample: Record<ListingSide, string>;
  quantity?: { label: string; example: string };
  amount: Record<ListingSide, string>;
  /** What makes a text clear in this market. */
  hint: string;
}

/** How each market speaks. */
export const marketWords: Record<Market, Words> = {
  trade: {
    sides: { need: '我要买', offer: '我要卖' },
    title: { need: '要什么', offer: '卖什么' },
    titleExample: { need: '球墨铸铁支架毛坯', offer: '数控加工铸铁支架' },
    quantity: { label: '要多少', example: '每月 1,200 件' },
    amount: { need: '打算花多少', offer: '大约多少钱' },
    hint: '材质、尺寸、检验',
  },
  finance: {
    sides: { need: '我要融资', offer: '我能放款' },
    title: { need: '要哪种钱', offer: '什么产品' },
    titleExample: { need: '设备更新贷款', offer: '设备更新贷' },
    quantity: { label: '期限', example: '24 个月' },
    amount: { need: '要多少', offer: '最高多少' },
    hint: '用途、期限、抵押',
  },
  jobs: {
    sides: { need: '我要招人', offer: '我有人手' },
    title: { need: '招什么人', offer: '什么人手' },
    titleExample: { need: '数控车工', offer: '机电班毕业生' },
    quantity: { label: '多少人', example: '20 人' },
    amount: { need: '每人每月', offer: '每人每月' },
    hint: '技能、班次、住宿',
  },
  training: {
    sides: { need: '我要培训', offer: '我能培训' },
    title: { need: '学什么', offer: '教什么' },
    titleExample: { need: '焊工取证', offer: '焊工取证班' },
    quantity: { label: '多少人', example: '15 人' },
    amount: { need: '打算花多少', offer: '收费多少' },
    hint: '课时、地点、证书',
  },
  technology: {
    sides: { need: '我有难题', offer: '我有成果' },
    title: { need: '什么难题', offer: '什么成果' },
    titleExample: { need: '铸件气孔在线检测', offer: '铸件缺陷检测技术' },
    amount: { need: '打算投多少', offer: '转让多少钱' },
    hint: '现状、指标、试过什么',
  },
  'e-commerce': {
    sides: { need: '我要上网卖', offer: '我能代运营' },
    title: { need: '卖什么', offer: '做什么' },
    titleExample: { need: '铁棍山药上架代运营', offer: '农产品直播带货' },
    quantity: { label: '供货量', example: '每月 2 万箱' },
    amount: { need: '打算花多少', offer: '收费多少' },
    hint: '品类、平台、售后',
  },
  factor: {
    sides: { need: '我要用', offer: '我有闲置' },
    title: { need: '要什么', offer: '有什么' },
    titleExample: { need: '标准厂房', offer: '闲置厂房出租' },
    quantity: { label: '多少', example: '3,000 平方米' },
    amount: { need: '打算花多少', offer: '要价多少' },
    hint: '位置、条件、何时能用',
  },
};

export interface RegionChoice {
  value: string;
  label: string;
}

/** The places offered first: the enterprise’s county, its city, the province. */
export function nearRegions(
  regions: readonly Region[],
  enterprise: Pick<Enterprise, 'regionCode'>,
): RegionChoice[] {
  const known = new Map(regions.map((region) => [region.code, region]));
  const choices: RegionChoice[] = [];
  let region = known.get(enterprise.regionCode);
  while (region) {
    choices.push({ value: region.code, label: region.level === 'province' ? '全省' : region.name });
    region = region.parentCode ? known.get(region.parentCode) : undefined;
  }
  return choices;
}

/** Cities to choose from beyond the near places. */
export function otherCities(regions: readonly Region[], near: readonly RegionChoice[]): RegionChoice[] {
  return regions
    .filter(({ level, code }) => level === 'city' && !near.some(({ value }) => value === code))
    .map(({ code, name }) => ({ value: code, label: name }));
}

/** How clear a listing is, from 0 to 5, and what would make it clearer. */
export function clarity(form: ListingForm): { filled: number; next?: string } {
  const words = marketWords[form.market];
  const steps: [boolean, string][] = [
    [form.title.trim().length > 0, `先写${words.title[form.side]}`],
    [[...form.text.trim()].length >= 10, `再写${words.hint}`],
    [words.quantity === undefined || form.quantity.trim().length > 0, `再写${words.quantity?.label ?? ''}`],
    [form.amount.trim().length > 0, `再写${words.amount[form.side]}`],
    [[...form.text.trim()].length >= 40, '再写细一点'],
  ];
  return { filled: steps.filter(([isDone]) => isDone).length, next: steps.find(([isDone]) => !isDone)?.[1] };
}

/** The listing to send, or what is wrong with the fields. */
export function toListingInput(
  form: ListingForm,
  today: string,
): { input: ListingInput } | { errors: FieldErrors } {
  const errors: FieldErrors = {};
  const title = form.title.trim();
  const text = form.text.trim();
  const quantity = marketWords[form.market].quantity ? form.quantity.trim() : '';
  const validUntil = form.validUntil || defaultLastDay(today);
  if (!title) errors.title = '写几个字，别人才找得到';
  if (!text) errors.text = '写一两句，别人才好判断';
  const amountFen = form.amount.trim() ? fenFromWan(form.amount) : undefined;
  if (amountFen === null) errors.amountFen = '写数字，比如 120 或 3.5';
  else if (amountFen !== undefined && amountFen > mostFen) errors.amountFen = '数太大了，单位是万元';
  if (validUntil < today) errors.validUntil = '选今天或以后的日子';
  if (Object.keys(errors).length > 0) return { errors };
  return {
    input: {
      side: form.side,
      market: form.market,
      title,
      text,
      ...(quantity ? { quantity } : {}),
      ...(amountFen ? { amountFen } : {}),
      ...(form.regionCode ? { regionCode: form.regionCode } : {}),
      validUntil,
      isNameHidden: form.isNameHidden,
    },
  };
}

/** The API’s findings per field of the form. */
export function toFieldErrors(details: readonly { path: string; rule: string }[]): FieldErrors {
  const fields: readonly FieldName[] = ['title', 'text', 'quantity', 'amountFen', 'regionCode', 'validUntil'];
  const found: FieldErrors = {};
  for (const { path, rule } of details) {
    const field = fields.find((name) => path === `body.${name}`);
    if (field) found[field] ??= rule;
  }
  return found;
}
