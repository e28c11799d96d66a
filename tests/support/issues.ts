import type { OpenIssueBody } from '../../server/contract/issues';
import type { Issue } from '../../server/contract/issues';
import type { Context } from '../../server/context';
import {
  acceptIssue,
  answerIssue,
  dispatchIssue,
  openIssue,
  receiveIssue,
  resolveIssue,
} from '../../server/modules/issues/issues.service';
import { contextOf, memberOf, testNow } from './context';
import { anEnterprise, type TestEnterprise } from './enterprises';
import { aProvince, type Province } from './organizations';

/** A small province with an enterprise of its county and somebody who acts for it. */
export interface Scene extends Province {
  enterprise: TestEnterprise;
  member: Context;
}

/** A small province with an enterprise of its county: 中牟县 where no other is named. */
export async function aScene(options: Parameters<typeof aProvince>[0] = {}): Promise<Scene> {
  const province = await aProvince(options);
  const { id: deskOrganizationId, regionCode } = province.county;
  const enterprise = await anEnterprise({ regionCode, deskOrganizationId });
  const member = await memberOf(enterprise, { name: '王海燕', phone: '13812346021' });
  return { ...province, enterprise, member };
}

let nonces = 0;

/** What an enterprise submits: help with hiring, under a nonce of its own. */
export function anIssueBody(given: Partial<OpenIssueBody> = {}): OpenIssueBody {
  nonces += 1;
  return {
    body: '叉车司机招不到，夜班停了一条线。10 月起缺 6 名持证司机，想请县里帮着招人。',
    kind: 'help',
    field: 'labour',
    nonce: `nonce-${process.pid}-${nonces}`,
    ...given,
  };
}

/** The same person at another instant. */
export function later(ctx: Context, now: Date): Context {
  return contextOf(ctx.actor, { now });
}

/** So many minutes after the “now” of the tests. */
export function minutesOn(minutes: number): Date {
  return new Date(testNow.getTime() + minutes * 60_000);
}

/** An issue of the scene's enterprise, brought to a status by the people whose part it is. */
export async function anIssue(
  scene: Scene,
  status: 'submitted' | 'accepted' | 'dispatched' | 'in-hand' | 'answered' | 'closed' = 'submitted',
  given: Partial<OpenIssueBody> = {},
): Promise<Issue> {
  const { countyDesk, labourHandler } = scene.officers;
  const steps = [
    (id: string) => acceptIssue(countyDesk, id),
    (id: string) => dispatchIssue(countyDesk, id, { organizationId: scene.labour.id }),
    (id: string) => receiveIssue(labourHandler, id),
    (id: string) => answerIssue(labourHandler, id, { text: '找到 9 名持证司机，周二下午面试。' }),
    (id: string) => resolveIssue(scene.member, id, { result: 'solved', stars: 5 }),
  ];
  const order = ['submitted', 'accepted', 'dispatched', 'in-hand', 'answered', 'closed'];
  let issue = await openIssue(scene.member, anIssueBody(given));
  for (const step of steps.slice(0, order.indexOf(status))) issue = await step(issue.id);
  return issue;
}
