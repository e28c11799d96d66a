import { listMessages } from '../../client/src/api/messages';
import { checkIn, getEvent, listRegistrations, registerAttendees } from '../../client/src/api/events';
import {
  acceptIssue,
  answerIssue,
  dispatchIssue,
  getIssue,
  listIssues,
  openIssue,
  resolveIssue,
  signReceipt,
} from '../../client/src/api/issues';
import {
  decideIntroduction,
  expressInterest,
  getIntroduction,
  listListingMatches,
  postListing,
  reviewListing,
} from '../../client/src/api/matchmaking';
import { getPolicy, listMatches, readBriefing } from '../../client/src/api/policies';
import { request } from '../../client/src/api/request';
import { useDatabase } from '../support/database';
import { eventInput } from '../support/events';
import { aBriefingInput, aPolicyInput, anItem, wan } from '../support/policies';
import { aJourneyWorld, allowMessages, type JourneyWorld } from '../support/world';

useDatabase();

describe('the main job, through the functions that the mini-program calls', () => {
  let world: JourneyWorld;
  const ids: Record<'policy' | 'briefing' | 'issue' | 'event' | 'ticket', string> = {
    policy: '',
    briefing: '',
    issue: '',
    event: '',
    ticket: '',
  };
  const as = <T>(who: keyof JourneyWorld['players'], act: () => Promise<T>) =>
    world.as(world.players[who], act);
  beforeAll(async () => {
    world = await aJourneyWorld();
  });
  afterAll(() => world.close());

  it('an editor publishes a policy with a rule', async () => {
    const rule = {
      all: [
        { attribute: 'industryCode', op: 'within' as const, value: ['C'], text: '属于制造业' },
        {
          attribute: 'equipmentInvestmentFen',
          op: 'gte' as const,
          value: 500 * wan,
          text: '上年设备投入 500 万元以上',
        },
      ],
    };
    const draft = await as('editor', () =>
      request('POST /policies', {
        body: aPolicyInput({
          items: [
            anItem({
              rule,
              amountBase: { attribute: 'equipmentInvestmentFen', percent: 10 },
              maxAmountFen: 200 * wan,
            }),
          ],
        }),
      }),
    );
    await as('editor', () => request('POST /policies/:id/publication', { params: { id: draft.id } }));
    ids.policy = draft.id;
    expect((await getPolicy(draft.id)).status).toBe('in-force');
  });

  it('the firm it fits sees it with the reason and the amount', async () => {
    const { items, counts } = await as('staff', () => listMatches());
    expect(counts.met).toBe(1);
    expect(items[0]).toMatchObject({ policyId: ids.policy, verdict: 'met', estimatedAmountFen: 62 * wan });
    expect(items[0]?.because).toContain('620');
  });

  it('a briefing is pushed to the firms it concerns and arrives on the phone of who allowed it', async () => {
    await allowMessages(world, world.players.staff, 'policy-briefing');
    const briefing = await as('editor', () =>
      request('POST /briefings', { body: aBriefingInput([ids.policy]) }),
    );
    const audience = await as('editor', () =>
      request('GET /briefings/:id/audience', { params: { id: briefing.id } }),
    );
    expect(audience).toMatchObject({ counts: { met: 1, unknown: 1 }, people: 2, withConsent: 1 });
    await as('editor', () => request('POST /briefings/:id/pushes', { params: { id: briefing.id } }));
    await world.deliver();
    const [card] = await world.players.staff.phone.messages();
    expect(card?.page).toContain(briefing.id);
    expect(await world.players.rival.phone.messages()).toEqual([]);
    const { items } = await as('rival', () => listMessages({ topic: 'briefing' }));
    expect(items).toHaveLength(1);
    ids.briefing = briefing.id;
  });

  it('pushing again is refused and sends nothing twice', async () => {
    await expect(
      as('editor', () => request('POST /briefings/:id/pushes', { params: { id: ids.briefing } })),
    ).rejects.toMatchObject({ code: 'BRIEFING_ALREADY_SENT' });
    await world.deliver();
    expect(await world.players.staff.phone.messages()).toHaveLength(1);
  });

  it('the card opens the briefing with the firm’s own verdict, and the opening is counted', async () => {
    const reading = await as('staff', () => readBriefing(ids.briefing));
    expect(reading.matches).toMatchObject([{ verdict: 'met', policyId: ids.policy }]);
    const [listed] = (await as('editor', () => request('GET /briefings', { query: { as: 'editor' } }))).items;
    expect(listed?.figures).toMatchObject({
      audience: 2,
      inbox: 2,
      subscription: 1,
      noConsent: 1,
      opened: 1,
    });
  });

  it('an issue is raised with a promised date and an accountable person from the first instant', async () => {
    await allowMessages(world, world.players.staff, 'issue-progress');
    const issue = await as('staff', () =>
      openIssue({
        body: '二期厂房用电增容，报了两个月没有回音。',
        kind: 'help',
        field: 'utilities',
        nonce: 'story-issue-1',
      }),
    );
    expect(issue).toMatchObject({ status: 'submitted', accountable: { name: '李雅琴' }, isChainValid: true });
    // Wednesday 10:00, five working days: the next Wednesday at 17:30.
    expect(issue.answerDueAt).toBe('2026-03-18T09:30:00.000Z');
    ids.issue = issue.id;
  });

  it('it is accepted, dispatched with a numbered notice, received and answered, each time with one accountable person', async () => {
    await as('desk', () => acceptIssue(ids.issue));
    const dispatched = await as('desk', () => dispatchIssue(ids.issue, { organizationId: world.body }));
    expect(dispatched.accountable.name).toBe('李雅琴');
    expect(dispatched.entries.at(-1)?.noticeNumber).toMatch(/〔2026〕1号$/);
    expect((await as('handler', () => signReceipt(ids.issue))).accountable.name).toBe('周志强');
    const answered = await as('handler', () =>
      answerIssue(ids.issue, { text: '外线方案已定，12 天后通电。' }),
    );
    expect(answered.status).toBe('answered');
    await world.deliver();
    const pages = (await world.players.staff.phone.messages()).map(({ page }) => page);
    expect(pages).toContainEqual(expect.stringContaining(ids.issue));
  });

  it('another firm does not find the issue, by id or in its list', async () => {
    await expect(as('rival', () => getIssue(ids.issue))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await as('rival', () => listIssues({ as: 'enterprise' }))).items).toEqual([]);
  });

  it('“partly solved” brings it back to the same handler; “solved” closes it', async () => {
    const disputed = await as('staff', () =>
      resolveIssue(ids.issue, { result: 'partly-solved', words: '还没通电' }),
    );
    expect(disputed).toMatchObject({ status: 'in-hand', accountable: { name: '周志强' }, disputeCount: 1 });
    await as('handler', () => answerIssue(ids.issue, { text: '今天已经通电。' }));
    const closed = await as('staff', () => resolveIssue(ids.issue, { result: 'solved', stars: 5 }));
    expect(closed).toMatchObject({
      status: 'closed',
      closedAs: 'confirmed',
      rating: { result: 'solved', stars: 5 },
      isChainValid: true,
    });
  });

  it('a fair is opened, two people sign up and get signed tickets', async () => {
    const event = await as('manager', () => request('POST /events', { body: eventInput() }));
    await as('manager', () => request('POST /events/:id/publication', { params: { id: event.id } }));
    const body = { attendees: [{ name: '王海燕' }, { name: '刘洋' }], nonce: 'story-registration-1' };
    const registration = await as('staff', () => registerAttendees(event.id, body));
    expect(registration.tickets.map(({ attendeeName }) => attendeeName)).toEqual(['王海燕', '刘洋']);
    expect((await as('staff', () => registerAttendees(event.id, body))).id).toBe(registration.id);
    expect((await getEvent(event.id)).seatsTaken).toBe(2);
    ids.event = event.id;
    ids.ticket = registration.tickets[0]?.payload ?? '';
  });

  it('the gate admits a ticket once and refuses copies and forgeries with the reason', async () => {
    world.sandbox.pass(47 * 3_600_000);
    const scan = (ticket: string, nonce: string) =>
      as('steward', () => checkIn(ids.event, { ticket, gate: '2 号门', nonce }));
    expect(await scan(ids.ticket, 'story-scan-1')).toMatchObject({
      outcome: 'admitted',
      attendeeName: '王海燕',
      admitted: 1,
    });
    expect(await scan(ids.ticket, 'story-scan-1')).toMatchObject({ outcome: 'admitted', admitted: 1 });
    expect(await scan(ids.ticket, 'story-scan-2')).toMatchObject({
      outcome: 'refused',
      reason: 'already-used',
      earlier: { gate: '2 号门' },
    });
    const forged = `${ids.ticket.slice(0, -4)}AAAA`;
    expect(await scan(forged, 'story-scan-3')).toMatchObject({ outcome: 'refused', reason: 'forged' });
    const [registration] = await as('staff', () => listRegistrations());
    expect(registration?.tickets.map(({ status }) => status)).toEqual(['used', 'valid']);
  });

  it('an offer and a need find each other, with reasons; contacts show after both agreed', async () => {
    const common = {
      market: 'trade' as const,
      validUntil: '2026-06-30',
      isNameHidden: false,
      industryCode: '3599',
    };
    const offer = await as('staff', () =>
      postListing({
        ...common,
        side: 'offer',
        title: '铸铁支架，可数控加工',
        text: '球墨铸铁支架，砂铸后数控加工，月产 5,000 件。',
      }),
    );
    const need = await as('rival', () =>
      postListing({
        ...common,
        side: 'need',
        title: '求购铸铁支架毛坯',
        text: '农机用铸铁支架，数控加工后交货。',
      }),
    );
    // The rival's firm stands in another city, so its need is reviewed there or above.
    await as('desk', () => reviewListing(offer.id, true));
    await expect(as('desk', () => reviewListing(need.id, true))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await as('staff', () => listListingMatches())).toEqual([]);
    const introduction = await as('rival', () => expressInterest(offer.id, '我们每月要两千件'));
    expect(introduction.contact).toBeUndefined();
    await as('staff', () => decideIntroduction(introduction.id, true));
    expect((await as('rival', () => getIntroduction(introduction.id))).contact?.name).toBe('王海燕');
  });
});
