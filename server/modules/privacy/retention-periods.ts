/** How long the product keeps what it no longer needs every day, and why. */
export interface RetentionPeriod {
  keep:
    | 'sessions'
    | 'unreferenced-files'
    | 'exports'
    | 'export-records'
    | 'attendees'
    | 'messages'
    | 'idle-message-consents';
  label: string;
  /** Days after the instant that `from` names. */
  days: number;
  from: string;
  reason: string;
}

const year = 365;

/** Every period the retention job goes by. */
export const retentionPeriods: readonly RetentionPeriod[] = [
  {
    keep: 'sessions',
    label: '登录会话',
    days: 0,
    from: '过期',
    reason: '过期的会话不能再用，登录记录另有审计留存',
  },
  {
    keep: 'unreferenced-files',
    label: '没有用上的上传文件',
    days: 1,
    from: '上传',
    reason: '填表中断留下的图片，一天内没有提交就不会再用',
  },
  {
    keep: 'exports',
    label: '导出的个人数据',
    days: 7,
    from: '备好',
    reason: '给本人下载的时间；留得越久越可能泄露',
  },
  {
    keep: 'export-records',
    label: '导出的申请记录',
    days: year,
    from: '申请',
    reason: '证明已按要求提供过副本',
  },
  {
    keep: 'attendees',
    label: '活动参会人的姓名和手机号',
    days: year,
    from: '活动结束',
    reason: '一年内要对账、补证明；以后只留人数和到场情况',
  },
  {
    keep: 'messages',
    label: '站内消息和微信通知',
    days: 2 * year,
    from: '发送',
    reason: '两年内查办理经过；事项本身另有台账',
  },
  {
    keep: 'idle-message-consents',
    label: '微信通知的授权次数',
    days: year,
    from: '最后一次使用',
    reason: '一年没有登录的人不再收通知，授权没有用处',
  },
];

const dayMs = 86_400_000;

/** Days for which something is kept. */
export function daysOf(keep: RetentionPeriod['keep']): number {
  const period = retentionPeriods.find((each) => each.keep === keep);
  if (!period) throw new Error(`no retention period for ${keep}`);
  return period.days;
}

/** The instant before which something is removed. */
export function removedBefore(keep: RetentionPeriod['keep'], now: Date): Date {
  return new Date(now.getTime() - daysOf(keep) * dayMs);
}
