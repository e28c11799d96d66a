import { Index as FlexIndex } from 'flexsearch';
import MiniSearch from 'minisearch';
import { normalizeText } from '../../../server/search/segment';
import { synonyms } from '../../../server/search/synonyms';
import { createTextIndex } from '../../../server/search/text-index';
import { randomFrom } from './generated';
import { lower, type Row } from './row';

interface Generated {
  id: string;
  docNo: string;
  title: string;
  body: string;
}

const subjects =
  '技术改造 设备更新 贷款贴息 稳岗返还 首台套 高新技术企业 专精特新 数字化转型 智能工厂 绿色工厂 研发费用 加计扣除 出口退税 跨境电商 ' +
  '人才引进 技能培训 实习见习 社保补贴 融资担保 上市挂牌 知识产权 用地保障 电价优惠 物流补贴 科技型中小企业 小微企业 个体工商户 农民合作社 ' +
  '光伏 氢能 新能源汽车 生物医药 食品加工 装备制造 超硬材料 服装家居 电子信息 现代物流 文旅 养老托育 节能降碳 污染治理 安全生产 质量提升';
const verbs = '支持 推进 规范 加快 促进 落实 申报 组织 开展 公布 调整 完善 加强 优化 深化';
const kinds = '若干措施 实施细则 管理办法 通知 公告 行动方案 工作要点 指导意见 申报指南 名单';
const common =
  '企业 资金 项目 申报 部门 财政 河南省 单位 材料 审核 标准 要求 工作 服务 发展 政策 给予 补助 奖励 不超过 万元 按照 规定 条件 符合 提供 ' +
  '管理 监督 负责 组织 实施 产业 创新 经济 市场 建设 投资 技术 质量 生产 经营 平台 机构 行业 年度 比例 最高 一次性 期限 合同 报告 评审 公示';
const words = (text: string) => text.split(' ');

/** Policies with real words: a few of them in nearly every text, most of them seldom. */
function generatePolicies(count: number): Generated[] {
  const random = randomFrom(7);
  const pick = (from: readonly string[]) => from[Math.floor(random() ** 1.6 * from.length)] as string;
  const [subject, verb, kind, usual] = [words(subjects), words(verbs), words(kinds), words(common)];
  const sentence = () =>
    `${pick(usual)}${pick(usual)}${pick(verb)}${random() < 0.3 ? pick(subject) : pick(usual)}，` +
    `${pick(usual)}${Math.floor(random() * 900) + 10}${pick(usual)}${pick(usual)}。`;
  return Array.from({ length: count }, (_, at) => ({
    id: String(at).padStart(8, '0'),
    docNo: `豫政办〔${2015 + (at % 12)}〕${1 + (Math.floor(at / 12) % 900)}号`,
    title: `关于${pick(verb)}${pick(subject)}${pick(verb)}${pick(subject)}的${pick(kind)}`,
    body: Array.from({ length: 12 + Math.floor(random() * 12) }, sentence).join(''),
  }));
}

function queriesFor(policies: readonly Generated[], count: number): string[] {
  const random = randomFrom(11);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  const [subject, usual] = [words(subjects), words(common)];
  const makers = [
    () => pick(subject),
    () => `${pick(subject)}${pick(usual)}`,
    () => `${pick(subject)} ${pick(subject)} ${pick(usual)}`,
    () => `企业${pick(usual)}怎么申报`,
    () => pick(policies).docNo,
    () => pick(policies).title,
  ];
  return Array.from({ length: count }, (_, at) => (makers[at % makers.length] as () => string)());
}

const fields = [
  ['docNo', 8],
  ['title', 6],
  ['body', 1],
] as const;
const used = () => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
};

/** An engine under test: built from documents whose words are cut already, the same words for each engine. */
interface Engine {
  name: string;
  add(policy: Generated): void;
  search(query: string): number;
}

