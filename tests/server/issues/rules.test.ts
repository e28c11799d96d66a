import type { OfficerRole } from '../../../server/contract/enums';
import { problems } from '../../../server/demonstration/issues';
import {
  linkEntry,
  type Entry,
  type EntryActor,
  type IssueEvent,
  type LedgerBody,
  type Party,
} from '../../../server/modules/issues/ledger';
import { noticeNumber } from '../../../server/modules/issues/notices';
import { proposeCategory } from '../../../server/modules/issues/proposals';
import { replay, type IssueState } from '../../../server/modules/issues/reducer';
import { allowedActions, isHandling, seesAsOfficer, type Viewer } from '../../../server/modules/issues/rules';
import { cut, momentText, titleOf } from '../../../server/modules/issues/wording';

const issueId = 'a'.repeat(24);
const at = '2026-03-11T02:00:00.000Z';
const body = (organizationId: string, ...above: string[]): LedgerBody => ({
  organizationId,
  name: organizationId,
  shortName: organizationId,
  path: [...above, organizationId],
});
const county = body('county', 'province', 'city');
const labour = body('labour', 'province', 'city', 'county');
const desk: Party = { personId: 'desk', name: '李雅琴', body: county };
const handler: Party = { personId: 'handler', name: '周志强', body: labour };
const asActor = ({ personId, name, body: home }: Party): EntryActor => ({
  role: 'officer',
  personId,
  name,
  organizationId: home.organizationId,
  organizationName: home.shortName,
});
const owner: EntryActor = { role: 'enterprise', personId: 'owner', name: '王海燕' };

const submitted: [EntryActor, IssueEvent] = [
  owner,
  {
    kind: 'submitted',
    number: '2026-000001',
    enterpriseId: 'mine',
    issueKind: 'help',
    field: 'labour',
    source: 'mini-program',
    title: '叉车司机招不到',
    text: '叉车司机招不到',
    fileIds: [],
    desk: county,
    accountable: desk,
    signDueAt: at,
    answerDueAt: at,
  },
];
const accepted: [EntryActor, IssueEvent] = [asActor(desk), { kind: 'accepted', accountable: desk }];
const dispatched: [EntryActor, IssueEvent] = [
  asActor(desk),
  { kind: 'dispatched', accountable: desk, to: labour, noticeNumber: '牟企服转〔2026〕1号', signDueAt: at },
];
const received: [EntryActor, IssueEvent] = [asActor(handler), { kind: 'received', accountable: handler }];
const answered: [EntryActor, IssueEvent] = [
  asActor(handler),
  { kind: 'answered', accountable: handler, text: '周二面试。', fileIds: [], confirmBy: at },
];
const disputed: [EntryActor, IssueEvent] = [
  owner,
  { kind: 'disputed', accountable: handler, verdict: { result: 'partly-solved' }, answerDueAt: at },
];

function after(...steps: [EntryActor, IssueEvent][]): IssueState {
  const entries: Entry[] = [];
  for (const [actor, event] of [submitted, ...steps])
    entries.push(linkEntry(entries.at(-1), { issueId, at, actor, event }));
  return replay(entries);
}
const officer = (organizationId: string, ...roles: OfficerRole[]): Viewer => ({
  personId: `${organizationId}-${roles.join('-')}`,
  offices: [{ organizationId, roles }],
});
const member: Viewer = { personId: 'owner', enterpriseId: 'mine', offices: [] };

describe('who may do what', () => {
  it.each<[string, IssueState, Viewer, string[]]>([
    ['the county desk with a new issue', after(), officer('county', 'desk'), ['accept', 'note']],
    ['the city desk above it', after(), officer('city', 'desk'), ['accept', 'note']],
    ['a supervisor above it', after(), officer('province', 'supervisor'), ['note']],
    ['an auditor above it', after(), officer('province', 'auditor'), []],
    ['a desk elsewhere', after(), officer('other', 'desk'), []],
    ['the enterprise with a new issue', after(), member, ['note', 'withdraw']],
    ['another enterprise', after(), { ...member, enterpriseId: 'theirs' }, []],
    ['the desk that accepted', after(accepted), officer('county', 'desk'), ['answer', 'dispatch', 'note']],
    ['a handler at the desk', after(accepted), officer('county', 'handler'), ['answer', 'note']],
    ['the desk after dispatching', after(accepted, dispatched), officer('county', 'desk'), ['note']],
    [
      'the body it was dispatched to',
      after(accepted, dispatched),
      officer('labour', 'handler'),
      ['receive', 'return', 'note'],
    ],
    [
      'the body that signed',
      after(accepted, dispatched, received),
      officer('labour', 'handler'),
      ['answer', 'return', 'note'],
    ],
    [
      'the desk above the body that signed',
      after(accepted, dispatched, received),
      officer('county', 'desk'),
      ['dispatch', 'note'],
    ],
    [
      'the enterprise with an answer',
      after(accepted, dispatched, received, answered),
      member,
      ['note', 'resolve'],
    ],
    [
      'the body after a dispute',
      after(accepted, dispatched, received, answered, disputed),
      officer('labour', 'handler'),
      ['answer', 'return', 'note'],
    ],
    [
      'the enterprise after closing',
      after(accepted, dispatched, received, answered, [
        owner,
        { kind: 'confirmed', verdict: { result: 'solved' } },
      ]),
      member,
      [],
    ],
  ])('%s', (_who, state, viewer, expected) => {
    expect(allowedActions(state, viewer)).toEqual(expected);
  });

  it('lets nobody rate work they had a hand in, in whichever hat', () => {
    const both: Viewer = { personId: 'handler', enterpriseId: 'mine', offices: [] };
    expect(allowedActions(after(accepted, dispatched, received, answered), both)).toEqual(['note']);
  });

  it('shows an issue to officers whose office reaches a body involved, and to no other role', () => {
    const state = after(accepted, dispatched);
    expect(seesAsOfficer(state, officer('city', 'leader'))).toBe(true);
    expect(seesAsOfficer(state, officer('labour', 'handler'))).toBe(true);
    expect(seesAsOfficer(after(accepted), officer('labour', 'handler'))).toBe(false);
    expect(seesAsOfficer(state, officer('county', 'steward', 'editor', 'partner'))).toBe(false);
  });

  it('knows who handles the matter: the body that has it, the one to sign, and the desk that accepted', () => {
    const state = after(accepted, dispatched);
    expect(isHandling(state, officer('county', 'desk'))).toBe(true);
    expect(isHandling(state, officer('labour', 'handler'))).toBe(true);
    expect(isHandling(state, officer('county', 'supervisor'))).toBe(false);
    expect(isHandling(state, officer('city', 'desk'))).toBe(false);
  });
});

