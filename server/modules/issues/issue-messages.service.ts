import { returnReasonText } from '@contract/words';
import { rolesFor } from '../../access/grants';
import type { Context } from '../../context';
import { findOfficers, membersOfEnterprises } from '../accounts/memberships.service';
import { notify, settleAction } from '../messages/messages.service';
import type { IssueDoc } from './issues.model';
import type { Entry } from './ledger';
import type { Written } from './ledger.service';
import { cut, momentText } from './wording';

type Notice = Parameters<typeof notify>[1];
type IssueMessage = Pick<
  Notice,
  'personIds' | 'title' | 'text' | 'needsAction' | 'subscription' | 'isCritical'
>;

/** The page of an issue in the mini-program. */
export function issuePage(issue: IssueDoc): string {
  return `features/issues/detail/index?id=${issue._id.toHexString()}`;
}

/** The key of the message that an entry of an issue's ledger gives rise to. */
export function entryKey(issue: IssueDoc, sequence: number): string {
  return `issue:${issue._id.toHexString()}:${sequence}`;
}

/** Everybody who acts for the enterprise of an issue. */
export async function peopleOfEnterprise(issue: IssueDoc): Promise<string[]> {
  const members = await membersOfEnterprises([issue.enterpriseId]);
  return members.map(({ personId }) => personId);
}

/** Desk officers and handlers of a body. */
export async function workersOf(organizationId: string): Promise<string[]> {
  const officers = await findOfficers(organizationId);
  const working = rolesFor('work', 'issue');
  return officers
    .filter(({ roles }) => working.some((role) => roles.includes(role)))
    .map(({ personId }) => personId);
}

/** Tells those concerned what an entry means for them, and ends what the entries since the last move asked of people. */
export async function announce(ctx: Context, { before, issue, entry }: Written): Promise<void> {
  const isMove = issue.state.statusSequence === entry.sequence;
  for (let sequence = before?.statusSequence ?? 1; isMove && sequence < entry.sequence; sequence += 1)
    await settleAction(ctx, { key: entryKey(issue, sequence) });
  const message = await messageOf(issue, entry);
  if (!message) return;
  const { actor } = entry;
  await notify(ctx, {
    ...message,
    personIds: message.personIds.filter((id) => actor.role === 'system' || id !== actor.personId),
    key: entryKey(issue, entry.sequence),
    topic: 'issue',
    page: issuePage(issue),
    enterpriseId: issue.enterpriseId.toHexString(),
  });
}

/** Who is told what about an entry; null where it concerns nobody else. */
async function messageOf(issue: IssueDoc, { event, actor, at }: Entry): Promise<IssueMessage | null> {
  const { state } = issue;
  const title = cut(state.title, 30);
  const answerBy = momentText(state.answerDueAt);
  const accountable = [state.accountable.personId];
  switch (event.kind) {
    case 'submitted':
      return {
        personIds: [...accountable, ...(await workersOf(event.desk.organizationId))],
        title: '新诉求，等受理',
        text: `${title}。${momentText(new Date(event.signDueAt))} 前受理，${answerBy} 前答复。`,
        needsAction: true,
      };
    case 'accepted':
      return {
        personIds: await peopleOfEnterprise(issue),
        title: '诉求已受理',
        text: `${event.accountable.body.shortName}${event.accountable.name}受理了“${title}”，一直跟到办结，${answerBy} 前答复。`,
      };
    case 'dispatched':
      return {
        personIds: await workersOf(event.to.organizationId),
        title: '转办通知单，等签收',
        text: `${event.noticeNumber}：${title}。${momentText(new Date(event.signDueAt))} 前签收，${answerBy} 前答复企业。`,
        needsAction: true,
      };
    case 'received':
      return {
        personIds: await peopleOfEnterprise(issue),
        title: '诉求有人在办了',
        text: `${event.accountable.body.shortName}${event.accountable.name}签收了“${title}”，${answerBy} 前答复。`,
      };
    case 'returned':
      return {
        personIds: accountable,
        title: '转办被退回',
        text: `${title}：${returnReasonText[event.reason]}。${cut(event.note, 60)}`,
        needsAction: true,
      };
    case 'noted':
      if (actor.role === 'enterprise')
        return { personIds: accountable, title: '企业补充了情况', text: `${title}：${cut(event.text, 60)}` };
      return event.isPublic
        ? {
            personIds: await peopleOfEnterprise(issue),
            title: '诉求有新进展',
            text: `${title}：${cut(event.text, 60)}`,
          }
        : null;
    case 'answered':
      return {
        personIds: await peopleOfEnterprise(issue),
        title: '诉求已答复，请确认',
        text: `${title}：${cut(event.text, 60)}${momentText(new Date(event.confirmBy))} 前确认是否解决。`,
        needsAction: true,
        // Without a word from the enterprise the issue lapses: somebody there has to know.
        isCritical: true,
        subscription: {
          template: 'issue-progress',
          fields: {
            number: issue.number,
            title: state.title,
            status: '已答复',
            time: at,
            note: '请确认问题解决了没有',
          },
        },
      };
    case 'confirmed':
      return { personIds: accountable, title: '企业确认已解决', text: `${title}，已办结。` };
    case 'disputed':
      return {
        personIds: accountable,
        title: event.verdict.result === 'partly-solved' ? '企业说只解决了一部分' : '企业说没有解决',
        text: `${title}，请接着办，${answerBy} 前答复。`,
        needsAction: true,
      };
    case 'lapsed':
      return {
        personIds: await peopleOfEnterprise(issue),
        title: '诉求按期办结',
        text: `“${title}”答复后没有确认，已按期办结。还有问题可以再提。`,
      };
    case 'withdrawn':
      return {
        personIds: [
          ...accountable,
          ...(state.dispatch ? await workersOf(state.dispatch.to.organizationId) : []),
        ],
        title: '企业撤回了诉求',
        text: `${title}，不用再办。`,
      };
    case 'reassigned':
      return {
        personIds: accountable,
        title: '诉求转由您负责',
        text: `${title}，${answerBy} 前答复。`,
        needsAction: true,
      };
    case 'relocated':
      return null;
  }
}
