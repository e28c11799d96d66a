import type {
  ContactRole,
  OrganizationChangeKind,
  OrganizationKind,
  Restructuring,
  ScopedRecord,
} from '@contract/enums';
import type { OrganizationChange, WindowState } from '@contract/index';
import { dayOf, formatDay, formatTime } from '@/format/dates';
import type { ToneName } from '../../format/texts';

export const organizationKindText: Record<OrganizationKind, string> = {
  'service-office': '企业服务办',
  department: '职能部门',
  park: '园区',
  bank: '银行',
  guarantor: '担保机构',
  university: '高校院所',
  association: '行业协会',
  provider: '服务机构',
};
export const contactRoleText: Record<ContactRole, string> = {
  leader: '责任领导',
  division: '责任处室',
  liaison: '联络员',
};
export const restructuringText: Record<Restructuring, string> = {
  move: '移动',
  merge: '合并',
  close: '撤销',
};
export const changeKindText: Record<OrganizationChangeKind, string> = {
  created: '设立',
  changed: '修改',
  moved: '移动',
  merged: '并入其他单位',
  absorbed: '接收合并',
  closed: '撤销',
};
export const scopedRecordText: Record<ScopedRecord, string> = {
  enterprises: '企业',
  imports: '企业导入',
  memberships: '企业成员',
  offices: '工作岗位',
  invitations: '邀请',
  policies: '政策',
  briefings: '简报',
  events: '活动',
  listings: '供需',
  windows: '窗口',
  files: '附件',
  issues: '诉求',
  'phone-tasks': '电话任务',
};

const fieldText: Record<string, string> = {
  name: '名称',
  shortName: '简称',
  address: '地址',
  phone: '电话',
  annualRatePercent: '年费率（%）',
  isBenchmark: '标杆机构',
  parent: '上级',
  mergedInto: '并入',
  absorbed: '并入本单位的',
  'contact.leader': '责任领导',
  'contact.division': '责任处室',
  'contact.liaison': '联络员',
};

/** One change of a fact in words: “上级：甲 → 乙”. */
export function detailText({ field, from, to }: OrganizationChange['details'][number]): string {
  const label = fieldText[field] ?? field;
  if (from === undefined) return `${label}：${to ?? ''}`;
  return `${label}：${from} → ${to ?? '空'}`;
}

/** Whether a window is open, in words. */
export function windowStateText(
  { isOpen, closesAt, opensAt, note }: WindowState,
  now: Date,
): { tone: ToneName; text: string } {
  if (isOpen && closesAt) return { tone: 'green', text: `开着，到 ${formatTime(closesAt)}` };
  const day = opensAt && dayOf(opensAt);
  const next =
    opensAt && day
      ? `${day === dayOf(now) ? '' : `${formatDay(day, now)} `}${formatTime(opensAt)} 开`
      : '没有排开放时间';
  return { tone: 'grey', text: note ? `${note}，${next}` : `没开，${next}` };
}
