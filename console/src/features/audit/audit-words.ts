import { enterpriseRoleText, issueFieldText } from '@/format/codes';
import { signInWayText } from '@/format/sign-in';

/** What was done, in Chinese; a code that isn't here is shown as it is. */
export const actionText: Record<string, string> = {
  'phone.revealed': '查看完整手机号',
  'issue.contact-viewed': '查看诉求联系人电话',
  'file.opened': '打开他人上传的文件',
  'organization.contact-viewed': '查看单位联系人电话',
  'export.requested': '申请导出本人信息',
  'export.made': '生成本人信息导出',
  'export.linked': '取本人信息下载链接',
  'export.downloaded': '下载本人信息',
  'enterprise.exported': '导出企业名单',
  'audit.searched': '查阅审计记录',
  'audit.entry-viewed': '查看一条审计记录',
  'audit.exported': '导出审计记录',

  'session.opened': '登录',
  'session.closed': '退出登录',
  'sessions.closed': '退出全部设备',
  'phone-code.sent': '发登录验证码',
  'phone.proven': '验证手机号',
  'phone.lost': '手机号转给他人',
  'console-sign-in.asked': '控制台请求扫码登录',
  'console-sign-in.confirmed': '同意控制台登录',
  'console-sign-in.refused': '拒绝控制台登录',
  'password.changed': '改密码',
  'second-factor.begun': '开始绑定动态口令',
  'second-factor.confirmed': '绑定动态口令',

  'person.created': '登记人员',
  'person.changed': '改个人资料',
  'person.merged': '合并人员',
  'account.deletion-asked': '申请注销账号',
  'account.deletion-cancelled': '取消注销',
  'account.closed': '注销账号',
  'privacy-consent.given': '同意隐私说明',
  'privacy-consent.withdrawn': '撤回隐私同意',
  'message-consent.answered': '答复消息订阅',
  'message.read': '读消息',

  'membership.requested': '申请绑定企业',
  'membership.accepted': '通过绑定申请',
  'membership.refused': '不通过绑定申请',
  'membership.granted': '设为企业成员',
  'membership.ended': '离开企业',
  'membership.handover-offered': '移交企业管理员',
  'membership.handover-withdrawn': '收回移交',
  'enterprise.created': '登记企业',
  'enterprise.declared': '填报企业资料',
  'enterprise.verified': '核实企业资料',
  'enterprise.imported': '导入企业',
  'enterprise.switched': '切换企业',
  'enterprise-import.uploaded': '上传导入文件',
  'enterprise-import.confirmed': '确认导入',
  'enterprise-import.stopped': '停止导入',

  'invitation.issued': '邀请工作人员',
  'invitation.accepted': '接受邀请',
  'invitation.revoked': '收回邀请',
  'office.granted': '授予岗位',
  'office.changed': '改岗位',
  'office.moved': '调动岗位',
  'office.ended': '免去岗位',
  'organization.created': '登记单位',
  'organization.founded': '设立单位',
  'organization.imported': '导入单位',
  'organization.changed': '改单位资料',
  'organization.moved': '单位改隶属',
  'organization.merged': '单位合并',
  'organization.closed': '撤销单位',
  'organization.contacts-set': '设单位联系人',
  'association.member-added': '加入协会',
  'association.member-removed': '移出协会',
  'responsibility.set': '设责任单位',
  'responsibility.filled': '批量设责任单位',
  'responsibility.cleared': '清责任单位',
  'window.opened': '设窗口',
  'window.changed': '改窗口',
  'window.closed': '撤窗口',
  'window.roster-set': '排窗口值班',
  'window.founded': '建窗口名录',

  'policy.created': '建政策',
  'policy.changed': '改政策',
  'policy.published': '发布政策',
  'policy.imported': '导入政策',
  'briefing.created': '建简报',
  'briefing.changed': '改简报',
  'briefing.pushed': '推送简报',
  'briefing.judged-irrelevant': '标记与我无关',

  'issue.submitted': '提交诉求',
  'issue.accepted': '受理诉求',
  'issue.dispatched': '转办诉求',
  'issue.received': '签收诉求',
  'issue.returned': '退回诉求',
  'issue.noted': '写诉求记录',
  'issue.answered': '答复诉求',
  'issue.confirmed': '诉求确认解决',
  'issue.disputed': '诉求未解决，重办',
  'issue.lapsed': '诉求到期未确认',
  'issue.withdrawn': '撤回诉求',
  'issue.reassigned': '改派诉求',

  'event.created': '建活动',
  'event.changed': '改活动',
  'event.published': '发布活动',
  'event.called-off': '取消活动',
  'registration.confirmed': '报名',
  'registration.cancelled': '取消报名',
  'check-in.admitted': '核验入场',
  'check-in.refused': '核验未放行',
  'listing.created': '发布供需',
  'listing.published': '供需上线',
  'listing.returned': '退回供需',
  'listing.withdrawn': '撤下供需',
  'listing.expired': '供需到期',
  'introduction.asked': '表达意向',
  'introduction.accepted': '同意对接',
  'introduction.declined': '婉拒对接',

  'file.stored': '上传文件',
};

export const actionWord = (action: string): string => actionText[action] ?? action;

/** Kinds of records, in Chinese. */
export const kindText: Record<string, string> = {
  person: '人员',
  phone: '手机号',
  office: '岗位',
  organization: '单位',
  window: '窗口',
  enterprise: '企业',
  'enterprise-import': '企业导入',
  membership: '企业成员',
  invitation: '邀请',
  'console-sign-in': '扫码登录',
  policy: '政策',
  briefing: '简报',
  issue: '诉求',
  event: '活动',
  registration: '报名',
  listing: '供需',
  introduction: '对接意向',
  message: '消息',
  file: '文件',
  audit: '审计',
  'audit-entry': '审计记录',
};

export const kindWord = (kind: string): string => kindText[kind] ?? kind;

/** Codes that stand as the reason of an act, in Chinese. */
const codeText: Record<string, Record<string, string>> = {
  'session.opened': signInWayText,
  'sessions.closed': { others: '其他设备', all: '全部设备' },
  'membership.requested': enterpriseRoleText,
  'membership.granted': enterpriseRoleText,
  'responsibility.set': issueFieldText,
  'responsibility.cleared': issueFieldText,
};

/** Why something was done, for who reads the trail: codes in Chinese, what somebody wrote as they wrote it. */
export function reasonWord({ action, reason }: { action: string; reason?: string }): string | undefined {
  if (reason === undefined) return undefined;
  // A file is opened because of the record it belongs to.
  const [, kind, id] = (action === 'file.opened' && /^([a-z-]+) ([0-9a-f]{24})$/.exec(reason)) || [];
  return kind && id ? `${kindWord(kind)} ${id}` : (codeText[action]?.[reason] ?? reason);
}
