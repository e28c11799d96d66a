import type { App } from '../../../server/app';
import { buildApp } from '../../../server/app';
import { routes, type Route } from '../../../server/contract';
import { officerRoles } from '../../../server/contract/enums';
import type { Context } from '../../../server/context';
import { joinEnterprise } from '../../../server/modules/accounts/memberships.service';
import { createEvent } from '../../../server/modules/events/events.service';
import { registerAttendees } from '../../../server/modules/events/registrations.service';
import { storeFile } from '../../../server/modules/files/files.service';
import { expressInterest } from '../../../server/modules/matchmaking/introductions.service';
import { createListing } from '../../../server/modules/matchmaking/listings.service';
import { listMessages, notify } from '../../../server/modules/messages/messages.service';
import { pushBriefing } from '../../../server/modules/policies/pushes.service';
import {
  anEnvironment,
  aVisitor,
  contextOf,
  headersOf,
  memberOf,
  officerIn,
  personOf,
} from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise, type TestEnterprise } from '../../support/enterprises';
import { anOpenEvent, eventInput } from '../../support/events';
import { aPdf } from '../../support/files';
import { anIssue, anIssueBody, aScene, type Scene } from '../../support/issues';
import { aPublishedListing, listingInput } from '../../support/matchmaking';
import { anOrganization } from '../../support/organizations';
import { aBriefing, aBriefingInput, aClause, aDraft, aPolicy, aPolicyInput } from '../../support/policies';

useDatabase();

/**
 * Who asks: nobody signed in; an administrator and a colleague of the enterprise that the records belong to; another
 * city's enterprise; in the county's office (the handler in a department below it) one role each; and an officer of
 * another city who holds every role there is, so that only the scope can stop them.
 */
const people = [
  'guest',
  'admin',
  'staff',
  'foreign',
  'desk',
  'handler',
  'editor',
  'manager',
  'steward',
  'officer',
] as const;
type Person = (typeof people)[number];

interface Asked {
  id?: string;
  query?: string;
  payload?: object;
  /** Stands in the reply of those who may know the record, and of nobody else. */
  secret?: string;
}
interface Row {
  /** Expected status per person, in order; `x2` and the like repeat the one before it. */
  expected: string;
  /** Makes what is asked for; again after each success of a request that changes something. */
  ask?: () => Promise<Asked>;
  /** Who finds the secret in the reply. */
  finds?: Person[];
}

const own = ['admin', 'staff'] satisfies Person[];
// Frequent patterns. 403 of an enterprise's route is NOT_BOUND for people without one.
const anybody = '200 x10';
const signedIn = '401 200 x9';
const enterprises = '401 200 200 200 403 x6';
const ownEnterprise = '401 200 200 404 403 x6';
const editors = '401 403 x5 200 403 403 200';
const editorOfRecord = '401 403 x5 200 403 403 404';
const managerOfRecord = '401 403 x6 200 403 404';
const onSiteOfRecord = '401 403 x6 200 200 404';

let app: App;
let scene: Scene;
let rival: TestEnterprise;
let contexts: Record<Exclude<Person, 'guest'>, Context>;
let headers: Record<Exclude<Person, 'guest'>, { authorization: string }>;
let count = 0;

beforeAll(async () => {
  app = await buildApp(anEnvironment());
  scene = await aScene();
  const elsewhere = await anOrganization({ regionCode: '410300' });
  rival = await anEnterprise({ regionCode: '410300', deskOrganizationId: elsewhere.id });
  contexts = {
    admin: scene.member,
    staff: await memberOf(scene.enterprise, { role: 'staff' }),
    foreign: await memberOf(rival),
    desk: scene.officers.countyDesk,
    handler: scene.officers.labourHandler,
    editor: await officerIn(scene.county, 'editor'),
    manager: await officerIn(scene.county, 'event-manager'),
    steward: await officerIn(scene.county, 'steward'),
    officer: await officerIn(elsewhere, ...officerRoles),
  };
  const signedInPeople = await Promise.all(
    Object.entries(contexts).map(async ([person, ctx]) => [person, await headersOf(ctx)] as const),
  );
  headers = Object.fromEntries(signedInPeople) as typeof headers;
});
afterAll(() => app.close());

