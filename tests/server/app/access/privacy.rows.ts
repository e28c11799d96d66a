import type { Api } from '../../../../server/contract';
import { getPrivacyText } from '../../../../server/modules/accounts/privacy-consents.service';
import { requestDeletion } from '../../../../server/modules/privacy/deletions.service';
import { linkExport, makeExports, requestExport } from '../../../../server/modules/privacy/exports.service';
import type { Asked, Rows, Side } from '../../../support/access';
import { aVisitor, contextOf, headersOf } from '../../../support/context';

// What these change would stand in the way of other rows: each time somebody new asks it of their own account.
const aNewcomer = async (): Promise<Asked> => ({ headers: await headersOf(await aVisitor()) });

const aCopy = async (own: Side): Promise<{ id: string }> => {
  const { id } = await requestExport(own.people.staff);
  await makeExports(contextOf());
  return { id };
};

export const privacyRows = {
  'GET /privacy-text': { may: 'everybody' },
  'GET /me/privacy-consents': { may: 'signed-in' },
  'POST /me/privacy-consents': {
    may: 'signed-in',
    success: 201,
    askAs: async (asker) => ({ payload: { version: getPrivacyText(asker).version } }),
  },
  'DELETE /me/privacy-consents': { may: 'signed-in', askAs: aNewcomer },
  'GET /me/phone-readings': { may: 'signed-in' },
  'GET /me/exports': { may: 'signed-in' },
  'POST /me/exports': { may: 'signed-in', success: 201, askAs: aNewcomer },
  // Nobody's but the person's own, whatever role asks.
  'POST /me/exports/:id/links': {
    may: ['staff'],
    success: 201,
    others: 404,
    but: { 401: ['guest'] },
    ask: aCopy,
  },
  // The link is the key; it is its owner's alone to get.
  'GET /exports/:id': {
    may: 'everybody',
    ask: async (own) => {
      const { id } = await aCopy(own);
      const { pagePath } = await linkExport(own.people.staff, id);
      return { id, query: pagePath.slice(pagePath.indexOf('?')) };
    },
  },
  'GET /me/deletion': { may: 'signed-in' },
  'POST /me/deletion': { may: 'signed-in', success: 201, askAs: aNewcomer },
  'DELETE /me/deletion': {
    may: 'signed-in',
    askAs: async () => {
      const person = await aVisitor();
      await requestDeletion(person);
      return { headers: await headersOf(person) };
    },
  },
} satisfies Partial<Rows<Api>>;
