import { chinaTime } from '../../gateways/china-time';

/** A copy of a person's data: what was collected, by part. */
export interface PersonalData {
  madeAt: string;
  [part: string]: unknown;
}

/** Chinese words for the names of parts and fields; a name without one is shown as it is. */
const words: Record<string, string> = {
  madeAt: '导出时间', account: '账号', person: '本人', name: '姓名', title: '标题', phone: '手机号', id: '编号',
  createdAt: '建立时间', memberships: '绑定的企业', enterprise: '企业', role: '身份', status: '状态', requestedAt: '申请时间',
  decidedAt: '审核时间', endedAt: '结束时间', offices: '工作岗位', organization: '单位', roles: '岗位', sessions: '登录的设备', device: '设备',
  expiresAt: '到期时间', messageConsents: '微信通知授权', template: '通知种类', granted: '同意次数', spent: '已用次数',
  privacyConsents: '同意过的说明', version: '版本', givenAt: '同意时间', withdrawnAt: '收回时间', isCurrent: '是否现行',
  issues: '提的诉求', number: '编号', submittedAt: '提交时间', text: '内容', contactName: '联系人', contactPhone: '联系电话', entries: '办理中写下的话',
  at: '时间', kind: '种类', verdict: '评价', note: '备注', result: '结果', stars: '星级', words: '评语',
  registrations: '活动报名', event: '活动', startsAt: '开始时间', registeredAt: '报名时间', attendees: '参会人', admittedAt: '入场时间', gate: '入口',
  market: '供需信息', listings: '发布的信息', introductions: '提出的对接', side: '供或需', messages: '消息', inbox: '站内消息', topic: '种类',
  sentAt: '发送时间', readAt: '读的时间', wechat: '微信通知', fields: '内容', files: '上传的文件', mediaType: '类型', sizeBytes: '大小（字节）', usedFor: '用在',
  readings: '谁看过您的资料', by: '谁', action: '做了什么', reason: '原因', subject: '为了哪件事',
}; // prettier-ignore

/** A copy as a page to read, with nothing in it that is loaded from elsewhere. */
export function exportPage(data: PersonalData): string {
  const { madeAt, ...parts } = data;
  const sections = Object.entries(parts)
    .map(([name, value]) => `<h2>${escape(words[name] ?? name)}</h2>${render(value)}`)
    .join('\n');
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer"><title>我的数据</title><style>
body{font:16px/1.6 system-ui,sans-serif;color:#1d2426;background:#f5f3ee;margin:0 auto;max-width:880px;padding:24px 16px}
h1{font-size:24px}h2{font-size:18px;margin:32px 0 8px;border-bottom:1px solid #cfc8ba;padding-bottom:4px}
dl{display:grid;grid-template-columns:minmax(6em,auto) 1fr;gap:4px 16px;margin:0}dt{color:#586366}dd{margin:0;overflow-wrap:anywhere}
ol{padding-left:1.6em}li{margin:8px 0;padding:8px 12px;background:#fff;border-radius:6px}</style></head>
<body><h1>企服通里您的全部数据</h1><p>${escape(chinaTime(new Date(madeAt)))} 导出</p>
${sections}</body></html>
`;
}

function render(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value)) {
    if (value.length === 0) return '<p>没有</p>';
    if (value.every((each) => typeof each !== 'object')) return escape(value.map(String).join('，'));
    return `<ol>${value.map((each) => `<li>${render(each)}</li>`).join('')}</ol>`;
  }
  if (typeof value === 'object') {
    const pairs = Object.entries(value).map(
      ([name, each]) => `<dt>${escape(words[name] ?? name)}</dt><dd>${render(each)}</dd>`,
    );
    return pairs.length === 0 ? '—' : `<dl>${pairs.join('')}</dl>`;
  }
  if (typeof value === 'boolean') return value ? '是' : '否';
  const text = String(value);
  return escape(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? chinaTime(new Date(text)) : text);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