function engines(termsOf: (text: string) => string[]): (() => Engine)[] {
  return [
    () => {
      const index = createTextIndex(termsOf);
      return {
        name: 'ours',
        add: (policy) =>
          index.add(
            policy.id,
            fields.map(([name, weight]) => ({ text: policy[name], weight })),
          ),
        search: (query) => index.find(query, { limit: 20 }).hits.length,
      };
    },
    () => {
      const index = new MiniSearch<Generated>({
        fields: fields.map(([name]) => name),
        tokenize: termsOf,
        processTerm: (term) => term,
        searchOptions: { boost: Object.fromEntries(fields), bm25: { k: 1.2, b: 0.75, d: 0 } },
      });
      return {
        name: 'MiniSearch',
        add: (policy) => index.add(policy),
        search: (query) => index.search(query).slice(0, 20).length,
      };
    },
    () => {
      // It knows no weights of fields and no BM25; one index over all words is the least it could have to do.
      const index = new FlexIndex({ encode: termsOf, tokenize: 'strict', resolution: 9 });
      return {
        name: 'FlexSearch',
        add: (policy) => void index.add(Number(policy.id), `${policy.id}\n`),
        search: (query) => index.search(query, { limit: 20, suggest: true }).length,
      };
    },
  ];
}

/** Top 20 of 100,000 policies, and how build time, memory and search time grow, beside other engines. */
export function benchSearch(sizes: readonly number[]): Row[] {
  const most = sizes.at(-1) ?? 0;
  const policies = generatePolicies(most);
  const queries = queriesFor(policies, 300);
  const rows: Row[] = [];
  const cut = new Map<string, string[]>();
  let began = performance.now();
  for (const policy of policies) {
    const all: string[] = [];
    for (const [name] of fields) {
      const terms = synonyms.terms(policy[name]);
      cut.set(policy[name], terms);
      all.push(...terms);
    }
    cut.set(`${policy.id}\n`, all);
  }
  const cuttingMs = performance.now() - began;
  rows.push(
    lower(`search: words of ${most} policies`, cuttingMs / 1000, 's', {
      note: 'jieba and synonyms, once for all',
    }),
  );
  for (const query of queries) cut.set(query, synonyms.terms(query));
  const termsOf = (text: string) => cut.get(text) ?? synonyms.terms(normalizeText(text));
  const measure = (make: () => Engine, size: number) => {
    const before = used();
    began = performance.now();
    const engine = make();
    for (const policy of policies.slice(0, size)) engine.add(policy);
    const buildMs = performance.now() - began;
    const memoryMb = Math.max(0, used() - before);
    for (const query of queries.slice(0, 50)) engine.search(query);
    const times = queries
      .map((query) => {
        const start = performance.now();
        engine.search(query);
        return performance.now() - start;
      })
      .sort((one, other) => one - other);
    const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0;
    return { name: engine.name, buildMs, memoryMb, p50: at(0.5), p95: at(0.95) };
  };
  const [ours, ...others] = engines(termsOf) as [() => Engine, ...(() => Engine)[]];
  for (const size of sizes) {
    const own = measure(ours, size);
    const label = `${size / 1000}k`;
    const baselines = size === most ? others.map((make) => measure(make, size)) : [];
    rows.push(lower(`search ${label}: build`, own.buildMs / 1000, 's', { note: 'words cut before' }));
    rows.push(lower(`search ${label}: memory`, own.memoryMb, 'MB'));
    rows.push(lower(`search ${label}: p50 top 20`, own.p50, 'ms'));
    if (baselines.length === 0) rows.push(lower(`search ${label}: p95 top 20`, own.p95, 'ms'));
    for (const { name, ...theirs } of baselines) {
      rows.push(
        lower(`search ${label}: p95 top 20`, own.p95, 'ms', {
          goal: 20,
          baseline: theirs.p95,
          note:
            `baseline ${name}: p50 ${theirs.p50.toFixed(1)} ms, build ${(theirs.buildMs / 1000).toFixed(1)} s, ` +
            `${theirs.memoryMb.toFixed(0)} MB`,
        }),
      );
    }
  }
  return rows;
}
