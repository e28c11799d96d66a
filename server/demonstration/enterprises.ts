import type { Random } from './random';

/** An enterprise of the demonstration before it is stored; facts follow the attribute dictionary. */
export interface DemoEnterprise {
  key: string;
  name: string;
  creditCode: string;
  regionCode: string;
  industryCode: string;
  foundedOn: string;
  address: string;
  products: string;
  facts: Record<string, number | string | boolean | string[]>;
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * A well-formed credit code that belongs to nobody: the body identifier starts with DEM0, which the registry never
 * gave out; both check digits are right.
 * @source GB 32100-2015 and GB 11714-1997, check digits
 */
export function demoCreditCode(regionCode: string, serial: number): string {
  const body = `DEM0${String(serial).padStart(4, '0')}`;
  const bodySum = [3, 7, 9, 10, 5, 8, 4, 2].reduce(
    (sum, weight, at) => sum + weight * parseInt(body[at] as string, 36),
    0,
  );
  const bodyCheck = 11 - (bodySum % 11);
  const front = `91${regionCode}${body}${bodyCheck === 10 ? 'X' : bodyCheck === 11 ? '0' : bodyCheck}`;
  const sum = [...front].reduce((total, char, at) => total + alphabet.indexOf(char) * (3 ** at % 31), 0);
  return `${front}${alphabet[(31 - (sum % 31)) % 31]}`;
}

const wan = 1_000_000; // fen in 万元

/** Firms the tour and the named people stand in. */
export const namedEnterprises: DemoEnterprise[] = [
  {
    key: 'precision',
    name: '河南中原精工机械有限公司',
    creditCode: demoCreditCode('410122', 1),
    regionCode: '410122',
    industryCode: '3599',
    foundedOn: '2019-05-16',
    address: '中牟县汽车产业集聚区',
    products: '铸铁支架、减速机壳体、数控加工件',
    facts: {
      employees: 86,
      revenueFen: 4280 * wan,
      assetsFen: 5100 * wan,
      insuredStaff: 82,
      layoffRatePercent: 2.1,
      unemploymentPaidMonths: 60,
      unemploymentPaidFen: 4 * wan,
      equipmentInvestmentFen: 620 * wan,
      loanFen: 300 * wan,
      taxPaidFen: 168 * wan,
      honours: ['technology-sme'],
      patents: 6,
      dishonest: false,
      laborDispatch: false,
    },
  },
  {
    key: 'battery',
    name: '新乡振北电源科技有限公司',
    creditCode: demoCreditCode('410711', 2),
    regionCode: '410711',
    industryCode: '3841',
    foundedOn: '2012-03-08',
    address: '新乡市牧野区电源产业园',
    products: '锂电池组、电源控制器',
    facts: {
      employees: 420,
      revenueFen: 31_000 * wan,
      assetsFen: 28_000 * wan,
      rdExpenseFen: 1_300 * wan,
      insuredStaff: 405,
      layoffRatePercent: 1.4,
      unemploymentPaidMonths: 120,
      unemploymentPaidFen: 21 * wan,
      equipmentInvestmentFen: 5_600 * wan,
      exportFen: 4_200 * wan,
      honours: ['high-tech', 'specialized'],
      patents: 38,
      dishonest: false,
      laborDispatch: false,
    },
  },
  {
    key: 'meter',
    name: '许昌智电仪表有限公司',
    creditCode: demoCreditCode('411002', 3),
    regionCode: '411002',
    industryCode: '4012',
    foundedOn: '2008-09-21',
    address: '许昌市魏都区仪表产业园',
    products: '智能电表、铝合金控制器壳体采购',
    facts: {
      employees: 310,
      revenueFen: 18_500 * wan,
      assetsFen: 16_000 * wan,
      rdExpenseFen: 260 * wan,
      insuredStaff: 300,
      layoffRatePercent: 3,
      unemploymentPaidMonths: 150,
      honours: ['high-tech'],
      patents: 15,
      dishonest: false,
      laborDispatch: false,
    },
  },
  {
    key: 'forklift',
    name: '郑州启航物流装备有限公司',
    creditCode: demoCreditCode('410122', 4),
    regionCode: '410122',
    industryCode: '3433',
    foundedOn: '2016-11-02',
    address: '中牟县物流产业园',
    products: '叉车、堆垛机、输送线',
    facts: {
      employees: 145,
      revenueFen: 9_600 * wan,
      insuredStaff: 140,
      layoffRatePercent: 0.7,
      unemploymentPaidMonths: 96,
      newHires: 18,
      honours: ['technology-sme'],
      dishonest: false,
      laborDispatch: false,
    },
  },
  {
    key: 'bank',
    name: '嵩岳银行郑州分行',
    creditCode: demoCreditCode('410104', 5),
    regionCode: '410104',
    industryCode: '6621',
    foundedOn: '2006-06-18',
    address: '郑州市管城回族区商城路',
    products: '设备更新贷、订单贷、知识产权质押贷',
    facts: { employees: 260, dishonest: false, laborDispatch: false },
  },
  {
    key: 'school',
    name: '新乡牧野技师学院',
    creditCode: demoCreditCode('410711', 6),
    regionCode: '410711',
    industryCode: '8336',
    foundedOn: '1998-09-01',
    address: '新乡市牧野区学院路',
    products: '数控加工、电气自动化订单班',
    facts: { employees: 180, dishonest: false, laborDispatch: false },
  },
];

const lines: { industryCode: string; noun: string; products: string; weight: number }[] = [
  { industryCode: '3511', noun: '矿山机械', products: '破碎机、振动筛、输送设备', weight: 10 },
  { industryCode: '3572', noun: '农业装备', products: '拖拉机、播种机、收割台', weight: 8 },
  { industryCode: '3670', noun: '汽车零部件', products: '制动盘、轮毂、线束', weight: 12 },
  { industryCode: '3451', noun: '轴承', products: '圆锥滚子轴承、耐高温轴承', weight: 7 },
  { industryCode: '3089', noun: '耐火材料', products: '镁碳砖、浇注料', weight: 8 },
  { industryCode: '1432', noun: '速冻食品', products: '水饺、汤圆、速冻面点', weight: 9 },
  { industryCode: '1312', noun: '面业', products: '小麦粉、挂面', weight: 7 },
  { industryCode: '1711', noun: '纺织', products: '精梳棉纱、坯布', weight: 8 },
  { industryCode: '1819', noun: '服饰', products: '休闲服装、工装', weight: 6 },
  { industryCode: '2720', noun: '药业', products: '片剂、颗粒剂、原料药', weight: 7 },
  { industryCode: '2614', noun: '化工', products: '有机中间体、助剂', weight: 6 },
  { industryCode: '3252', noun: '铝业', products: '铝板带、铝合金型材', weight: 7 },
  { industryCode: '3821', noun: '电气', products: '变压器、开关柜', weight: 8 },
  { industryCode: '3985', noun: '电子材料', products: '覆铜板、靶材', weight: 5 },
  { industryCode: '6513', noun: '软件', products: '工业软件、数据服务', weight: 9 },
  { industryCode: '5930', noun: '冷链物流', products: '冷藏仓储、城市配送', weight: 6 },
  { industryCode: '5129', noun: '商贸', products: '日用品、食品批发', weight: 6 },
  { industryCode: '4790', noun: '建设工程', products: '厂房施工、钢结构', weight: 6 },
  { industryCode: '0112', noun: '农业', products: '优质小麦、种子繁育', weight: 5 },
  { industryCode: '1530', noun: '茶业', products: '毛尖、红茶', weight: 4 },
];
const brands = [
  '嵩岳',
  '颍川',
  '黄淮',
  '太行',
  '伏牛',
  '洛水',
  '卫源',
  '济水',
  '中岳',
  '金穗',
  '恒启',
  '凯歌',
  '宏远',
  '瑞丰',
  '明达',
  '启元',
  '振豫',
  '河洛',
  '豫穗',
  '牟山',
  '云栈',
  '汇通',
  '天润',
  '博盛',
  '新程',
  '永昌',
  '同创',
  '华盛',
  '正和',
  '远航',
  '禾丰',
  '鼎新',
  '长垣',
  '兴泰',
  '安泰',
  '百川',
  '诚信达',
  '聚源',
  '海川',
  '立信',
];

/** Generated firms spread over all counties that are given, with gaps in their profiles as in life. */
export function generateEnterprises(
  random: Random,
  counties: { code: string; cityName: string; name: string }[],
  count: number,
): DemoEnterprise[] {
  const wheel = lines.flatMap((line) => Array<typeof line>(line.weight).fill(line));
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    // Every city gets its share; one in four stands in 郑州, where the tour takes place.
    const near = counties.filter(({ cityName }) => cityName === '郑州市');
    const county =
      index % 4 === 0
        ? random.pick(near)
        : (counties[
            (index * 7 + Math.floor(index / counties.length)) % counties.length
          ] as (typeof counties)[number]);
    const line = random.pick(wheel);
    let name: string;
    do name = `${county.cityName.replace(/市$/, '')}${random.pick(brands)}${line.noun}有限公司`;
    while (taken.has(name));
    taken.add(name);
    const employees = Math.round(12 * 10 ** (random.next() * 1.9));
    const revenue = Math.round(employees * (18 + random.next() * 70));
    const facts: DemoEnterprise['facts'] = {
      employees,
      revenueFen: revenue * wan,
      dishonest: random.chance(0.03),
      laborDispatch: random.chance(0.04),
    };
    const maybe = (share: number, attribute: string, value: () => number | string[]) => {
      if (random.chance(share)) facts[attribute] = value();
    };
    maybe(0.8, 'assetsFen', () => Math.round(revenue * (0.6 + random.next())) * wan);
    maybe(0.75, 'insuredStaff', () => Math.round(employees * (0.7 + random.next() * 0.3)));
    maybe(0.7, 'layoffRatePercent', () => Math.round(random.next() * 90) / 10);
    maybe(0.7, 'unemploymentPaidMonths', () => random.between(6, 150));
    maybe(0.6, 'unemploymentPaidFen', () => Math.round(employees * 0.05 * wan));
    maybe(0.55, 'rdExpenseFen', () => Math.round(revenue * random.next() * 0.07) * wan);
    maybe(0.5, 'equipmentInvestmentFen', () => Math.round(revenue * random.next() * 0.3) * wan);
    maybe(0.5, 'loanFen', () => Math.round(revenue * random.next() * 0.2) * wan);
    maybe(0.3, 'exportFen', () => Math.round(revenue * random.next() * 0.3) * wan);
    maybe(0.6, 'taxPaidFen', () => Math.round(revenue * 0.04) * wan);
    maybe(0.4, 'newHires', () => random.between(0, Math.max(2, Math.round(employees * 0.2))));
    maybe(0.5, 'patents', () => random.between(0, 25));
    maybe(0.7, 'honours', () => {
      const honours: string[] = [];
      if (employees > 40 && random.chance(0.4)) honours.push('high-tech');
      if (employees > 60 && random.chance(0.3)) honours.push('specialized');
      if (random.chance(0.3)) honours.push('technology-sme');
      if (random.chance(0.06)) honours.push('green-factory');
      return honours;
    });
    return {
      key: `generated-${index}`,
      name,
      creditCode: demoCreditCode(county.code, 100 + index),
      regionCode: county.code,
      industryCode: line.industryCode,
      foundedOn: `${random.between(1998, 2024)}-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`,
      address: `${county.name}${random.pick(['产业集聚区', '先进制造业开发区', '工业园', '高新技术开发区'])}`,
      products: line.products,
      facts,
    };
  });
}
