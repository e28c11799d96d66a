import type { Issue } from '@contract';
import { findOfficers } from '../modules/accounts/offices.service';
import { addWorkingMinutes, nextWorkingMinute } from '../modules/issues/calendar';
import {
  acceptIssue,
  answerIssue,
  dispatchIssue,
  lapseIssues,
  noteIssue,
  openIssue,
  receiveIssue,
  resolveIssue,
  returnIssue,
} from '../modules/issues/issues.service';
import { proposeBody } from '../modules/organizations/organizations.service';
import { countiesWithDepartments } from './organizations';
import { problems, type DemoProblem } from './issues';
import { dayMs, inParallel, need, personAt, systemAt, type World } from './world';

/** How far an issue of the demonstration has come. */
type Stage =
  | 'submitted'
  | 'accepted'
  | 'dispatched'
  | 'returned'
  | 'in-hand'
  | 'answered'
  | 'disputed'
  | 'closed'
  | 'lapsed';

/** Stages of the generated issues: how many, and how many days ago they were submitted. */
const plan: { stage: Stage; count: number; daysAgo: [number, number] }[] = [
  { stage: 'closed', count: 44, daysAgo: [9, 75] },
  { stage: 'lapsed', count: 6, daysAgo: [20, 60] },
  { stage: 'answered', count: 9, daysAgo: [2, 4] },
  { stage: 'in-hand', count: 16, daysAgo: [1, 12] },
  { stage: 'disputed', count: 4, daysAgo: [9, 14] },
  { stage: 'dispatched', count: 7, daysAgo: [0.6, 3] },
  { stage: 'returned', count: 3, daysAgo: [3, 6] },
  { stage: 'accepted', count: 4, daysAgo: [0.4, 2] },
  { stage: 'submitted', count: 4, daysAgo: [0.05, 0.6] },
];

interface Story {
  problem: DemoProblem;
  enterprise: string;
  stage: Stage;
  daysAgo: number;
}

/** About 100 issues in all states and ages, each played through the product's own services. */
export async function loadIssues(world: World): Promise<void> {
  const staffed = [...world.enterprises].filter(([, { personId }]) => personId).map(([key]) => key);
  const find = (title: string) => problems.find((problem) => problem.title === title) as DemoProblem;
  const stories: Story[] = [
    // The firm of the tour has one to confirm, one in hand and some behind it.
    { problem: find('东门外修路，货车进不了厂'), enterprise: 'precision', stage: 'answered', daysAgo: 3 },
    {
      problem: find('二期厂房用电增容，等了两个月'),
      enterprise: 'precision',
      stage: 'in-hand',
      daysAgo: 2.3,
    },
    { problem: find('稳岗返还到底按几个人算'), enterprise: 'precision', stage: 'closed', daysAgo: 25 },
    { problem: find('叉车司机招不到，夜班停了一条线'), enterprise: 'forklift', stage: 'in-hand', daysAgo: 4 },
  ];
  const usable = problems.filter((problem) => !stories.some((story) => story.problem === problem));
  let turn = 0;
  for (const { stage, count, daysAgo } of plan) {
    for (let index = 0; index < count; index++) {
      stories.push({
        problem: usable[turn % usable.length] as DemoProblem,
        enterprise: staffed[(turn * 5 + 1) % staffed.length] as string,
        stage,
        daysAgo: daysAgo[0] + world.random.next() * (daysAgo[1] - daysAgo[0]),
      });
      turn++;
    }
  }
  // Oldest first, so that the numbers follow the days.
  stories.sort((a, b) => b.daysAgo - a.daysAgo);
  await inParallel(
    stories,
    async (story, index) => play(world, { story, ...(await submit(world, story, index)) }),
    12,
  );
  await lapseIssues(systemAt(world));
}

interface Opened {
  issue: Issue;
  at: Date;
}