const issueIn = (status: Parameters<typeof anIssue>[1], payload?: object) => async (): Promise<Asked> => {
  const { id } = await anIssue(scene, status);
  return { id, secret: id, ...(payload ? { payload } : {}) };
};
const draft = async (payload?: object): Promise<Asked> => {
  const { id } = await aDraft(contexts.editor);
  return { id, secret: id, ...(payload ? { payload } : {}) };
};
const briefing = async (payload?: object): Promise<Asked> => {
  const policy = await aPolicy(contexts.editor);
  const { id } = await aBriefing(contexts.editor, [policy.id]);
  return { id, secret: id, ...(payload ? { payload } : {}) };
};
const sentBriefing = async (): Promise<Asked> => {
  const asked = await briefing();
  await pushBriefing(contexts.editor, asked.id ?? '');
  return asked;
};
const draftEvent = async (payload?: object): Promise<Asked> => {
  const { id } = await createEvent(contexts.manager, eventInput());
  return { id, secret: id, ...(payload ? { payload } : {}) };
};
const openEvent = async (payload?: object): Promise<Asked> => {
  const { id } = await anOpenEvent(contexts.manager);
  return { id, ...(payload ? { payload } : {}) };
};
const registration = async (): Promise<Asked> => {
  const event = await openEvent();
  const { id, tickets } = await registerAttendees(contexts.admin, event.id ?? '', {
    attendees: [{ name: '王海燕' }],
    nonce: nonce(),
  });
  return { id, secret: tickets[0]?.payload ?? '' };
};
const scan = async (): Promise<Asked> => openEvent({ ticket: '7K3M-Q2XW', gate: '1 号门', nonce: nonce() });
const subjects = [
  '球墨铸铁支架',
  '不锈钢阀门管件',
  '玉米淀粉饲料',
  '纸箱包装印刷',
  '童装面料加工',
  '花生油压榨',
];
const listingBody = () => {
  count += 1;
  const subject = subjects[count % subjects.length] ?? '';
  return listingInput({ title: `${subject}${count}`, text: `${subject}，第 ${count} 批。` });
};
const waitingListing = async (payload?: object): Promise<Asked> => {
  const enterprise = scene.enterprise;
  const { id } = await createListing(await memberOf(enterprise), { ...listingBody(), isNameHidden: true });
  return { id, secret: id, ...(payload ? { payload } : {}) };
};
const introduction = async (payload?: object): Promise<Asked> => {
  const listing = await aPublishedListing(contexts.admin, contexts.desk, listingBody());
  const asker = await memberOf(await anEnterprise({ deskOrganizationId: scene.county.id }));
  const { id } = await expressInterest(asker, listing.id, {});
  return { id, secret: id, ...(payload ? { payload } : {}) };
};
const membershipRequest = async (): Promise<Asked> => {
  const visitor = await aVisitor();
  const { id } = await joinEnterprise(visitor, { creditCode: scene.enterprise.creditCode });
  return { id, secret: id, payload: { accept: true } };
};
const photo = async (): Promise<Asked> => {
  const file = await storeFile(contexts.admin, { name: '现场.pdf', bytes: aPdf() });
  const { id } = await anIssue(scene, 'dispatched', { fileIds: [file.id] });
  return { id: file.id, secret: id };
};
const nonce = () => `access-${(count += 1)}`;

