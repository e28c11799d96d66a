import type { Api } from '../../../../server/contract';
import { expressInterest } from '../../../../server/modules/matchmaking/introductions.service';
import { createListing } from '../../../../server/modules/matchmaking/listings.service';
import { near, type Asked, type Rows, type Side } from '../../../support/access';
import { memberOf } from '../../../support/context';
import { anEnterprise } from '../../../support/enterprises';
import { aPublishedListing, listingInput } from '../../../support/matchmaking';
import { members } from './people';

const reviewers = ['desk', 'event-manager'] as const;
const subjects = [
  '球墨铸铁支架',
  '不锈钢阀门管件',
  '玉米淀粉饲料',
  '纸箱包装印刷',
  '童装面料加工',
  '花生油压榨',
];
let count = 0;

/** An input unlike the ones before it: nobody posts the same twice. */
const someInput = () => {
  count += 1;
  const subject = subjects[count % subjects.length] ?? '';
  return listingInput({ title: `${subject}${count}`, text: `${subject}，第 ${count} 批。` });
};
const waitingListing =
  (payload?: object) =>
  async (own: Side): Promise<Asked> => {
    const { id, title } = await createListing(own.member, { ...someInput(), isNameHidden: true });
    return { id, secret: id, words: title, ...(payload ? { payload } : {}) };
  };
/** Somebody of the same county is interested in a listing of the enterprise. */
const introduction =
  (payload?: object) =>
  async (own: Side): Promise<Asked> => {
    const listing = await aPublishedListing(own.member, own.people.desk, someInput());
    const asker = await memberOf(await anEnterprise({ deskOrganizationId: own.county.id }));
    const { id } = await expressInterest(asker, listing.id, {});
    return { id, secret: id, ...(payload ? { payload } : {}) };
  };

export const matchmakingRows = {
  'GET /listings': [
    { may: 'signed-in', ask: waitingListing(), finds: [] },
    {
      may: reviewers,
      ask: async (own) => ({ ...(await waitingListing()(own)), query: '?group=to-review&limit=100' }),
    },
    {
      may: members,
      ask: async (own) => ({ ...(await waitingListing()(own)), query: '?group=mine&limit=100' }),
    },
  ],
  'GET /listings/counts': { may: 'signed-in' },
  'GET /listings/matches': { may: members },
  'GET /listings/:id': [
    {
      may: [...members, ...reviewers],
      others: 404,
      but: { 401: ['guest'] },
      ask: waitingListing(),
    },
    // What is published is seen by all; the name of who hid it by who may.
    {
      may: 'signed-in',
      ask: async (own) => {
        const hidden = { ...someInput(), isNameHidden: true };
        const { id } = await aPublishedListing(own.member, own.people.desk, hidden);
        return { id, secret: own.enterprise.name };
      },
      finds: [...members, ...near(...reviewers)],
    },
  ],
  'POST /listings': { may: members, success: 201, ask: async () => ({ payload: someInput() }) },
  'POST /listings/:id/review': { may: reviewers, ask: waitingListing({ publish: true }) },
  'POST /listings/:id/withdrawal': { may: members, ask: waitingListing() },
  'POST /listings/:id/interests': {
    may: members,
    success: 201,
    elsewhere: 201,
    // Nobody is interested in their own.
    but: { 409: members },
    ask: async (own) => ({
      id: (await aPublishedListing(own.member, own.people.desk, someInput())).id,
      payload: {},
    }),
  },
  'GET /introductions': { may: members, ask: introduction() },
  'GET /introductions/:id': { may: members, ask: introduction() },
  'POST /introductions/:id/decision': { may: members, ask: introduction({ accept: true }) },
} satisfies Partial<Rows<Api>>;
