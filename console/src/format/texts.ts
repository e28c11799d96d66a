import type {
  EnterpriseSize,
  EventKind,
  IssueField,
  IssueKind,
  IssueSource,
  IssueStatus,
  LedgerEntryKind,
  Level,
  ListingSide,
  Market,
  MatchPart,
  OfficerRole,
  PolicyKind,
  PolicyStatus,
  PolicyTopic,
  RatingResult,
  RefusalReason,
  ReturnReason,
  RuleOperator,
  Verdict,
} from '@contract/enums';

export const issueKindText: Record<IssueKind, string> = {
  enquiry: '咨询',
  help: '求助',
  suggestion: '建议',
  complaint: '投诉',
};
export const issueFieldText: Record<IssueField, string> = {
  policy: '惠企政策',
  finance: '融资',
  market: '市场开拓',
  labour: '用工',
  talent: '人才',
  'social-insurance': '社保',
  land: '用地',
  construction: '工程建设',
  environment: '环保',
  utilities: '水电气热',
  transport: '交通物流',
  tax: '税务',
  fees: '涉企收费',
  customs: '口岸外贸',
  law: '法律',
  police: '治安',
  'intellectual-property': '知识产权',
  arrears: '账款拖欠',
  other: '其他',
};
export const issueSourceText: Record<IssueSource, string> = {
  'mini-program': '小程序',
  counter: '窗口',
  phone: '电话',
  'wechat-group': '微信群',
  visit: '走访',
  event: '活动',
  'policy-question': '政策提问',
  'off-list-fee': '清单外收费',
};
export const issueStatusText: Record<IssueStatus, string> = {
  submitted: '待受理',
  accepted: '待转办',
  dispatched: '待签收',
  'in-hand': '在办',
  answered: '待确认',
  closed: '已办结',
  withdrawn: '已撤回',
};
export const issueStatusTone: Record<IssueStatus, 'accent' | 'amber' | 'green' | 'grey'> = {
  submitted: 'accent',
  accepted: 'accent',
  dispatched: 'accent',
  'in-hand': 'grey',
  answered: 'amber',
  closed: 'green',
  withdrawn: 'grey',
};
export const ledgerKindText: Record<LedgerEntryKind, string> = {
  submitted: '提交',
  accepted: '受理',
  dispatched: '转办',
  received: '签收',
  returned: '退回',
  noted: '记录',
  answered: '答复',
  confirmed: '确认解决',
  disputed: '未解决，重办',
  lapsed: '到期未确认',
  withdrawn: '撤回',
  reassigned: '改派',
};
export const returnReasonText: Record<ReturnReason, string> = {
  'not-our-duty': '职责不属本单位',
  'needs-other-body-first': '需前置部门先办结',
  'wrong-level': '应由其他层级办理',
  incomplete: '材料或事实不清',
};
export const ratingText: Record<RatingResult, string> = {
  solved: '解决',
  'partly-solved': '部分解决',
  unsolved: '未解决',
};
export const levelText: Record<Level, string> = {
  state: '国家级',
  province: '省级',
  city: '市级',
  county: '县级',
};
export const policyKindText: Record<PolicyKind, string> = {
  policy: '政策',
  interpretation: '解读',
  'fee-list': '收费清单',
  'approval-list': '审批清单',
  'negative-list': '负面清单',
  news: '动态',
  story: '案例',
  'research-report': '研究报告',
};
export const policyStatusText: Record<PolicyStatus, string> = {
  draft: '草稿',
  'in-force': '有效',
  unverified: '效力未核',
  expired: '已过期',
  repealed: '已废止',
  superseded: '已被替代',
};
export const policyTopicText: Record<PolicyTopic, string> = {
  finance: '资金补助',
  tax: '税费',
  technology: '技改创新',
  digital: '数字化',
  green: '绿色',
  talent: '人才',
  employment: '用工社保',
  market: '市场',
  'foreign-trade': '外贸',
  land: '用地厂房',
  approval: '审批',
  'start-up': '创业',
  rights: '权益保障',
};
export const verdictText: Record<Verdict, string> = { met: '符合', 'not-met': '不符合', unknown: '缺资料' };
export const operatorText: Record<RuleOperator, string> = {
  eq: '是',
  ne: '不是',
  gte: '≥',
  lte: '≤',
  gt: '>',
  lt: '<',
  in: '属于任一',
  'not-in': '不属于',
  within: '在（含下级）',
  has: '包含',
  'size-at-least': '规模不小于',
  'size-at-most': '规模不大于',
};
export const eventKindText: Record<EventKind, string> = {
  fair: '对接大会',
  'finance-roadshow': '银企对接',
  'trade-roadshow': '产销对接',
  'jobs-roadshow': '用工对接',
  'technology-roadshow': '产学研对接',
  'e-commerce-roadshow': '电商对接',
  exposition: '展会',
  training: '培训',
  lecture: '宣讲',
  clinic: '法律政策门诊',
  'study-visit': '现场观摩',
};
export const refusalText: Record<RefusalReason, string> = {
  unreadable: '码看不清',
  forged: '不是本系统的码',
  'wrong-event': '非本场票',
  'unknown-ticket': '查无此票',
  cancelled: '已取消',
  'too-early': '还没到入场时间',
  'too-late': '活动已结束',
  'already-used': '已入场',
};
export const marketText: Record<Market, string> = {
  trade: '产销',
  finance: '融资',
  jobs: '用工',
  training: '培训',
  technology: '技术',
  'e-commerce': '电商',
  factor: '要素',
};
export const sideText: Record<ListingSide, string> = { offer: '供', need: '需' };
export const matchPartText: Record<MatchPart, string> = {
  words: '用语相合',
  industry: '产业链',
  region: '地区',
  amount: '金额',
  freshness: '新鲜度',
};
export const roleText: Record<OfficerRole, string> = {
  desk: '受理岗',
  handler: '承办人',
  supervisor: '督导',
  leader: '分管领导',
  'service-officer': '首席服务员',
  editor: '政策编辑',
  'event-manager': '活动管理',
  steward: '验票员',
  partner: '合作伙伴',
  auditor: '审计',
  'org-admin': '机构管理员',
};
export const enterpriseSizeText: Record<EnterpriseSize, string> = {
  large: '大型',
  medium: '中型',
  small: '小型',
  micro: '微型',
  'not-applicable': '不适用',
};
