import { Types } from 'mongoose';
import type { Body, EnterpriseImportDetail, ImportField } from '@contract';
import { bodiesOf } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { scopeOf } from '../organizations/organizations.service';
import { findAttribute } from './attributes';
import { valueRule } from './facts';
import { dropContent, keepContent, type ListArrival } from './import-content.service';
import { importFields, mappingRule } from './import-fields';
import { inspectFile } from './import-inspection';
import { findImport, toDetail } from './import-reading.service';
import { ImportModel, type ImportDoc } from './imports.model';
import { SheetError } from './sheet-error';

/** What the columns of a file may hold. */
export function listImportFields(): ImportField[] {
  return importFields.map(({ key, label, isRequired }) => ({
    key,
    label,
    isRequired,
    needsUnit: ['amount', 'percent'].includes(findAttribute(key)?.type ?? ''),
  }));
}

/**
 * Takes in a file of enterprises and reads what it holds; nothing is imported before its columns are confirmed.
 * @throws VALIDATION_FAILED when the file can't be read, holds no rows, or too many
 */
export async function createImport(
  ctx: Context,
  { name, arrival: { path, sizeBytes, hash } }: { name: string; arrival: ListArrival },
): Promise<EnterpriseImportDetail> {
  const { personId, name: personName } = requirePerson(ctx);
  const bodies = bodiesOf(ctx, 'create', 'enterprise-import');
  const doc = await toDoc(
    ctx,
    path,
    { fileName: shownName(name), sizeBytes, hash },
    {
      via: 'console',
      bodyIds: bodies.map((id) => new Types.ObjectId(id)),
      scope: await scopeOf(bodies),
      createdBy: { personId: new Types.ObjectId(personId), name: personName },
    },
  );
  await keepContent(ctx.environment.config.keys.phoneEncryptionKeys, doc._id, path);
  await ImportModel.create(doc);
  await recordAudit(ctx, {
    action: 'enterprise-import.uploaded',
    subject: { kind: 'enterprise-import', id: doc._id.toString() },
    reason: doc.fileName,
  });
  return toDetail(doc);
}

/**
 * An import as it begins: what the file holds, and who brings it.
 * @throws VALIDATION_FAILED when the file can't be read, holds no rows, or too many
 */
export async function toDoc(
  ctx: Context,
  path: string,
  file: Pick<ImportDoc, 'fileName' | 'sizeBytes' | 'hash'>,
  who: Pick<ImportDoc, 'via' | 'bodyIds' | 'scope' | 'createdBy'>,
): Promise<ImportDoc> {
  try {
    return {
      _id: new Types.ObjectId(),
      ...file,
      ...(await inspectFile(path)),
      status: 'uploaded',
      processedRows: 0,
      counts: { added: 0, updated: 0, unchanged: 0, refused: 0 },
      ...who,
      createdAt: ctx.now,
    };
  } catch (error) {
    if (error instanceof SheetError)
      throw invalidField('body.file', `${error.line ? `第 ${error.line} 行：` : ''}${error.message}`);
    throw error;
  }
}

/**
 * Confirms what the columns hold and the day the figures speak of; the jobs then import the rows.
 * @throws NOT_FOUND when the import lies outside the caller's reach
 * @throws VALIDATION_FAILED when a required field has no column, or one column stands for two fields
 * @throws CONFLICT when the import is under way or over
 */
export async function runImport(
  ctx: Context,
  id: string,
  { mapping, asOf }: Body<'POST /enterprise-imports/:id/run'>,
): Promise<EnterpriseImportDetail> {
  const doc = await findImport(ctx, id, 'create');
  const rule = mappingRule(mapping, doc.columns.length);
  if (rule) throw invalidField('body.mapping', rule);
  const dayRule = valueRule('foundedOn', asOf, ctx.now);
  if (dayRule) throw invalidField('body.asOf', dayRule.replace('成立日期', '数据日期'));
  const after = await ImportModel.findOneAndUpdate(
    { _id: doc._id, status: 'uploaded' },
    // It reaches as far as whoever confirms it, who may not be who brought it.
    { $set: { mapping, asOf, status: 'queued', bodyIds: bodiesOf(ctx, 'create', 'enterprise-import') } },
    { returnDocument: 'after' },
  ).lean();
  if (!after) throw new AppError('CONFLICT', { message: '这次导入已经开始或结束' });
  await recordAudit(ctx, {
    action: 'enterprise-import.confirmed',
    subject: { kind: 'enterprise-import', id },
  });
  return toDetail(after);
}

/**
 * Ends an import: no further row is imported; what is imported stays.
 * @throws NOT_FOUND when the import lies outside the caller's reach
 * @throws CONFLICT when it is over
 */
export async function stopImport(ctx: Context, id: string): Promise<EnterpriseImportDetail> {
  const doc = await findImport(ctx, id, 'withdraw');
  const after = await ImportModel.findOneAndUpdate(
    { _id: doc._id, status: { $in: ['uploaded', 'queued', 'running'] } },
    { $set: { status: 'stopped', finishedAt: ctx.now, samples: [] }, $unset: { lease: 1 } },
    { returnDocument: 'after' },
  ).lean();
  if (!after) throw new AppError('CONFLICT', { message: '这次导入已经结束' });
  await dropContent(after._id);
  await recordAudit(ctx, { action: 'enterprise-import.stopped', subject: { kind: 'enterprise-import', id } });
  return toDetail(after);
}

/** The last part of a file's name, without control characters, of bounded length. */
function shownName(name: string): string {
  const last = (name.split(/[\\/]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim();
  return [...last].slice(0, 80).join('') || '企业名单';
}
