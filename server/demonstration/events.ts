import type { EventKind } from '@contract/enums';

/** An event of the demonstration; days and hours are counted from the day it is loaded, in Asia/Shanghai. */
export interface DemoEvent {
  key: string;
  title: string;
  kind: EventKind;
  regionCode: string;
  venue: string;
  address: string;
  inDays: number;
  startHour: number;
  endHour: number;
  capacity: number;
  perEnterprise: number;
  attendees: number;
  introduction: string;
  agenda: { time: string; text: string }[];
}

export const events: DemoEvent[] = [
  {
    key: 'equipment-fair',
    title: '装备制造供需对接会',
    kind: 'trade-roadshow',
    regionCode: '410100',
    venue: '郑州国际会展中心 2 号馆',
    address: '郑州市郑东新区商务内环路',
    inDays: 1,
    startHour: 9,
    endHour: 17,
    capacity: 600,
    perEnterprise: 3,
    attendees: 46,
    introduction: '全省装备制造企业和配套企业面对面谈采购。每家企业 3 人以内，现场安排一对一洽谈桌。',
    agenda: [
      { time: '08:20', text: '开门签到，出示入场码' },
      { time: '09:00', text: '整机企业发布采购需求' },
      { time: '09:40', text: '一对一洽谈，每场 30 分钟' },
      { time: '14:00', text: '签约和自由交流' },
    ],
  },
  {
    key: 'bank-meeting',
    title: '银企对接会，装备制造专场',
    kind: 'finance-roadshow',
    regionCode: '410100',
    venue: '郑州国际会展中心 302 厅',
    address: '郑州市郑东新区商务内环路',
    inDays: 9,
    startHour: 14,
    endHour: 18,
    capacity: 120,
    perEnterprise: 3,
    attendees: 97,
    introduction: '五家银行带来设备更新贷、订单贷和知识产权质押贷，当场可以签意向。',
    agenda: [
      { time: '13:20', text: '开门签到' },
      { time: '14:00', text: '产品介绍，5 家银行每家 6 分钟' },
      { time: '14:30', text: '一对一洽谈，每场 20 分钟' },
      { time: '16:30', text: '自由交流，可当场签意向' },
    ],
  },
  {
    key: 'job-fair',
    title: '中牟秋冬用工招聘会',
    kind: 'jobs-roadshow',
    regionCode: '410122',
    venue: '中牟县人力资源市场',
    address: '中牟县商都大街',
    inDays: 11,
    startHour: 9,
    endHour: 12,
    capacity: 40,
    perEnterprise: 2,
    attendees: 33,
    introduction: '县里 40 家企业现场招聘，职校和劳务公司到场，提供一线工、技术工和管理岗位。',
    agenda: [
      { time: '08:30', text: '企业布展' },
      { time: '09:00', text: '求职者入场' },
      { time: '11:30', text: '意向汇总' },
    ],
  },
  {
    key: 'tax-class',
    title: '研发费用加计扣除辅导课',
    kind: 'training',
    regionCode: '410000',
    venue: '线上直播',
    address: '开课前一天发送链接',
    inDays: 15,
    startHour: 15,
    endHour: 17,
    capacity: 2000,
    perEnterprise: 5,
    attendees: 120,
    introduction: '税务和科技部门讲怎样归集研发费用、怎样留备查资料，课后逐条答疑。',
    agenda: [
      { time: '15:00', text: '政策口径' },
      { time: '15:50', text: '常见错误' },
      { time: '16:30', text: '答疑' },
    ],
  },
  {
    key: 'farm-machinery',
    title: '豫东农机产业链产销对接',
    kind: 'fair',
    regionCode: '411400',
    venue: '商丘市会展中心',
    address: '商丘市睢阳区',
    inDays: 17,
    startHour: 9,
    endHour: 17,
    capacity: 24,
    perEnterprise: 2,
    attendees: 24,
    introduction: '农机整机、零部件和经销商三方对接，名额已满可以先看其他场次。',
    agenda: [
      { time: '09:00', text: '需求发布' },
      { time: '10:00', text: '分组洽谈' },
    ],
  },
  {
    key: 'legal-clinic',
    title: '企业法律门诊（劳动用工专场）',
    kind: 'clinic',
    regionCode: '410122',
    venue: '中牟县政务服务中心 2 楼',
    address: '中牟县广惠街',
    inDays: -12,
    startHour: 9,
    endHour: 12,
    capacity: 30,
    perEnterprise: 2,
    attendees: 21,
    introduction: '两名律师坐诊，逐家解答劳动合同、工伤和竞业限制问题。',
    agenda: [{ time: '09:00', text: '逐家坐诊' }],
  },
];
