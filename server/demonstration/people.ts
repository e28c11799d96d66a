import type { EnterpriseRole, OfficerRole } from '@contract/enums';

/** Group of a person on the start page. */
export type PhoneGroup = 'enterprise' | 'desk' | 'field' | 'policy' | 'partner';

/** A named person of the demonstration, with the body or enterprise they stand in. */
export interface DemoPerson {
  key: string;
  name: string;
  title: string;
  group: PhoneGroup;
  line: string;
  /** False for people whose work is in the field only. */
  hasConsole?: boolean;
  enterprise?: { key: string; role: EnterpriseRole };
  /** Body: service office of a region (`office:410122`) or a department (`labour:410122`). */
  office?: { body: string; roles: OfficerRole[]; isHead?: boolean; isOnDuty?: boolean };
}

export const people: DemoPerson[] = [
  {
    key: 'wang-haiyan',
    name: '王海燕',
    title: '办公室主任',
    group: 'enterprise',
    line: '企业管理员',
    enterprise: { key: 'precision', role: 'admin' },
  },
  {
    key: 'liu-yang',
    name: '刘洋',
    title: '销售经理',
    group: 'enterprise',
    line: '员工',
    enterprise: { key: 'precision', role: 'staff' },
  },
  {
    key: 'zhao-min',
    name: '赵敏',
    title: '行政主管',
    group: 'enterprise',
    line: '企业管理员',
    enterprise: { key: 'battery', role: 'admin' },
  },
  {
    key: 'meng-fan',
    name: '孟凡',
    title: '总经理助理',
    group: 'enterprise',
    line: '企业管理员',
    enterprise: { key: 'meter', role: 'admin' },
  },
  {
    key: 'ma-lijuan',
    name: '马丽娟',
    title: '人事经理',
    group: 'enterprise',
    line: '企业管理员',
    enterprise: { key: 'forklift', role: 'admin' },
  },
  {
    key: 'li-yaqin',
    name: '李雅琴',
    title: '窗口主任',
    group: 'desk',
    line: '受理岗',
    office: { body: 'office:410122', roles: ['desk', 'service-officer'], isOnDuty: true },
  },
  {
    key: 'zhang-weidong',
    name: '张卫东',
    title: '主任',
    group: 'desk',
    line: '服务办主任',
    office: { body: 'office:410122', roles: ['desk', 'leader', 'org-admin'], isHead: true },
  },
  {
    key: 'zhou-zhiqiang',
    name: '周志强',
    title: '经济运行科科长',
    group: 'desk',
    line: '承办人',
    office: { body: 'development:410122', roles: ['handler'], isHead: true },
  },
  {
    key: 'zhao-wenbo',
    name: '赵文博',
    title: '纳税服务股股长',
    group: 'desk',
    line: '承办人',
    office: { body: 'tax:410122', roles: ['handler'], isHead: true },
  },
  {
    key: 'zhou-wenjing',
    name: '周文静',
    title: '受理科科长',
    group: 'desk',
    line: '市级受理岗',
    office: { body: 'office:410100', roles: ['desk', 'supervisor'], isOnDuty: true },
  },
  {
    key: 'sun-li',
    name: '孙莉',
    title: '审批科科长',
    group: 'desk',
    line: '市级承办人',
    office: { body: 'construction:410100', roles: ['handler'], isHead: true },
  },
  {
    key: 'song-jia',
    name: '宋佳',
    title: '志愿者',
    group: 'field',
    line: '验票员，只能扫码',
    hasConsole: false,
    office: { body: 'office:410100', roles: ['steward'] },
  },
  {
    key: 'wang-haitao',
    name: '王海涛',
    title: '活动科科长',
    group: 'field',
    line: '活动管理',
    office: { body: 'office:410100', roles: ['event-manager'] },
  },
  {
    key: 'jia-xiufang',
    name: '贾秀芳',
    title: '首席服务员',
    group: 'field',
    line: '首席服务员',
    office: { body: 'office:410100', roles: ['service-officer', 'desk'] },
  },
  {
    key: 'chen-xiaolin',
    name: '陈晓琳',
    title: '政策法规处',
    group: 'policy',
    line: '政策编辑',
    office: { body: 'industry:410000', roles: ['editor'] },
  },
  {
    key: 'meng-xiaodong',
    name: '孟晓冬',
    title: '信息处',
    group: 'policy',
    line: '简报编辑',
    office: { body: 'office:410000', roles: ['editor', 'supervisor', 'org-admin'] },
  },
  {
    key: 'li-guodong',
    name: '李国栋',
    title: '副主任',
    group: 'policy',
    line: '分管领导',
    office: { body: 'office:410000', roles: ['leader', 'supervisor', 'desk'], isHead: true },
  },
  {
    key: 'fang-min',
    name: '方敏',
    title: '对接科',
    group: 'partner',
    line: '供需审核',
    office: { body: 'office:410100', roles: ['desk'] },
  },
  {
    key: 'cui-li',
    name: '崔立',
    title: '客户经理',
    group: 'partner',
    line: '银行客户经理',
    hasConsole: false,
    enterprise: { key: 'bank', role: 'admin' },
  },
  {
    key: 'peng-lan',
    name: '彭岚',
    title: '校企合作处',
    group: 'partner',
    line: '校企合作',
    hasConsole: false,
    enterprise: { key: 'school', role: 'admin' },
  },
  {
    key: 'he-jing',
    name: '何静',
    title: '审计处',
    group: 'partner',
    line: '审计',
    office: { body: 'office:410000', roles: ['auditor'] },
  },
];
