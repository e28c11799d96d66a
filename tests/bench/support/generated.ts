import { Types } from 'mongoose';
import type { Rule } from '../../../server/contract/policies';
import { industries } from '../../../server/modules/enterprises/industries';
import { storedSize } from '../../../server/modules/enterprises/precedence';
import { regions } from '../../../server/modules/organizations/regions';

/** Numbers in [0, 1) that are the same in every run (Mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const counties = regions.filter(({ level }) => level === 'county').map(({ code }) => code);
const classes = industries.filter(({ level }) => level === 4).map(({ code }) => code);
const wan = 1_000_000;
const createdAt = new Date('2026-01-05T02:00:00Z');

/** Enterprises of a province as they are stored: most small, most figures missing. */
export function enterpriseMaker(seed: number) {
  const random = randomFrom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  let made = 0;
  return () => {
    made += 1;
    const facts: Record<
      string,
      { value: number | string | boolean | string[]; source: 'self-declared'; asOf: string }
    > = {};
    const state = (key: string, chance: number, value: () => number | string | boolean | string[]) => {
      if (random() < chance) facts[key] = { value: value(), source: 'self-declared', asOf: '2026-03-01' };
    };
    // Small firms are many, large ones few: figures spread over five powers of ten.
    const scale = 10 ** (random() * 5);
    const near = (factor: number) => Math.max(0, Math.round(scale * factor * (0.3 + random())));
    state('employees', 0.7, () => near(0.5));
    state('revenueFen', 0.6, () => near(20) * wan);
    state('assetsFen', 0.4, () => near(30) * wan);
    state('rdExpenseFen', 0.3, () => near(0.8) * wan);
    state('technicalStaff', 0.3, () => near(0.05));
    state('patents', 0.3, () => near(0.002));
    state('equipmentInvestmentFen', 0.3, () => near(3) * wan);
    state('ownership', 0.5, () => pick(['private', 'private', 'private', 'state', 'foreign']));
    state('honours', 0.5, () =>
      pick([[], [], [], ['high-tech'], ['specialized'], ['high-tech', 'specialized']]),
    );
    state('dishonest', 0.8, () => random() < 0.02);
    state('seriousAccident', 0.8, () => random() < 0.01);
    const industryCode = pick(classes);
    return {
      _id: new Types.ObjectId(made.toString(16).padStart(24, '0')),
      name: `河南示例${made}号企业有限公司`,
      creditCode: `91410000${made.toString().padStart(10, '0')}`,
      regionCode: pick(counties),
      industryCode,
      foundedOn: `${2000 + Math.floor(random() * 26)}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-15`,
      deskOrganizationId: new Types.ObjectId('a'.repeat(24)),
      scope: [],
      registrationSource: 'imported' as const,
      facts,
      size: storedSize({ industryCode, facts }),
      createdAt,
      updatedAt: createdAt,
      changeNumber: made,
    };
  };
}

/** A rule as policies have it: place, industry, size, age, figures, a share, honours, no bad record. */
export const typicalRule: Rule = {
  all: [
    { attribute: 'regionCode', op: 'within', value: ['410000'], text: '在河南注册' },
    { attribute: 'industryCode', op: 'within', value: ['C', 'I', 'M'], text: '制造业、信息和科研服务业' },
    { attribute: 'size', op: 'in', value: ['medium', 'small', 'micro'], text: '中小微企业' },
    { attribute: 'ageYears', op: 'gte', value: 1, text: '成立一年以上' },
    { attribute: 'rdExpenseFen', per: 'revenueFen', op: 'gte', value: 3, text: '研发费用占营业收入 3% 以上' },
    {
      any: [
        { attribute: 'equipmentInvestmentFen', op: 'gte', value: 100 * wan, text: '设备投入 100 万元以上' },
        {
          attribute: 'honours',
          op: 'has',
          value: ['high-tech', 'specialized'],
          text: '高新技术或专精特新企业',
        },
      ],
    },
    { attribute: 'dishonest', op: 'eq', value: false, text: '未列入失信名单' },
    { attribute: 'seriousAccident', op: 'eq', value: false, text: '没有重大事故' },
  ],
};

const share = (op: 'gte', value: number) => ({
  attribute: 'rdExpenseFen',
  per: 'revenueFen',
  op,
  value,
  text: `研发费用占比 ${value}% 以上`,
});
const turnover = (op: 'lt' | 'gte' | 'lte' | 'gt', yi: number) => ({
  attribute: 'revenueFen',
  op,
  value: yi * 10_000 * wan,
  text: '营业收入档次',
});

/** A rule whose shares hang on the same figure in several places: the hardest kind for columns. */
export const bandedRule: Rule = {
  all: [
    { attribute: 'ageYears', op: 'gte', value: 1, text: '成立一年以上' },
    {
      any: [
        { all: [turnover('lt', 0.5), share('gte', 5)] },
        { all: [turnover('gte', 0.5), turnover('lte', 2), share('gte', 4)] },
        { all: [turnover('gt', 2), share('gte', 3)] },
      ],
    },
    { attribute: 'technicalStaff', per: 'employees', op: 'gte', value: 10, text: '科技人员占 10% 以上' },
    { attribute: 'patents', op: 'gte', value: 1, text: '有发明专利' },
  ],
};
