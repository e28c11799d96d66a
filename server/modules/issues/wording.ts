import { dayOf } from './calendar';
import type { Entry } from './ledger';
import type { IssueState } from './reducer';

/** “11月26日 17:30”, in Shanghai. */
export function momentText(instant: Date): string {
  const [, month, day] = dayOf(instant).split('-').map(Number);
  const time = new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);
  return `${month}月${day}日 ${time}`;
}

/** A text cut to so many characters, with “…” where something was cut. */
export function cut(text: string, length: number): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}

/** A title from the first sentence of a text, at most 30 characters. */
export function titleOf(text: string): string {
  const [first = text] = text.trim().split(/[。！？；!?;\n]/);
  return cut(first.trim() || text, 30);
}

/** What happened last, in one short sentence that both sides may read. */
export function latestText(before: IssueState, { event }: Entry): string {
  switch (event.kind) {
    case 'submitted':
      return `已提交，等${event.accountable.name}受理`;
    case 'accepted':
      return `${event.accountable.name}已受理，一直跟到办结`;
    case 'dispatched':
      return `已转给${event.to.shortName}，等签收`;
    case 'received':
      return `${event.accountable.body.shortName}${event.accountable.name}已签收，正在办`;
    case 'returned':
      return `${event.accountable.name}正在重新安排承办单位`;
    case 'noted':
      return event.isPublic ? cut(event.text, 40) : before.latest;
    case 'answered':
      return `已答复：${cut(event.text, 36)}`;
    case 'confirmed':
      return '企业确认已解决，办结';
    case 'disputed':
      return event.verdict.result === 'partly-solved'
        ? `企业说只解决了一部分，${event.accountable.name}接着办`
        : `企业说没有解决，${event.accountable.name}接着办`;
    case 'lapsed':
      return '到期未确认，按期办结';
    case 'withdrawn':
      return '企业已撤回';
    case 'reassigned':
      return `改由${event.accountable.body.shortName}${event.accountable.name}负责`;
    case 'relocated':
      return before.latest;
  }
}
