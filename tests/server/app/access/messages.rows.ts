import type { Api } from '../../../../server/contract';
import { listMessages, notify } from '../../../../server/modules/messages/messages.service';
import type { Asked, Rows, Side } from '../../../support/access';
import { contextOf, personOf } from '../../../support/context';

let keys = 0;

/** A message to the enterprise's administrator, and to nobody else. */
const messageToAdmin = async (own: Side): Promise<Asked> => {
  await notify(contextOf(), {
    key: `access-${(keys += 1)}`,
    personIds: [personOf(own.people.admin).personId],
    topic: 'account',
    title: '只给一个人',
    text: '别人看不到',
  });
  const [message] = (await listMessages(own.people.admin, {})).items;
  return { id: message?.id ?? '', secret: message?.id ?? '' };
};

export const messageRows = {
  'GET /messages': { may: 'signed-in', ask: messageToAdmin, finds: ['admin'] },
  'GET /messages/unread': { may: 'signed-in' },
  'POST /messages/:id/reading': {
    may: ['admin'],
    others: 404,
    but: { 401: ['guest'] },
    ask: async (own) => ({ id: (await messageToAdmin(own)).id ?? '' }),
  },
} satisfies Partial<Rows<Api>>;
