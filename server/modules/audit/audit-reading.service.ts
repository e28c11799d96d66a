import { Types } from 'mongoose';
import type { Body, Query, Reply } from '@contract';
import type { AuditEntry, AuditState } from '@contract/audit';
import { accessible } from '../../access/access';
import type { Context } from '../../context';
import { writeCursor } from '../../cursor';
import { AppError, invalidField } from '../../errors';
import { enterpriseRefs, getHeadByCode } from '../enterprises/enterprises.service';
import { AuditBlockModel, AuditEntryModel, CheckpointModel, type AuditEntryDoc } from './audit.model';
import { toCsv } from './audit-csv';
import { recordAudit } from './audit.service';
import { idBefore, openChains } from './open-chains.service';
import { beyond, newestFirst } from './trail-order';

type Search = Omit<Query<'GET /audit/entries'>, 'cursor' | 'limit'>;

const mostExported = 10_000;
const dayMs = 86_400_000;

/**
 * The audit trail in the caller's scope, newest first; that it was searched, and for what, is recorded as well.
 * @throws CREDIT_CODE_INVALID or ENTERPRISE_NOT_FOUND when the enterprise is named by a code that is none
 * @throws VALIDATION_FAILED when the times are the wrong way round
 */
export async function listEntries(
  ctx: Context,
  { cursor, limit = 20, ...search }: Query<'GET /audit/entries'>,
): Promise<Reply<'GET /audit/entries'>> {
  const conditions = [accessible(ctx, 'read', 'audit-entry'), ...(await conditionsOf(search, 'querystring'))];
  if (cursor) conditions.push(beyond(cursor));
  const docs = await AuditEntryModel.find({ $and: conditions })
    .sort(newestFirst)
    .limit(limit + 1)
    .lean();
  await recordAudit(ctx, {
    action: 'audit.searched',
    subject: { kind: 'audit', id: 'entries' },
    ...wordsOf(search),
  });
  const page = docs.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await toEntries(page),
    ...(docs.length > limit && last ? { next: writeCursor({ at: last.at, id: last._id }) } : {}),
  };
}

/**
 * One entry, where it stands in its chain and which checkpoint covers it.
 * @throws NOT_FOUND when it lies outside the caller's scope
 */
export async function getEntry(ctx: Context, id: string): Promise<Reply<'GET /audit/entries/:id'>> {
  const doc = await AuditEntryModel.findOne({
    $and: [{ _id: new Types.ObjectId(id) }, accessible(ctx, 'read', 'audit-entry')],
  }).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  const [[entry], block] = await Promise.all([
    toEntries([doc]),
    AuditBlockModel.findOne({ 'entries.id': doc._id }).lean(),
  ]);
  await recordAudit(ctx, { action: 'audit.entry-viewed', subject: { kind: 'audit-entry', id } });
  if (!entry) throw new AppError('NOT_FOUND');
  if (!block) return entry;
  const at = block.entries.findIndex(({ id: entryId }) => entryId.equals(doc._id));
  const checkpoint = await CheckpointModel.findOne({
    heads: { $elemMatch: { chain: block.chain, number: { $gte: block.number } } },
  })
    .sort({ at: 1 })
    .lean();
  return {
    ...entry,
    place: {
      chain: block.chain,
      sequence: block.first + at,
      link: block.number,
      hash: block.entries[at]?.hash ?? '',
      ...(checkpoint ? { checkpoint: { number: checkpoint.number, at: checkpoint.at.toISOString() } } : {}),
    },
  };
}

/** How far the chains go and how far signed checkpoints cover them. */
export async function auditState(ctx: Context): Promise<AuditState> {
  accessible(ctx, 'read', 'audit-entry');
  const [open, closings, last] = await Promise.all([
    openChains(),
    AuditBlockModel.find({ kind: 'closing', _id: { $gt: idBefore(dayMs) } }, { chain: 1 }).lean(),
    CheckpointModel.findOne().sort({ at: -1 }).lean(),
  ]);
  const closed = new Set(closings.map(({ chain }) => chain));
  const wanted = [...new Set([...open.map(({ chain }) => chain), ...closed])];
  const shown = await AuditBlockModel.find({ chain: { $in: wanted }, number: 0 })
    .sort({ _id: -1 })
    .lean();
  const chains = await Promise.all(
    shown.map(async ({ _id, chain, by }) => {
      const [end, covering] = await Promise.all([
        AuditBlockModel.findOne({ chain }).sort({ number: -1 }).lean(),
        CheckpointModel.findOne({ 'heads.chain': chain }).sort({ at: -1 }).lean(),
      ]);
      return {
        chain,
        process: `${by?.host ?? ''} ${by?.pid ?? ''}`.trim(),
        openedAt: _id.getTimestamp().toISOString(),
        isClosed: closed.has(chain),
        entries: end ? end.first + end.entries.length - 1 : 0,
        coveredEntries: covering?.heads.find((head) => head.chain === chain)?.entries ?? 0,
      };
    }),
  );
  return {
    chains,
    ...(last
      ? { lastCheckpoint: { number: last.number, at: last.at.toISOString(), heads: last.heads.length } }
      : {}),
    uncoveredEntries: chains.reduce((sum, { entries, coveredEntries }) => sum + entries - coveredEntries, 0),
  };
}

