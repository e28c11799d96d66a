import type { FileRef } from '@contract/common';
import type { Issue, LedgerEntry } from '@contract/issues';

import { returnReasonText } from '@contract/words';
import { dayOf, formatMoment, formatTime } from '@/format/dates';

/** Who reads the ledger: the enterprise is spoken to, officers are named. */
export type Reader = 'enterprise' | 'officer';

export interface EntryWords {
  title: string;
  text?: string;
}

/** “2 张照片”, “3 个文件”. */
export function countFiles(files: readonly FileRef[]): string {
  const arePictures = files.every(({ mediaType }) => mediaType.startsWith('image/'));
  return arePictures ? `${files.length} 张照片` : `${files.length} 个文件`;
}

/** One entry of the ledger in words. */
export function wordsOf(entry: LedgerEntry, reader: Reader): EntryWords {
  const {
    kind,
    actorName,
    actorOrganization = '',
    to = '',
    note,
    reason,
    result,
    noticeNumber,
    files,
  } = entry;
  const isMine = reader === 'enterprise';
  const enterprise = isMine ? '您' : '企业';
  switch (kind) {
    case 'submitted':
      return {
        title: `${enterprise}提交了诉求`,
        text: `${actorName}${files.length > 0 ? `，附 ${countFiles(files)}` : ''}`,
      };
    case 'accepted':
      return { title: `${actorName}受理`, text: '首问责任人，一直跟到办结' };
    case 'dispatched':
      return {
        title: `转给${to}`,
        text: [noticeNumber && `转办单 ${noticeNumber}`, note].filter(Boolean).join('\n') || undefined,
      };
    case 'received':
      return { title: `${actorName}签收`, text: `${actorOrganization}，从这时起由${actorName}负责` };
    case 'returned':
      return {
        title: `${actorOrganization}退回给${to}`,
        text: [reason && `因为${returnReasonText[reason]}`, note].filter(Boolean).join('，') || undefined,
      };
    case 'noted':
      return {
        title: actorOrganization ? `${actorOrganization}更新进展` : `${enterprise}补充了情况`,
        text: note,
      };
    case 'answered':
      return { title: `${actorOrganization}${actorName}答复`, text: note };
    case 'confirmed':
      return { title: `${enterprise}确认已解决`, text: note };
    case 'disputed':
      return {
        title: `${enterprise}说${result === 'partly-solved' ? '只解决了一部分' : '没有解决'}`,
        text: [`${to}接着办`, note].filter(Boolean).join('，'),
      };
    case 'lapsed':
      return { title: '到期未确认，办结' };
    case 'withdrawn':
      return { title: `${enterprise}撤回了诉求`, text: note };
    case 'reassigned':
      return { title: `改由${to}负责` };
    case 'relocated':
      return { title: '承办单位的归属有变更' };
  }
}

/** The time of each entry; entries of one day say the day once, at the newest. */
export function entryTimes(entries: readonly Pick<LedgerEntry, 'at'>[], now: Date): string[] {
  return entries.map(({ at }, index) => {
    const above = entries[index - 1];
    return above && dayOf(above.at) === dayOf(at) ? formatTime(at) : formatMoment(at, now);
  });
}

export interface NextStep {
  title: string;
  time: string;
}

/** What comes next, who does it, and by when; undefined when the matter has ended. */
export function nextStepOf(
  issue: Pick<Issue, 'status' | 'accountable' | 'signDueAt' | 'answerDueAt' | 'confirmBy' | 'entries'>,
  reader: Reader,
  now: Date,
): NextStep | undefined {
  const { status, accountable, signDueAt, answerDueAt, confirmBy, entries } = issue;
  const by = (moment: string) => `${formatMoment(moment, now)} 前`;
  switch (status) {
    case 'submitted':
      return { title: '受理', time: `${accountable.name}，${by(signDueAt ?? answerDueAt)}` };
    case 'dispatched': {
      const body = entries.filter(({ kind }) => kind === 'dispatched').at(-1)?.to ?? '承办单位';
      return { title: `${body}签收`, time: by(signDueAt ?? answerDueAt) };
    }
    case 'accepted':
    case 'in-hand':
      return { title: '答复', time: `${accountable.name}，${by(answerDueAt)}` };
    case 'answered':
      return {
        title: reader === 'enterprise' ? '您来确认' : '企业确认',
        time: confirmBy ? by(confirmBy) : '',
      };
    default:
      return undefined;
  }
}
