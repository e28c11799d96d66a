/**
 * Closed vocabularies in Chinese. Import-free: server and clients may import this file at run time. Each table is complete
 * by type: a new code fails the type check here.
 */
import type {
  ApplyPath,
  EnterpriseRole,
  EnterpriseSize,
  EventKind,
  FactSource,
  IssueField,
  IssueKind,
  IssueSource,
  IssueStatus,
  Level,
  ListingSide,
  ListingStatus,
  Market,
  MatchPart,
  MembershipStatus,
  MessageTopic,
  OfficerRole,
  PolicyKind,
  PolicyStatus,
  PolicyTopic,
  RatingResult,
  RefusalReason,
  RegistrationStatus,
  ReturnReason,
  Verdict,
} from './enums';

export const verdictText: Record<Verdict, string> = { met: '符合', 'not-met': '不符合', unknown: '缺资料' };

export const ratingResultText: Record<RatingResult, string> = {
  solved: '解决',
  'partly-solved': '部分解决',
  unsolved: '未解决',
};

export const enterpriseRoleText: Record<EnterpriseRole, string> = { admin: '企业管理员', staff: '企业成员' };

export const officerRoleText: Record<OfficerRole, string> = {
  desk: '受理岗',
  handler: '经办人',
  supervisor: '督办岗',
  leader: '负责人',
  'service-officer': '首席服务员',
  editor: '政策编辑',
  'event-manager': '活动管理员',
  steward: '验票员',
  partner: '合作机构',
  auditor: '审计员',
  'org-admin': '单位管理员',
};

export const membershipStatusText: Record<MembershipStatus, string> = {
  pending: '等待审核',
  active: '已加入',
  refused: '未通过',
  ended: '已退出',
};

export const enterpriseSizeText: Record<EnterpriseSize, string> = {
  large: '大型企业',
  medium: '中型企业',
  small: '小型企业',
  micro: '微型企业',
  'not-applicable': '不划分规模',
};

export const factSourceText: Record<FactSource, string> = {
  'self-declared': '企业填报',
  verified: '已核验',
  imported: '部门数据',
};

export const levelText: Record<Level, string> = {
  state: '国家',
  province: '省级',
  city: '市级',
  county: '县级',
};

export const policyKindText: Record<PolicyKind, string> = {
  policy: '政策文件',
  interpretation: '政策解读',
  'fee-list': '收费清单',
  'approval-list': '审批清单',
  'negative-list': '负面清单',
  news: '动态',
  story: '案例',
  'research-report': '调研报告',
};

export const policyStatusText: Record<PolicyStatus, string> = {
  draft: '草稿',
  upcoming: '尚未施行',
  'in-force': '有效',
  unverified: '待核实',
  expired: '已到期',
  repealed: '已废止',
  superseded: '已被替代',
  withdrawn: '已撤回',
};

export const policyTopicText: Record<PolicyTopic, string> = {
  finance: '金融',
  tax: '税费',
  technology: '科技创新',
  digital: '数字化',
  green: '绿色发展',
  talent: '人才',
  employment: '就业社保',
  market: '市场开拓',
  'foreign-trade': '外贸',
  land: '用地',
  approval: '行政审批',
  'start-up': '创业',
  rights: '权益保护',
};

export const applyPathText: Record<ApplyPath, string> = {
  link: '网上申报',
  appointment: '预约窗口',
  application: '在这里申报',
  automatic: '免申即享',
};

export const issueKindText: Record<IssueKind, string> = {
  enquiry: '咨询',
  help: '求助',
  suggestion: '建议',
  complaint: '投诉',
};

export const issueFieldText: Record<IssueField, string> = {
  policy: '政策兑现',
  finance: '融资',
  market: '市场',
  labour: '用工',
  talent: '人才',
  'social-insurance': '社保',
  land: '用地',
  construction: '工程建设审批',
  environment: '环保',
  utilities: '水电气热',
  transport: '交通物流',
  tax: '税务',
  fees: '收费',
  customs: '海关外贸',
  law: '法律',
  police: '治安',
  'intellectual-property': '知识产权',
  arrears: '拖欠账款',
  other: '其他',
};

export const issueSourceText: Record<IssueSource, string> = {
  'mini-program': '小程序',
  counter: '服务窗口',
  phone: '电话',
  'wechat-group': '微信群',
  visit: '走访',
  event: '活动',
  'policy-question': '政策提问',
  'off-list-fee': '清单外收费',
};

export const issueStatusText: Record<IssueStatus, string> = {
  submitted: '已提交',
  accepted: '已受理',
  dispatched: '已转办',
  'in-hand': '办理中',
  answered: '等您确认',
  closed: '已办结',
  withdrawn: '已撤回',
};

export const returnReasonText: Record<ReturnReason, string> = {
  'not-our-duty': '不属本单位职责',
  'needs-other-body-first': '需先由其他单位办理',
  'wrong-level': '层级不符',
  incomplete: '材料不全',
};

export const eventKindText: Record<EventKind, string> = {
  fair: '对接会',
  'finance-roadshow': '银企',
  'trade-roadshow': '产销',
  'jobs-roadshow': '用工',
  'technology-roadshow': '产学研',
  'e-commerce-roadshow': '电商',
  exposition: '展会',
  training: '培训',
  lecture: '宣讲',
  clinic: '咨询',
  'study-visit': '考察',
};

export const registrationStatusText: Record<RegistrationStatus, string> = {
  confirmed: '已报名',
  cancelled: '已取消',
};

/** What the steward reads when a ticket isn't let in. */
export const refusalReasonText: Record<RefusalReason, string> = {
  unreadable: '这不是入场码',
  forged: '码是假的',
  'wrong-event': '不是这场活动的码',
  'unknown-ticket': '名单里没有这张码',
  cancelled: '报名已取消',
  'too-early': '还没到入场时间',
  'too-late': '入场时间已过',
  'already-used': '这张码已经用过',
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

export const listingSideText: Record<ListingSide, string> = { offer: '供应', need: '需求' };

export const listingStatusText: Record<ListingStatus, string> = {
  'in-review': '审核中',
  published: '已发布',
  returned: '退回修改',
  expired: '已到期',
  withdrawn: '已撤下',
};

export const matchPartText: Record<MatchPart, string> = {
  words: '内容',
  industry: '产业链',
  region: '距离',
  amount: '金额',
  freshness: '时间',
};

export const messageTopicText: Record<MessageTopic, string> = {
  briefing: '政策简报',
  issue: '诉求进度',
  event: '活动',
  matchmaking: '对接',
  account: '账号',
};
