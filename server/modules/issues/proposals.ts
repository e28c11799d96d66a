import { issueFields, issueKinds, type IssueField, type IssueKind } from '@contract/enums';

/** Words that point to a field; each counts once, as many points as it has characters: long words are surer signs. */
const fieldWords: Record<IssueField, string> = {
  policy: '政策 申报 补助 补贴 奖补 奖励 扶持 惠企 认定 专精特新 技改补助 兑现 免申即享',
  finance: '贷款 续贷 融资 银行 担保 抵押 利率 授信 流动资金 过桥 还款 信贷 票据',
  market: '订单 销售 销路 产销 配套 客户 采购商 市场开拓 产能 展会 对接会 整机厂',
  labour: '招工 用工 招聘 招不到 缺工 工人 装配工 普工 技工 司机 夜班 劳务 劳动合同 实习生',
  talent: '人才 工程师 博士 子女入学 引进 落户 职称 高层次 人才公寓',
  'social-insurance': '社保 养老保险 医保 工伤 失业保险 稳岗 稳岗返还 公积金 参保 裁员率',
  land: '用地 土地 地块 供地 用地指标 土地证 征地 国土 宗地 出让 扩建',
  construction: '消防验收 竣工验收 施工许可 规划许可 厂房 产权证 不动产 验收 图审 建设审批 报建',
  environment: '环保 环评 污水 废气 粉尘 排污 噪声 危废 排放 管网 固废 停产整治',
  utilities: '用电 供电 电价 增容 停电 变压器 用水 供水 停水 燃气 天然气 供热 蒸汽 热力 电费',
  transport: '道路 修路 公交 货车 交通 便道 末班车 运输 物流 限行 铁路 高速 停车',
  tax: '税务 退税 出口退税 发票 增值税 所得税 加计扣除 纳税 减税 税款 留抵',
  fees: '收费 乱收费 摊派 服务费 罚款 保证金 会费 清单外 收费项目 赞助费',
  customs: '海关 清关 报关 通关 口岸 保税 检验检疫 单证册 进口 原产地证',
  law: '合同 仲裁 诉讼 律师 法律 纠纷 法院 判决 执行难 违约 起诉',
  police: '派出所 报警 公安 治安 盗窃 诈骗 堵门 保护费 打架 敲诈 民警 滋事',
  'intellectual-property': '商标 专利 著作权 版权 侵权 知识产权 抢注 仿冒 假冒',
  arrears: '拖欠 欠款 尾款 货款 工程款 账款 未付 没付 没有支付 催款 政府采购 回款',
  other: '信号 网络 通信 基站 快递',
};

/** Words that show what is wanted. */
const kindWords: Record<IssueKind, string> = {
  enquiry:
    '请问 咨询 怎么办理 怎么算 如何 哪些 什么材料 什么条件 哪个 是否 能不能算 算不算 能否 按哪个 按几 适用 有没有风险 能算 ？ ? 想问',
  help: '等了 没有回音 还没有 协调 帮 求助 解决 卡在 招不到 滞留 办不下来 什么时候能 缺 想请 接不进 误工 到期 急需',
  suggestion: '建议 能不能晚 能不能早 能不能只 能不能共用 希望增加 希望延长 希望改进 可否增加 共用 优化 不妨',
  complaint:
    '投诉 举报 乱收费 拖欠 推诿 刁难 重复检查 违规 不作为 保护费 至今没有支付 没付 没有依据 清单外 吃拿卡要 态度 不交就 堵车 没有留 强制',
};

const fields = toLists(fieldWords, issueFields);
const kinds = toLists(kindWords, issueKinds);

function toLists<K extends string>(words: Record<K, string>, keys: readonly K[]): [K, string[]][] {
  return keys.map((key) => [key, words[key].split(' ')]);
}

/** A closed issue like the text, by how much in [0, 1]. */
export interface Likeness {
  kind: IssueKind;
  field: IssueField;
  similarity: number;
}

/** What a text seems to be about, and by which words. */
export interface Proposal {
  kind: IssueKind;
  field: IssueField;
  /** Words of the text that spoke for the field. */
  words: string[];
}

// A closed issue of nearly the same words outweighs two or three keywords; a vaguely like one weighs less than one.
const likenessWeight = 8;

/** Category of a text: points for words that point to it, and for closed issues that are like it; without any, 求助 and 其他. */
export function proposeCategory(text: string, like: readonly Likeness[] = []): Proposal {
  const field = best(fields, text, like, 'field') ?? 'other';
  const kind = best(kinds, text, like, 'kind') ?? 'help';
  const words = fields.find(([key]) => key === field)?.[1] ?? [];
  return { kind, field, words: words.filter((word) => text.includes(word)) };
}

function best<K extends string>(
  lists: readonly [K, string[]][],
  text: string,
  like: readonly Likeness[],
  part: 'kind' | 'field',
): K | undefined {
  let found: K | undefined;
  let most = 0;
  for (const [key, words] of lists) {
    const fromWords = words
      .filter((word) => text.includes(word))
      .reduce((sum, word) => sum + [...word].length, 0);
    const fromLike = like
      .filter((other) => other[part] === key)
      .reduce((sum, { similarity }) => sum + similarity * likenessWeight, 0);
    if (fromWords + fromLike > most) {
      most = fromWords + fromLike;
      found = key;
    }
  }
  return found;
}
