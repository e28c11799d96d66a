import type { Introduction } from '@contract';
import type { TimelineItem } from '@/components/timeline';
import { dayOf, formatMoment, formatMonthDay } from '@/format/dates';

/** What happened so far, the newest first, and what comes next above it. */
export function introductionHistory(introduction: Introduction, now: Date): TimelineItem[] {
  const { status, side, note, createdAt, decidedAt } = introduction;
  const isOwner = side === 'owner';
  const began: TimelineItem = {
    key: 'interest',
    time: formatMoment(createdAt, now),
    title: isOwner ? '对方表达了意向' : '您表达了意向',
    ...(note ? { text: `“${note}”` } : {}),
  };
  if (status === 'interested') {
    const next: TimelineItem = isOwner
      ? { key: 'next', title: '等您回', text: '同意了，双方就看到联系人和电话', state: 'next' }
      : { key: 'next', title: '等对方回', text: '对方同意了，在“消息”里告诉您', state: 'next' };
    return [next, { ...began, state: 'now' }];
  }
  const when = decidedAt ? { time: formatMoment(decidedAt, now) } : {};
  if (status === 'declined')
    return [{ key: 'decision', title: isOwner ? '您没同意' : '对方暂时不谈', state: 'now', ...when }, began];
  return [
    { key: 'next', title: '下一步：打电话谈', text: '数量、价格、交期当面说清', state: 'next' },
    { key: 'decision', title: `${isOwner ? '您' : '对方'}同意了，联系方式已互换`, state: 'now', ...when },
    began,
  ];
}

/** The line below the contact: since when it is known, and that readings are recorded. */
export function contactNote({ decidedAt }: Introduction, now: Date): string {
  const since = decidedAt ? `${formatMonthDay(dayOf(decidedAt), now)}双方同意后互换` : '双方同意后互换';
  return `${since}，谁看过都有记录`;
}

/** “139 0000 4127”. */
export function spacedPhone(phone: string): string {
  return /^1\d{10}$/.test(phone) ? phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3') : phone;
}
