import type { Api } from '../../../../server/contract';
import { createEvent } from '../../../../server/modules/events/events.service';
import { registerAttendees } from '../../../../server/modules/events/registrations.service';
import type { Asked, Rows, Side } from '../../../support/access';
import { anOpenEvent, eventInput } from '../../../support/events';
import { members } from './people';

let nonces = 0;
const nonce = () => `access-${(nonces += 1)}`;
const onSite = ['event-manager', 'steward'] as const;

const draftEvent =
  (payload?: object) =>
  async (own: Side): Promise<Asked> => {
    const { id } = await createEvent(own.people['event-manager'], eventInput());
    return { id, secret: id, ...(payload ? { payload } : {}) };
  };
const openEvent =
  (payload?: () => object) =>
  async (own: Side): Promise<Asked> => {
    const { id } = await anOpenEvent(own.people['event-manager']);
    return { id, ...(payload ? { payload: payload() } : {}) };
  };
const registration = async (own: Side) => {
  const { id: eventId } = await anOpenEvent(own.people['event-manager']);
  const { id, tickets } = await registerAttendees(own.member, eventId, {
    attendees: [{ name: '王海燕' }],
    nonce: nonce(),
  });
  return { id, eventId, secret: tickets[0]?.payload ?? '' };
};
const attendedEvent = async (own: Side): Promise<Asked> => ({
  id: (await registration(own)).eventId,
  secret: own.enterprise.name,
});

export const eventRows = {
  'GET /events': [
    { may: 'everybody', ask: draftEvent(), finds: [] },
    {
      may: onSite,
      ask: async (own) => ({ ...(await draftEvent()(own)), query: '?group=managed&limit=100' }),
    },
  ],
  // What is open is public.
  'GET /events/:id': { may: onSite, others: 404, ask: draftEvent() },
  'POST /events': { may: ['event-manager'], success: 201, ask: async () => ({ payload: eventInput() }) },
  'PUT /events/:id': { may: ['event-manager'], ask: draftEvent(eventInput()) },
  'POST /events/:id/publication': { may: ['event-manager'], ask: draftEvent() },
  'POST /events/:id/cancellation': { may: ['event-manager'], ask: openEvent(() => ({ reason: '停电' })) },
  'POST /events/:id/registrations': {
    may: members,
    success: 201,
    elsewhere: 201,
    ask: openEvent(() => ({ attendees: [{ name: '刘洋' }], nonce: nonce() })),
  },
  'GET /registrations': { may: members, ask: async (own) => ({ secret: (await registration(own)).secret }) },
  'POST /registrations/:id/cancellation': { may: members, ask: registration },
  'GET /events/:id/attendees': { may: onSite, ask: attendedEvent },
  'GET /events/:id/gate': { may: onSite, ask: openEvent() },
  'POST /events/:id/check-ins': {
    may: onSite,
    ask: openEvent(() => ({ ticket: '7K3M-Q2XW', gate: '1 号门', nonce: nonce() })),
  },
  'GET /events/:id/check-ins': { may: onSite, ask: openEvent() },
} satisfies Partial<Rows<Api>>;
