import type { Colleague, Event, Registration } from '@contract';
import { enterpriseRoleText } from '@contract/words';
import { dayOf, daysUntil, formatDaysLeft, formatMoment, formatTime } from '@/format/dates';
import { seatState } from '@/format/events';

/** What is typed into the sign-up. The nonce belongs to one list of people: others need another. */
export interface SignUpForm {
  /** Names of colleagues who are ticked. */
  chosen: string[];
  /** People who were typed in, ticked or not. */
  added: { name: string; phone: string }[];
  nonce: string;
  nonceFor: string;
}

export const emptySignUp: SignUpForm = { chosen: [], added: [], nonce: '', nonceFor: '' };

/** Somebody who may go. */
export interface Candidate {
  name: string;
  note: string;
  /** Has a ticket already. */
  isSignedUp: boolean;
}

export interface AttendeeInput {
  name: string;
  phone?: string;
}

/** Colleagues and people typed in, each name once; I stand first. */
export function listCandidates(
  colleagues: readonly Colleague[],
  added: SignUpForm['added'],
  signedUp: readonly string[],
  myName: string,
): Candidate[] {
  const active = colleagues
    .filter(({ status }) => status === 'active')
    .map(({ name, role, maskedPhone }) => ({ name, note: maskedPhone ?? enterpriseRoleText[role] }))
    .sort((one, other) => Number(other.name === myName) - Number(one.name === myName));
  const all = [...active, ...added.map(({ name, phone }) => ({ name, note: phone || '刚加的' }))];
  const rest = signedUp.map((name) => ({ name, note: '' }));
  const seen = new Set<string>();
  return [...all, ...rest].flatMap(({ name, note }) => {
    if (seen.has(name)) return [];
    seen.add(name);
    const isSignedUp = signedUp.includes(name);
    return [{ name, note: isSignedUp ? '已报名' : name === myName ? `我，${note}` : note, isSignedUp }];
  });
}

/**
 * Who is to be signed up: those ticked who are still on the list and have no ticket, with the phone where one was typed.
 */
export function attendeesOf(
  { chosen, added }: SignUpForm,
  candidates: readonly Candidate[],
): AttendeeInput[] {
  const phones = new Map(added.map(({ name, phone }) => [name, phone]));
  return candidates
    .filter(({ name, isSignedUp }) => !isSignedUp && chosen.includes(name))
    .map(({ name }) => {
      const phone = phones.get(name);
      return { name, ...(phone ? { phone } : {}) };
    });
}

/** The nonce to send a list of people with: the one kept from an attempt with the same people, else a new one. */
export function nonceFor(
  form: SignUpForm,
  attendees: readonly AttendeeInput[],
  make: () => string,
): Pick<SignUpForm, 'nonce' | 'nonceFor'> {
  const people = JSON.stringify(attendees);
  return form.nonce && form.nonceFor === people
    ? { nonce: form.nonce, nonceFor: form.nonceFor }
    : { nonce: make(), nonceFor: people };
}

/** What is wrong with a person who is typed in; undefined when nothing is. */
export function checkAdded(
  { name, phone }: { name: string; phone: string },
  known: readonly string[],
): { field: 'name' | 'phone'; rule: string } | undefined {
  const asked = name.trim();
  if (!asked) return { field: 'name', rule: '写一下姓名' };
  if ([...asked].length > 20) return { field: 'name', rule: '姓名最多 20 个字' };
  if (known.includes(asked)) return { field: 'name', rule: `${asked}已经在名单里` };
  if (phone.trim() && !/^1\d{10}$/.test(phone.trim()))
    return { field: 'phone', rule: '手机号是 1 开头的 11 位数' };
  return undefined;
}

/** How many more people the enterprise may still send. */
export function placesLeft(event: Event): number {
  return Math.max(0, Math.min(event.perEnterprise - event.myAttendees, event.seatsLeft));
}

/** “最多 3 人”, “还能去 1 人”, “3 个名额都报了”. */
export function placesWords(event: Event): string {
  const own = event.perEnterprise - event.myAttendees;
  if (own <= 0) return `${event.perEnterprise} 个名额都报了`;
  if (placesLeft(event) === 0) return '没有空席了';
  return event.myAttendees > 0 ? `还能去 ${placesLeft(event)} 人` : `最多 ${placesLeft(event)} 人`;
}

/** Why nobody can be signed up now; undefined when somebody can. */
export function closedBecause(event: Event, now: Date): { title: string; text: string } | undefined {
  switch (seatState(event, now)) {
    case 'cancelled':
      return { title: '活动取消了', text: '已报名的都收到了通知，入场码不再有效。' };
    case 'over':
      return { title: '活动结束了', text: '看看别的活动，新的会告诉您。' };
    case 'closed':
      return {
        title: '报名截止了',
        text: `${formatMoment(event.registrationClosesAt, now)} 截止的，已报名的照常入场。`,
      };
    case 'full':
      return { title: '名额满了', text: '有人取消就会空出来，过会儿再来看看。' };
    case 'open':
      return undefined;
  }
}

/** “12月1日 周二 18:00 截止报名，还剩 8 天”. */
export function closingWords(event: Event, now: Date): string {
  const closes = event.registrationClosesAt;
  if (new Date(closes) <= now) return `${formatMoment(closes, now)} 报名截止了`;
  const left = daysUntil(dayOf(closes), now);
  const tail = left >= 2 ? `，${formatDaysLeft(dayOf(closes), now)}` : '';
  return `${formatMoment(closes, now)} 截止报名${tail}`;
}

/** Names of my enterprise that have a ticket for an event. */
export function signedUpNames(registrations: readonly Registration[], eventId: string): string[] {
  return registrations
    .filter(({ status, event }) => status === 'confirmed' && event.id === eventId)
    .flatMap(({ tickets }) => tickets)
    .filter(({ status }) => status !== 'cancelled')
    .map(({ attendeeName }) => attendeeName);
}

/** The agenda, with the opening of the doors before it where it doesn’t say so itself. */
export function agendaOf(event: Event): Event['agenda'] {
  const doors = formatTime(event.doorsOpenAt);
  if (event.agenda.some(({ time }) => time <= doors)) return event.agenda;
  return [{ time: doors, text: '开门签到，出示入场码' }, ...event.agenda];
}

/** A line of the agenda that begins with what it is, set off by a comma or a colon. */
export function splitAgenda(text: string): { lead: string; rest: string } {
  const at = text.search(/[，：,:]/);
  return at < 1 || at > 10 ? { lead: text, rest: '' } : { lead: text.slice(0, at), rest: text.slice(at) };
}