const rows: Record<Route, Row | Row[]> = {
  'POST /sessions': { expected: '201 x10', ask: async () => ({ payload: { code: nonce() } }) },
  'DELETE /sessions/current': { expected: signedIn },
  'GET /me': { expected: signedIn },
  'PUT /me': { expected: signedIn, ask: async () => ({ payload: { title: '主任' } }) },
  'PUT /me/enterprise': {
    expected: '401 200 200 404 x7',
    ask: async () => ({ payload: { enterpriseId: scene.enterprise.id } }),
  },
  'GET /me/consents': { expected: signedIn },
  'POST /me/consents': {
    expected: '401 201 x9',
    ask: async () => ({ payload: { answers: { 'template-issue': 'accept' } } }),
  },
  'POST /memberships': {
    expected: '401 201 x9',
    ask: async () => ({ payload: { creditCode: (await anEnterprise()).creditCode } }),
  },
  'GET /memberships': {
    expected: enterprises,
    ask: async () => ({ secret: '王海燕' }),
    finds: own,
  },
  'GET /memberships/requests': {
    expected: '401 403 403 403 200 403 x4 200',
    ask: membershipRequest,
    finds: ['desk'],
  },
  'POST /memberships/:id/decision': { expected: '401 200 403 404 200 403 x4 404', ask: membershipRequest },

  'GET /organizations': { expected: anybody },
  'GET /regions': { expected: anybody },
  'GET /industries': { expected: anybody },

  'GET /attributes': { expected: anybody },
  'GET /enterprises/mine': {
    expected: enterprises,
    ask: async () => ({ secret: scene.enterprise.id }),
    finds: own,
  },
  'PUT /enterprises/mine': {
    expected: enterprises,
    ask: async () => ({ payload: { address: '东风路 1 号' } }),
  },
  'GET /enterprises/by-code/:creditCode': {
    expected: signedIn,
    ask: async () => ({ id: scene.enterprise.creditCode }),
  },
  'GET /enterprises': {
    expected: '401 403 403 403 200 x4 403 200',
    ask: async () => ({ query: '?limit=100', secret: scene.enterprise.id }),
    finds: ['desk', 'editor', 'manager'],
  },
  'GET /enterprises/:id': {
    expected: '401 403 403 403 200 404 200 200 403 404',
    ask: async () => ({ id: scene.enterprise.id }),
  },

  'POST /files': { expected: '401 201 x9' },
  'GET /files/:id': { expected: '401 200 200 404 200 200 404 x4', ask: photo },
  'POST /files/:id/links': { expected: '401 201 201 404 201 201 404 x4', ask: photo },

  'GET /policies': {
    expected: anybody,
    ask: async () => ({ ...(await draft()), query: '?limit=100' }),
    finds: [],
  },
  'GET /policies/matches': { expected: enterprises },
  'GET /policies/:id': { expected: '404 x6 200 404 404 404', ask: draft },
  'GET /policies/:id/verdicts': {
    expected: enterprises,
    ask: async () => ({ id: (await aPolicy(contexts.editor)).id }),
  },
  'GET /policies/drafts': { expected: editors, ask: draft, finds: ['editor'] },
  'POST /policies': {
    expected: editors.replaceAll('200', '201'),
    ask: async () => ({ payload: aPolicyInput() }),
  },
  'PUT /policies/:id': { expected: editorOfRecord, ask: () => draft(aPolicyInput()) },
  'POST /policies/:id/publication': { expected: editorOfRecord, ask: draft },
  'POST /audiences': {
    expected: editors,
    ask: async () => ({ payload: { rule: aClause('employees', 'gte', 20) }, secret: scene.enterprise.id }),
    finds: ['editor'],
  },
  'GET /briefings': [
    { expected: enterprises, ask: sentBriefing, finds: own },
    {
      expected: editors,
      ask: async () => ({ ...(await briefing()), query: '?as=editor' }),
      finds: ['editor'],
    },
  ],
  'POST /briefings': {
    expected: editors.replaceAll('200', '201'),
    ask: async () => ({ payload: aBriefingInput([(await aPolicy(contexts.editor)).id]) }),
  },
  'PUT /briefings/:id': {
    expected: editorOfRecord,
    ask: async () => briefing(aBriefingInput([(await aPolicy(contexts.editor)).id])),
  },
  'GET /briefings/:id': [
    { expected: '404 x6 200 404 404 404', ask: briefing },
    { expected: anybody, ask: sentBriefing },
  ],
  'GET /briefings/:id/audience': { expected: editorOfRecord, ask: briefing },
  'POST /briefings/:id/pushes': { expected: editorOfRecord, ask: briefing },
  'POST /briefings/:id/feedback': { expected: enterprises, ask: sentBriefing },

  'GET /messages': {
    expected: signedIn,
    ask: async () => ({ secret: (await aMessage()).id }),
    finds: ['admin'],
  },
  'GET /messages/unread': { expected: signedIn },
  'POST /messages/:id/reading': { expected: '401 200 404 x8', ask: () => aMessage() },

  'POST /issues/preview': { expected: enterprises, ask: async () => ({ payload: { body: '招不到工' } }) },
  'POST /issues': {
    expected: enterprises.replaceAll('200', '201'),
    ask: async () => ({ payload: anIssueBody() }),
  },
  'GET /issues': [
    {
      expected: enterprises,
      ask: async () => ({ ...(await issueIn('dispatched')()), query: '?as=enterprise&limit=100' }),
      finds: own,
    },
    {
      expected: '401 403 403 403 200 200 403 403 403 200',
      ask: async () => ({ ...(await issueIn('dispatched')()), query: '?as=officer&limit=100' }),
      finds: ['desk', 'handler'],
    },
  ],
  'GET /issues/counts': [
    { expected: enterprises, ask: async () => ({ query: '?as=enterprise' }) },
    {
      expected: '401 403 403 403 200 200 403 403 403 200',
      ask: async () => ({ query: '?as=officer' }),
    },
  ],
  'GET /issues/:id': {
    expected: '401 200 200 404 200 200 403 403 403 404',
    ask: issueIn('dispatched'),
  },
  'POST /issues/:id/acceptance': { expected: '401 403 403 403 200 403 x4 404', ask: issueIn('submitted') },
  'POST /issues/:id/dispatches': {
    expected: '401 403 403 403 200 403 x4 404',
    ask: async () => issueIn('accepted', { organizationId: scene.labour.id })(),
  },
  'POST /issues/:id/receipt': {
    expected: '401 403 x4 200 403 403 403 404',
    ask: issueIn('dispatched'),
  },
  'POST /issues/:id/returns': {
    expected: '401 403 x4 200 403 403 403 404',
    ask: issueIn('dispatched', { reason: 'not-our-duty', note: '不归我们管' }),
  },
  'POST /issues/:id/notes': {
    expected: '401 200 200 404 200 200 403 403 403 404',
    ask: issueIn('dispatched', { text: '补充', isPublic: false }),
  },
  'POST /issues/:id/answers': {
    expected: '401 403 x4 200 403 403 403 404',
    ask: issueIn('in-hand', { text: '办好了' }),
  },
  'POST /issues/:id/resolution': { expected: ownEnterprise, ask: issueIn('answered', { result: 'solved' }) },
  'POST /issues/:id/withdrawal': { expected: ownEnterprise, ask: issueIn('submitted', {}) },
  'POST /issues/:id/contact-views': {
    expected: '401 403 403 403 200 200 403 403 403 404',
    ask: async () => ({ ...(await issueIn('dispatched', { reason: '核实情况' })()), secret: '13812346021' }),
    finds: ['desk', 'handler'],
  },

  'GET /events': [
    { expected: anybody, ask: draftEvent, finds: [] },
    {
      expected: anybody,
      ask: async () => ({ ...(await draftEvent()), query: '?group=managed&limit=100' }),
      finds: ['manager', 'steward'],
    },
  ],
  'GET /events/:id': { expected: '404 x7 200 200 404', ask: draftEvent },
  'POST /events': { expected: '401 403 x6 201 403 201', ask: async () => ({ payload: eventInput() }) },
  'PUT /events/:id': { expected: managerOfRecord, ask: () => draftEvent(eventInput()) },
  'POST /events/:id/publication': { expected: managerOfRecord, ask: draftEvent },
  'POST /events/:id/cancellation': { expected: managerOfRecord, ask: () => openEvent({ reason: '停电' }) },
  'POST /events/:id/registrations': {
    expected: enterprises.replaceAll('200', '201'),
    ask: () => openEvent({ attendees: [{ name: '刘洋' }], nonce: nonce() }),
  },
  'GET /registrations': { expected: enterprises, ask: registration, finds: own },
  'POST /registrations/:id/cancellation': { expected: ownEnterprise, ask: registration },
  'GET /events/:id/attendees': { expected: onSiteOfRecord, ask: openEvent },
  'GET /events/:id/gate': { expected: onSiteOfRecord, ask: openEvent },
  'POST /events/:id/check-ins': { expected: onSiteOfRecord, ask: scan },
  'GET /events/:id/check-ins': { expected: onSiteOfRecord, ask: openEvent },

  'GET /listings': [
    { expected: signedIn, ask: waitingListing, finds: [] },
    {
      expected: signedIn,
      ask: async () => ({ ...(await waitingListing()), query: '?group=to-review&limit=100' }),
      finds: ['desk', 'manager'],
    },
    {
      expected: enterprises,
      ask: async () => ({ ...(await waitingListing()), query: '?group=mine&limit=100' }),
      finds: own,
    },
  ],
  'GET /listings/counts': { expected: signedIn },
  'GET /listings/matches': { expected: enterprises },
  'GET /listings/:id': [
    { expected: '401 200 200 404 200 404 404 200 404 404', ask: waitingListing },
    {
      expected: signedIn,
      ask: async () => {
        const hidden = { ...listingBody(), isNameHidden: true };
        const { id } = await aPublishedListing(contexts.admin, contexts.desk, hidden);
        return { id, secret: scene.enterprise.name };
      },
      finds: [...own, 'desk', 'manager'],
    },
  ],
  'POST /listings': {
    expected: enterprises.replaceAll('200', '201'),
    ask: async () => ({ payload: listingBody() }),
  },
  'POST /listings/:id/review': {
    expected: '401 403 403 403 200 403 403 200 403 404',
    ask: () => waitingListing({ publish: true }),
  },
  'POST /listings/:id/withdrawal': { expected: ownEnterprise, ask: waitingListing },
  'POST /listings/:id/interests': {
    expected: '401 409 409 201 403 x6',
    ask: async () => ({
      id: (await aPublishedListing(contexts.admin, contexts.desk, listingBody())).id,
      payload: {},
    }),
  },
  'GET /introductions': { expected: enterprises, ask: introduction, finds: own },
  'GET /introductions/:id': { expected: ownEnterprise, ask: introduction },
  'POST /introductions/:id/decision': {
    expected: ownEnterprise,
    ask: () => introduction({ accept: true }),
  },
};