describe('what happened last', () => {
  it('is told in one sentence for every entry, without what bodies say to one another', () => {
    expect(after().latest).toBe('已提交，等李雅琴受理');
    expect(after(accepted).latest).toBe('李雅琴已受理，一直跟到办结');
    expect(after(accepted, dispatched).latest).toBe('已转给labour，等签收');
    expect(after(accepted, dispatched, received).latest).toBe('labour周志强已签收，正在办');
    const secret: [EntryActor, IssueEvent] = [
      asActor(handler),
      { kind: 'noted', text: '内部意见', isPublic: false, fileIds: [] },
    ];
    expect(after(accepted, dispatched, received, secret).latest).toBe('labour周志强已签收，正在办');
    const news: [EntryActor, IssueEvent] = [
      asActor(handler),
      { kind: 'noted', text: '到现场看过了', isPublic: true, fileIds: [] },
    ];
    expect(after(accepted, dispatched, received, news).latest).toBe('到现场看过了');
    const back: [EntryActor, IssueEvent] = [
      asActor(handler),
      { kind: 'returned', accountable: desk, reason: 'wrong-level', note: '归市里' },
    ];
    expect(after(accepted, dispatched, back).latest).toBe('李雅琴正在重新安排承办单位');
    expect(after(accepted, dispatched, received, answered).latest).toBe('已答复：周二面试。');
    expect(after(accepted, dispatched, received, answered, disputed).latest).toBe(
      '企业说只解决了一部分，周志强接着办',
    );
    const lapsed: [EntryActor, IssueEvent] = [{ role: 'system', name: '企服通' }, { kind: 'lapsed' }];
    expect(after(accepted, dispatched, received, answered, lapsed).latest).toBe('到期未确认，按期办结');
    expect(after([owner, { kind: 'withdrawn' }]).latest).toBe('企业已撤回');
  });

  it('cuts long texts, and takes a title from the first sentence', () => {
    expect(cut('一二三四五', 5)).toBe('一二三四五');
    expect(cut('一二三四五六', 5)).toBe('一二三四…');
    expect(titleOf('叉车司机招不到！夜班停了。')).toBe('叉车司机招不到');
    expect([...titleOf('长'.repeat(80))]).toHaveLength(30);
    expect(titleOf('。')).toBe('。');
    expect(momentText(new Date('2026-11-26T09:30:00Z'))).toBe('11月26日 17:30');
  });
});

describe('notice numbers', () => {
  it.each([
    ['service-office', '410100', '郑州市', '郑企服转〔2026〕12号'],
    ['service-office', '410122', '中牟县', '牟企服转〔2026〕12号'],
    ['service-office', '410181', '巩义市', '巩义企服转〔2026〕12号'],
    ['department', '410122', '中牟县', '县人社局转〔2026〕12号'],
  ] as const)('a %s in %s (%s) writes %s', (kind, regionCode, regionName, expected) => {
    expect(noticeNumber({ kind, regionCode, regionName, shortName: '县人社局' }, 2026, 12)).toBe(expected);
  });
});

describe('the proposed category', () => {
  it('finds the field of nearly all ordinary texts by their words', () => {
    const missed = problems.filter(
      ({ title, body: text, field }) => proposeCategory(`${title}。${text}`).field !== field,
    );
    expect(missed.length).toBeLessThanOrEqual(Math.floor(problems.length * 0.15));
  });

  it('finds the kind of most ordinary texts by their words', () => {
    const missed = problems.filter(
      ({ title, body: text, kind }) => proposeCategory(`${title}。${text}`).kind !== kind,
    );
    expect(missed.length).toBeLessThanOrEqual(Math.floor(problems.length * 0.25));
  });

  it('names the words that spoke for the field', () => {
    expect(proposeCategory('出口退税卡在单证备案')).toMatchObject({
      field: 'tax',
      words: ['退税', '出口退税'],
    });
  });

  it('says 求助 and 其他 where no word tells anything', () => {
    expect(proposeCategory('')).toEqual({ kind: 'help', field: 'other', words: [] });
  });

  it('lets a closed issue of nearly the same words decide', () => {
    const like = [{ kind: 'complaint' as const, field: 'fees' as const, similarity: 0.9 }];
    expect(proposeCategory('每个月都来找我们要钱', like)).toMatchObject({ kind: 'complaint', field: 'fees' });
  });
});
