import type { Api } from '../../../../server/contract';
import { near, type Asked, type Role, type Rows, type Side } from '../../../support/access';
import { uploadList } from '../../../support/lists';
import { enterpriseReaders, members } from './people';

/** Officers who look after the register. */
const keepers = ['desk', 'org-admin'] as const satisfies readonly Role[];

const list = '统一社会信用代码,企业名称,所在地区,行业代码\n91410100MA0000010U,表内公司,中牟县,3921\n';
const anImport = (own: Side) => uploadList(own.people.desk, list);
const form = (): Asked => ({
  headers: { 'content-type': 'multipart/form-data; boundary=cut' },
  payload: Buffer.from(
    `--cut\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${list}\r\n--cut--\r\n`,
  ),
});

export const enterpriseRows = {
  'GET /attributes': { may: 'everybody' },
  'GET /enterprises/mine': { may: members, ask: async (own) => ({ secret: own.enterprise.id }) },
  'PUT /enterprises/mine': {
    may: members,
    ask: async () => ({ payload: { address: '东风路 1 号' } }),
  },
  'GET /enterprises/by-code/:creditCode': {
    may: 'signed-in',
    ask: async (own) => ({ id: own.enterprise.creditCode }),
  },
  'GET /enterprises': {
    may: enterpriseReaders,
    ask: async (own) => ({
      query: `?limit=100&q=${encodeURIComponent(own.enterprise.name)}`,
      secret: own.enterprise.id,
      words: own.enterprise.name,
    }),
    // The county's office looks after the enterprise, not the department below it.
    finds: near(...enterpriseReaders).filter((person) => person !== 'handler'),
  },
  'GET /enterprises/:id/facts/:attribute/history': {
    may: enterpriseReaders,
    but: { 404: ['handler'] },
    ask: async (own) => ({ params: { id: own.enterprise.id, attribute: 'employees' } }),
  },
  'POST /enterprises/:id/verifications': {
    may: keepers,
    ask: async (own) => ({
      id: own.enterprise.id,
      payload: {
        facts: [{ attribute: 'employees', value: 86 }],
        asOf: '2025-12-31',
        basis: '2025 年度社保缴费清单',
      },
    }),
  },
  'POST /enterprise-exports': {
    may: keepers,
    ask: async (own) => ({ payload: { reason: '年度走访' }, secret: own.enterprise.name }),
  },
  'GET /enterprise-import-fields': { may: keepers },
  'POST /enterprise-imports': { may: keepers, success: 201, ask: async () => form() },
  'GET /enterprise-imports': {
    may: keepers,
    ask: async (own) => ({ query: '?limit=100', secret: (await anImport(own)).id }),
  },
  'GET /enterprise-imports/:id': {
    may: keepers,
    ask: async (own) => {
      const { id } = await anImport(own);
      return { id, secret: id };
    },
  },
  'POST /enterprise-imports/:id/run': {
    may: keepers,
    ask: async (own) => {
      const { id, mapping } = await anImport(own);
      return { id, secret: id, payload: { mapping, asOf: '2026-03-01' } };
    },
  },
  'POST /enterprise-imports/:id/stop': {
    may: keepers,
    ask: async (own) => {
      const { id } = await anImport(own);
      return { id, secret: id };
    },
  },
  'GET /enterprise-imports/:id/report': {
    may: keepers,
    ask: async (own) => ({ id: (await anImport(own)).id }),
  },
  'GET /enterprises/:id': {
    may: enterpriseReaders,
    but: { 404: ['handler'] },
    ask: async (own) => ({ id: own.enterprise.id, secret: own.enterprise.name }),
  },
} satisfies Partial<Rows<Api>>;