async function aMessage(): Promise<{ id: string }> {
  const { personId } = personOf(contexts.admin);
  await notify(contextOf(), {
    key: nonce(),
    personIds: [personId],
    topic: 'account',
    title: '只给一个人',
    text: '别人看不到',
  });
  const [message] = (await listMessages(contexts.admin, {})).items;
  return { id: message?.id ?? '' };
}

/** The statuses of a row, one per person. */
function statusesOf(expected: string): number[] {
  return expected.split(' ').flatMap((word, at, words) => {
    if (word.startsWith('x')) return [];
    const times = words[at + 1]?.startsWith('x') ? Number(words[at + 1]?.slice(1)) : 1;
    return new Array<number>(times).fill(Number(word));
  });
}

async function send(person: Person, route: Route, { id, query = '', payload }: Asked) {
  const [method, path] = route.split(' ') as ['GET' | 'POST' | 'PUT' | 'DELETE', string];
  const signed =
    person === 'guest'
      ? {}
      : route === 'DELETE /sessions/current'
        ? await headersOf(contexts[person])
        : headers[person];
  const form = route === 'POST /files' ? aForm() : undefined;
  return app.inject({
    method,
    url: `/api${path.replace(/:\w+/, id ?? '')}${query}`,
    headers: { ...signed, ...form?.headers },
    ...(form ? { payload: form.payload } : payload ? { payload } : {}),
  });
}

