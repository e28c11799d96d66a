import type { Attendee, CheckIn, Event, RefusalReason } from '@contract';
import { refusalReasonText } from '@contract/words';
import { dayOf, daysUntil, formatMoment, formatTime } from '@/format/dates';

export const defaultGate = '1 号门';
export const gateNames = ['1 号门', '2 号门', '3 号门', '4 号门'] as const;

/** The events of a gate list: those of today first, then the coming ones, soonest first. */
export function orderGateEvents(events: readonly Event[], now: Date): { today: Event[]; coming: Event[] } {
  const alive = events
    .filter(({ status, endsAt }) => status === 'open' && new Date(endsAt) > now)
    .sort((one, other) => one.startsAt.localeCompare(other.startsAt));
  const isToday = ({ startsAt }: Event) => daysUntil(dayOf(startsAt), now) <= 0;
  return { today: alive.filter(isToday), coming: alive.filter((event) => !isToday(event)) };
}

/** A scan whose answer hasn’t come: sent again, it has to be the same scan. */
export interface UnsettledScan {
  ticket: string;
  gate: string;
  nonce: string;
}

/** So many lost answers are remembered; older ones are from another morning. */
const mostUnsettled = 20;

/** The scan to send for a text: the one whose answer was lost, where there is one, else a new one. */
export function scanFor(
  unsettled: readonly UnsettledScan[],
  ticket: string,
  gate: string,
  makeNonce: () => string,
): UnsettledScan {
  const text = ticket.trim();
  return unsettled.find((scan) => scan.ticket === text) ?? { ticket: text, gate, nonce: makeNonce() };
}

/** The scans without an answer, with one more. */
export function withScan(unsettled: readonly UnsettledScan[], scan: UnsettledScan): UnsettledScan[] {
  return [...withoutScan(unsettled, scan), scan].slice(-mostUnsettled);
}

/** The scans without an answer, less the one that got it. */
export function withoutScan(unsettled: readonly UnsettledScan[], scan: UnsettledScan): UnsettledScan[] {
  return unsettled.filter(({ nonce }) => nonce !== scan.nonce);
}

/** What the steward sees after a scan. */
export interface VerdictView {
  tone: 'ok' | 'bad';
  title: '请进' | '先别进';
  /** “08:41:07”. */
  time: string;
  /** “本门第 198 位”. */
  order?: string;
  who?: { name: string; enterprise: string };
  why?: string;
  /** What to do about it. */
  todo?: string;
}

/** “08:41:07”. */
export function formatClock(moment: string): string {
  return `${formatTime(moment)}:${String(new Date(moment).getUTCSeconds()).padStart(2, '0')}`;
}

/**
 * A reply of the gate in the steward’s words. Days are told from the instant of the scan: the phone’s own clock may be
 * wrong.
 */
export function verdictOf(checkIn: CheckIn, event: Event): VerdictView {
  const { outcome, at, attendeeName, enterpriseName = '', admittedHere, reason } = checkIn;
  const now = new Date(at);
  const who = attendeeName ? { name: attendeeName, enterprise: enterpriseName } : undefined;
  if (outcome === 'admitted')
    return { tone: 'ok', title: '请进', time: formatClock(at), order: `本门第 ${admittedHere} 位`, who };
  const holder = who ? `票主是${[who.name, who.enterprise].filter(Boolean).join('，')}。` : '';
  return {
    tone: 'bad',
    title: '先别进',
    time: formatClock(at),
    why: reason ? whyRefused(reason, checkIn, now) : '没验过',
    todo: `${holder}${reason ? whatToDo(reason, event, now) : ''}`,
  };
}

function whyRefused(reason: RefusalReason, { earlier }: CheckIn, now: Date): string {
  if (reason !== 'already-used' || !earlier) return refusalReasonText[reason];
  const isToday = daysUntil(dayOf(earlier.at), now) === 0;
  return `这张码 ${isToday ? formatTime(earlier.at) : formatMoment(earlier.at, now)} 在 ${earlier.gate}用过了`;
}

function whatToDo(reason: RefusalReason, event: Event, now: Date): string {
  switch (reason) {
    case 'unreadable':
      return '请对方打开“入场码”再扫，或报码下面的 8 位字。';
    case 'forged':
      return '不是我们发的码，请到服务台核对身份证。';
    case 'wrong-event':
      return '请对方看看票上的活动和日期，换一张码。';
    case 'unknown-ticket':
      return '核对一遍输的字，或按姓名查。';
    case 'cancelled':
      return '想进，请到服务台重新登记。';
    case 'too-early':
      return `${formatMoment(event.doorsOpenAt, now)} 开门，到时再来。`;
    case 'too-late':
      return `活动 ${formatMoment(event.endsAt, now)} 结束了。`;
    case 'already-used':
      return '可能是截图，请到服务台核对身份证。';
  }
}

export interface Counters {
  admitted: number;
  capacity: number;
  admittedHere: number;
  refusedHere: number;
}

/** How many are inside and how many this gate let in and refused: by its latest scan, else by the event. */
export function countersOf(event: Event, scans: readonly CheckIn[], gate: string): Counters {
  const here = scans.find((scan) => scan.gate === gate);
  const newest = scans[0];
  return {
    admitted: newest?.admitted ?? event.admitted,
    capacity: newest?.capacity ?? event.capacity,
    admittedHere: here?.admittedHere ?? 0,
    refusedHere: here?.refusedHere ?? 0,
  };
}

/** What a scan of the list says: who came in, or why not and whose code it was. */
export function scanLine({ attendeeName, enterpriseName = '', reason }: CheckIn): {
  title: string;
  note: string;
} {
  if (!reason) return { title: attendeeName ?? '持票人', note: enterpriseName };
  return {
    title: refusalReasonText[reason],
    note: [attendeeName, enterpriseName].filter(Boolean).join('，'),
  };
}

/** Whether somebody found by name may come in, and what the list says of them. */
export function attendeeState(
  { status, usedAt, gate }: Attendee,
  now: Date,
): { text: string; mayEnter: boolean } {
  if (status === 'cancelled') return { text: '报名已取消', mayEnter: false };
  if (status === 'valid') return { text: '还没进', mayEnter: true };
  const when = usedAt ? `${formatMoment(usedAt, now)} ` : '';
  return { text: `${when}${gate ? `在 ${gate}` : ''}进了`, mayEnter: false };
}