/**
 * What a search finds as CSV; the export and its reason are recorded before the file is made.
 * @throws CREDIT_CODE_INVALID or ENTERPRISE_NOT_FOUND when the enterprise is named by a code that is none
 */
export async function exportEntries(
  ctx: Context,
  { reason, ...search }: Body<'POST /audit/exports'>,
): Promise<Reply<'POST /audit/exports'>> {
  const conditions = [accessible(ctx, 'export', 'audit-entry'), ...(await conditionsOf(search, 'body'))];
  const words = wordsOf(search).reason;
  await recordAudit(ctx, {
    action: 'audit.exported',
    subject: { kind: 'audit', id: 'entries' },
    reason: words ? `${reason.trim()}（${words}）` : reason.trim(),
  });
  const docs = await AuditEntryModel.find({ $and: conditions })
    .sort(newestFirst)
    .limit(mostExported + 1)
    .lean();
  const rows = await toEntries(docs.slice(0, mostExported));
  const day = ctx.now.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
  return {
    fileName: `审计记录-${day}.csv`,
    content: toCsv(rows),
    rows: rows.length,
    isCut: docs.length > mostExported,
  };
}

async function conditionsOf(
  search: Search,
  part: 'querystring' | 'body',
): Promise<Record<string, unknown>[]> {
  const { person, action, record, enterprise, address, from, to } = search;
  if (from && to && from > to) throw invalidField(`${part}.to`, '结束时间早于开始时间');
  const isId = (text: string) => /^[0-9a-f]{24}$/.test(text);
  const enterpriseId =
    enterprise &&
    (isId(enterprise) ? enterprise : (await getHeadByCode(enterprise, `${part}.enterprise`)).id);
  return [
    ...(person
      ? [isId(person) ? { 'actor.personId': new Types.ObjectId(person) } : { 'actor.name': person.trim() }]
      : []),
    ...(action ? [{ action }] : []),
    ...(record ? [{ 'subject.id': record.trim() }] : []),
    ...(enterpriseId ? [{ enterpriseId: new Types.ObjectId(enterpriseId) }] : []),
    ...(address ? [{ 'from.address': address.trim() }] : []),
    ...(from || to
      ? [{ at: { ...(from ? { $gte: new Date(from) } : {}), ...(to ? { $lt: new Date(to) } : {}) } }]
      : []),
  ];
}

/** What was searched for, as the trail keeps it. */
function wordsOf(search: Search): { reason?: string } {
  const words = Object.entries(search)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${value}`);
  return words.length > 0 ? { reason: words.join(' ') } : {};
}

async function toEntries(docs: readonly AuditEntryDoc[]): Promise<AuditEntry[]> {
  const enterprises = await enterpriseRefs(docs.flatMap(({ enterpriseId }) => enterpriseId ?? []));
  return docs.map((doc) => {
    const enterpriseId = doc.enterpriseId?.toHexString();
    const { kind, personId, name } = doc.actor;
    return {
      id: doc._id.toHexString(),
      at: doc.at.toISOString(),
      actor: {
        kind,
        ...(personId ? { personId: personId.toHexString() } : {}),
        ...(name ? { name } : {}),
      },
      action: doc.action,
      subject: { kind: doc.subject.kind, id: doc.subject.id },
      ...(enterpriseId
        ? { enterprise: { id: enterpriseId, name: enterprises.get(enterpriseId)?.name ?? '' } }
        : {}),
      ...(doc.reason ? { reason: doc.reason } : {}),
      requestId: doc.requestId,
      ...(doc.from ? { address: doc.from.address, agent: doc.from.agent } : {}),
      readsPersonalData: (doc.reads?.length ?? 0) > 0,
    };
  });
}
