import type { Issue } from '@contract/index';
import { issueFieldText, returnReasonText } from '@contract/words';
import { shortMoment } from '../../format/time';

/** Why a body is proposed, and what speaks against it; a person decides. */
export function reasonsFor(issue: Issue): { text: string; isAgainst: boolean }[] {
  const body = issue.proposedBody;
  if (!body) return [];
  const returns = issue.entries.filter(
    ({ kind, actorOrganization }) => kind === 'returned' && actorOrganization === body.shortName,
  );
  return [
    { text: `责任矩阵：${issueFieldText[issue.field]}，${issue.enterprise.regionName}`, isAgainst: false },
    ...returns.map(({ at, reason }) => ({
      text: `${shortMoment(at)} 已退回一次${reason ? `，${returnReasonText[reason]}` : ''}`,
      isAgainst: true,
    })),
  ];
}