function aForm() {
  const head = '--cut\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n';
  return {
    headers: { 'content-type': 'multipart/form-data; boundary=cut' },
    payload: Buffer.concat([Buffer.from(head), aPdf(), Buffer.from('\r\n--cut--\r\n')]),
  };
}

describe('access', () => {
  it('is told for every route of the contract', () => {
    expect(Object.keys(rows).sort()).toEqual(Object.keys(routes).sort());
  });

  const table = Object.entries(rows).flatMap(([route, row]) =>
    [row]
      .flat()
      .map((each, at) => [at === 0 ? route : `${route} (${at + 1})`, route as Route, each] as const),
  );
  it.each(table)('to %s is as the table says', async (_name, route, { expected, ask, finds }) => {
    let asked = (await ask?.()) ?? {};
    const seen: string[] = [];
    const found: Person[] = [];
    for (const person of people) {
      const reply = await send(person, route, asked);
      seen.push(`${person} ${reply.statusCode}`);
      if (asked.secret && reply.body.includes(asked.secret)) found.push(person);
      if (ask && reply.statusCode < 300 && !route.startsWith('GET')) asked = await ask();
    }
    const wanted = statusesOf(expected);
    expect(seen).toEqual(people.map((person, at) => `${person} ${wanted[at]}`));
    if (finds) expect(found).toEqual(finds);
  });
});
