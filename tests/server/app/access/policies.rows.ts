import type { Api } from '../../../../server/contract';
import { pushBriefing } from '../../../../server/modules/policies/pushes.service';
import { near, type Asked, type Rows, type Side } from '../../../support/access';
import { aBriefing, aBriefingInput, aClause, aDraft, aPolicy, aPolicyInput } from '../../../support/policies';
import { members } from './people';

let drafts = 0;
const draft = async (own: Side): Promise<Asked> => {
  const words = `待定稿${(drafts += 1)}号`;
  const { id } = await aDraft(own.people.editor, { title: words });
  return { id, secret: id, words };
};
// Neither its versions nor what they changed say anything of a draft.
const draftWithoutTrace = async (own: Side): Promise<Asked> => ({ id: (await aDraft(own.people.editor)).id });
const briefing = async (own: Side): Promise<Asked> => {
  const policy = await aPolicy(own.people.editor);
  const { id } = await aBriefing(own.people.editor, [policy.id]);
  return { id, secret: id };
};
const sentBriefing = async (own: Side): Promise<Asked> => {
  const asked = await briefing(own);
  await pushBriefing(own.people.editor, asked.id ?? '');
  return asked;
};

export const policyRows = {
  'GET /policies': {
    may: 'everybody',
    ask: async (own) => ({ ...(await draft(own)), query: '?limit=100' }),
    finds: [],
  },
  'GET /policies/matches': { may: members },
  // What is published is public.
  'GET /policies/:id': { may: ['editor'], others: 404, ask: draft },
  'GET /policies/:id/versions': { may: ['editor'], others: 404, ask: draftWithoutTrace },
  'GET /policies/:id/difference': { may: ['editor'], others: 404, ask: draftWithoutTrace },
  'POST /policies/:id/withdrawal': {
    may: ['editor'],
    ask: async (own) => {
      const { id } = await aPolicy(own.people.editor);
      return { id, payload: { reason: '发错了文件' }, secret: '发错了文件' };
    },
  },
  'GET /policies/:id/verdicts': {
    may: members,
    elsewhere: 200,
    ask: async (own) => ({ id: (await aPolicy(own.people.editor)).id }),
  },
  'GET /policies/drafts': { may: ['editor'], ask: draft },
  'POST /policies': { may: ['editor'], success: 201, ask: async () => ({ payload: aPolicyInput() }) },
  'PUT /policies/:id': {
    may: ['editor'],
    ask: async (own) => ({ ...(await draft(own)), payload: aPolicyInput() }),
  },
  'POST /policies/:id/publication': { may: ['editor'], ask: draft },
  'POST /audiences': {
    may: ['editor'],
    ask: async (own) => ({
      payload: { rule: aClause('employees', 'gte', 20) },
      secret: own.enterprise.id,
    }),
  },
  'GET /briefings': [
    { may: members, ask: sentBriefing },
    { may: ['editor'], ask: async (own) => ({ ...(await briefing(own)), query: '?as=editor' }) },
  ],
  'POST /briefings': {
    may: ['editor'],
    success: 201,
    ask: async (own) => ({ payload: aBriefingInput([(await aPolicy(own.people.editor)).id]) }),
  },
  'PUT /briefings/:id': {
    may: ['editor'],
    ask: async (own) => ({
      ...(await briefing(own)),
      payload: aBriefingInput([(await aPolicy(own.people.editor)).id]),
    }),
  },
  'GET /briefings/:id': [
    { may: ['editor'], others: 404, ask: briefing },
    { may: 'everybody', ask: async (own) => ({ id: (await sentBriefing(own)).id ?? '' }) },
  ],
  'GET /briefings/:id/audience': {
    may: ['editor'],
    ask: async (own) => ({ id: (await briefing(own)).id ?? '', secret: own.enterprise.id }),
    finds: near('editor'),
  },
  'POST /briefings/:id/pushes': { may: ['editor'], ask: briefing },
  'POST /briefings/:id/feedback': {
    may: members,
    elsewhere: 200,
    ask: async (own) => ({ id: (await sentBriefing(own)).id ?? '' }),
  },
} satisfies Partial<Rows<Api>>;
