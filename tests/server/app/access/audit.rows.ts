import { Types } from 'mongoose';
import type { Api } from '../../../../server/contract';
import { AuditEntryModel } from '../../../../server/modules/audit/audit.model';
import { recordAudit } from '../../../../server/modules/audit/audit.service';
import type { Asked, Rows, Side } from '../../../support/access';

/** An act of somebody in the county's enterprise: its desk and what stands above it are concerned. */
const entry = async (own: Side): Promise<Asked> => {
  const subject = { kind: 'thing', id: new Types.ObjectId().toString() };
  await recordAudit(own.member, { action: 'thing.changed', subject });
  const doc = await AuditEntryModel.findOne({ 'subject.id': subject.id }).lean();
  return { id: String(doc?._id), query: `?record=${subject.id}`, secret: String(doc?._id) };
};

export const auditRows = {
  'GET /audit/entries': { may: ['auditor'], ask: async (own) => ({ ...(await entry(own)), id: '' }) },
  'GET /audit/entries/:id': {
    may: ['auditor'],
    ask: async (own) => ({ ...(await entry(own)), query: '' }),
  },
  'GET /audit/state': { may: ['auditor'] },
  'POST /audit/exports': {
    may: ['auditor'],
    success: 201,
    ask: async (own) => {
      const { id, secret } = await entry(own);
      const record = (await AuditEntryModel.findById(id).lean())?.subject.id ?? '';
      return { payload: { record, reason: '季度检查' }, ...(secret ? { secret } : {}) };
    },
  },
} satisfies Partial<Rows<Api>>;