async function submit(world: World, { problem, enterprise, daysAgo }: Story, index: number): Promise<Opened> {
  const firm = need(world.enterprises, enterprise);
  if (!firm.personId) throw new Error(`nobody acts for ${firm.name}`);
  const at = nextWorkingMinute(new Date(world.now.getTime() - daysAgo * dayMs));
  const submittedAt = at > world.now ? new Date(world.now.getTime() - 20 * 60_000) : at;
  const ctx = await personAt(world, firm.personId, submittedAt);
  const issue = await openIssue(ctx, {
    title: problem.title,
    body: problem.body,
    kind: problem.kind,
    field: problem.field,
    nonce: `demonstration-${index}`,
  });
  return { issue, at: submittedAt };
}

/** Plays one issue forward as far as its stage, within the time that has passed. */
async function play(world: World, { story, issue: { id }, at }: Opened & { story: Story }): Promise<void> {
  const { problem, stage } = story;
  const firm = need(world.enterprises, story.enterprise);
  const hasDepartments = countiesWithDepartments.includes(firm.regionCode);
  const desk = await deskOf(world, firm.regionCode, hasDepartments);
  let clock = at;
  /** The next moment of work, some minutes on; null once it would lie in the future. */
  const later = (low: number, high: number): Date | null => {
    const next = addWorkingMinutes(clock, world.random.between(low, high));
    if (next >= world.now) return null;
    clock = next;
    return next;
  };
  if (stage === 'submitted') return;
  const acceptedAt = later(10, 90);
  if (!acceptedAt) return;
  await acceptIssue(await personAt(world, desk, acceptedAt), id);
  const body = await proposeBody(problem.field, firm.regionCode);
  const dispatchedAt = stage === 'accepted' || !body ? null : later(15, 120);
  if (!dispatchedAt || !body) return;
  await dispatchIssue(await personAt(world, desk, dispatchedAt), id, {
    organizationId: body.id,
    note: '请核实情况，按时答复企业。',
  });
  const [handler] = await findOfficers(body.id);
  if (stage === 'dispatched' || !handler) return;
  const receivedAt = later(15, 150);
  if (!receivedAt) return;
  const by = (moment: Date) => personAt(world, handler.personId, moment);
  if (stage === 'returned') {
    await returnIssue(await by(receivedAt), id, {
      reason: 'needs-other-body-first',
      note: '要先由开发区管委会出具意见，再由我们办。',
    });
    return;
  }
  await receiveIssue(await by(receivedAt), id);
  const notedAt = later(60, 300);
  if (notedAt)
    await noteIssue(await by(notedAt), id, {
      text: '已联系企业核实，正在和有关单位商量办法。',
      isPublic: true,
    });
  if (stage === 'in-hand') return;
  const answeredAt = later(60, 300);
  if (!answeredAt) return;
  await answerIssue(await by(answeredAt), id, { text: problem.answer });
  if (stage === 'answered' || stage === 'lapsed' || !firm.personId) return;
  const ratedAt = later(60, 600);
  if (!ratedAt) return;
  const rater = await personAt(world, firm.personId, ratedAt);
  if (stage === 'disputed')
    await resolveIssue(rater, id, { result: 'partly-solved', words: '只解决了一半，还差最后一步。' });
  else await resolveIssue(rater, id, { result: 'solved', stars: world.random.between(4, 5) });
}

/** The desk officer who takes the issues of a place: the county's where it can dispatch, else the city's. */
async function deskOf(world: World, regionCode: string, isCounty: boolean): Promise<string> {
  const office = isCounty ? `office:${regionCode}` : `office:${regionCode.slice(0, 4)}00`;
  const id = world.bodies.get(office) ?? need(world.bodies, `office:${regionCode}`);
  const officers = await findOfficers(id, 'desk');
  const officer = officers.find(({ isOnDuty }) => isOnDuty) ?? officers[0];
  if (!officer) throw new Error(`the demonstration has no desk officer in ${office}`);
  return officer.personId;
}
