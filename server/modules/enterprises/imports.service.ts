import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { stat } from 'node:fs/promises';
import { Types, type QueryFilter } from 'mongoose';
import type { Body, EnterpriseImport, EnterpriseImportDetail, ImportField, Query } from '@contract';
import { accessible, bodiesOf } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { csvHead, csvLine } from '../../csv';
import { readCursor, writeCursor } from '../../cursor';
import { AppError, invalidField } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { dayOf } from '../issues/calendar';
import { scopeOf } from '../organizations/organizations.service';
import { findAttribute } from './attributes';
import { valueRule } from './facts';
import { dropContent, hashOf, keepContent, saveStream, withTemporaryFile } from './import-content.service';
import { importFields, mappingRule } from './import-fields';
import { formatText, inspectFile } from './import-inspection';
import { advanceImport, releaseFromDead, takeImport } from './import-run.service';
import { ImportModel, ImportProblemModel, type ImportDoc } from './imports.model';
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
  { name, stream }: { name: string; stream: Readable },
): Promise<EnterpriseImportDetail> {
  const { personId, name: personName } = requirePerson(ctx);
  const bodies = bodiesOf(ctx, 'create', 'enterprise-import');
  return withTemporaryFile(async (path) => {
    const { sizeBytes, hash } = await saveStream(stream, path);
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
  });
}

async function toDoc(
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
    { $set: { mapping, asOf, status: 'queued' } },
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

/**
 * Imports of the caller's bodies, latest first.
 * @throws VALIDATION_FAILED when the cursor is none of ours
 */
export async function listImports(
  ctx: Context,
  query: Query<'GET /enterprise-imports'>,
): Promise<{ items: EnterpriseImport[]; next?: string }> {
  const limit = query.limit ?? 20;
  const conditions: QueryFilter<ImportDoc>[] = [accessible(ctx, 'read', 'enterprise-import')];
  if (query.cursor) {
    const { at, id } = readCursor(query.cursor);
    conditions.push({ $or: [{ createdAt: { $lt: at } }, { createdAt: at, _id: { $lt: id } }] });
  }
  const docs = await ImportModel.find({ $and: conditions })
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean();
  const last = docs[limit - 1];
  return {
    items: docs.slice(0, limit).map(toImport),
    ...(docs.length > limit && last ? { next: writeCursor({ at: last.createdAt, id: last._id }) } : {}),
  };
}

/**
 * One import: its columns, how far it is, and the first of what was wrong.
 * @throws NOT_FOUND when it lies outside the caller's reach
 */
export async function getImport(ctx: Context, id: string): Promise<EnterpriseImportDetail> {
  return toDetail(await findImport(ctx, id, 'read'));
}

/**
 * All that was wrong in the rows of an import, as CSV.
 * @throws NOT_FOUND when it lies outside the caller's reach
 */
export async function importReport(
  ctx: Context,
  id: string,
): Promise<{ fileName: string; content: Readable }> {
  const doc = await findImport(ctx, id, 'read');
  return { fileName: `${doc.fileName}-导入报告.csv`, content: Readable.from(reportLines(doc)) };
}

/** The report of an import, line by line. */
export async function* reportLines(doc: Pick<ImportDoc, '_id' | 'failure'>): AsyncGenerator<string> {
  yield csvHead(['行号', '字段', '填写内容', '问题']);
  const problems = ImportProblemModel.find({ importId: doc._id })
    .sort({ line: 1, _id: 1 })
    .lean()
    .cursor({ batchSize: 500 });
  for await (const { line, field, value, rule } of problems)
    yield csvLine([String(line), field, value, rule]);
  if (doc.failure) yield csvLine(['', '', '', doc.failure]);
}

/**
 * Imports a file for the installation itself, into every region; goes on with an earlier run of the same file that was
 * cut off. Columns are taken as their headers say.
 * @throws VALIDATION_FAILED when the file can't be read, or a required column isn't found
 */
export async function importEnterprises(
  ctx: Context,
  path: string,
  options: { asOf?: string; progress: (done: number, rows: number) => void },
): Promise<ImportDoc> {
  const hash = await hashOf(path);
  const begun = await ImportModel.findOne({
    hash,
    via: 'command',
    status: { $in: ['queued', 'running'] },
  }).lean();
  if (begun) await releaseFromDead(begun);
  const id = begun?._id ?? (await beginCommand(ctx, path, hash, options.asOf));
  for (;;) {
    const taken = await takeImport(ctx, { via: 'command', _id: id });
    if (taken) {
      options.progress(taken.processedRows, taken.rows);
      await advanceImport(ctx, taken, path, (done) => {
        options.progress(done, taken.rows);
        return true;
      });
    }
    const doc = await ImportModel.findById(id).lean();
    if (!doc) throw new AppError('NOT_FOUND');
    if (doc.status !== 'queued' && doc.status !== 'running') return doc;
    // The run that was cut off still holds the import: it is let go soon.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function beginCommand(
  ctx: Context,
  path: string,
  hash: string,
  asOf = dayOf(ctx.now),
): Promise<Types.ObjectId> {
  const dayRule = valueRule('foundedOn', asOf, ctx.now);
  if (dayRule) throw invalidField('asOf', dayRule.replace('成立日期', '数据日期'));
  const { size: sizeBytes } = await stat(path);
  const doc = await toDoc(
    ctx,
    path,
    { fileName: basename(path), sizeBytes, hash },
    {
      via: 'command',
      scope: [],
      createdBy: { name: 'import' },
    },
  );
  const rule = mappingRule(doc.mapping, doc.columns.length);
  if (rule) throw invalidField('mapping', `${rule}。表头：${doc.columns.join('、')}`);
  await ImportModel.create({ ...doc, asOf, status: 'queued' });
  return doc._id;
}

async function findImport(
  ctx: Context,
  id: string,
  action: 'read' | 'create' | 'withdraw',
): Promise<ImportDoc> {
  const doc = await ImportModel.findOne({
    $and: [accessible(ctx, action, 'enterprise-import'), { _id: id }],
  }).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  return doc;
}

/** The last part of a file's name, without control characters, of bounded length. */
function shownName(name: string): string {
  const last = (name.split(/[\\/]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim();
  return [...last].slice(0, 80).join('') || '企业名单';
}

function toImport(doc: ImportDoc): EnterpriseImport {
  return {
    id: doc._id.toString(),
    fileName: doc.fileName,
    sizeBytes: doc.sizeBytes,
    format: formatText(doc.format),
    status: doc.status,
    ...(doc.asOf ? { asOf: doc.asOf } : {}),
    rows: doc.rows,
    processedRows: doc.processedRows,
    counts: doc.counts,
    ...(doc.failure ? { failure: doc.failure } : {}),
    createdBy: doc.createdBy.name,
    createdAt: doc.createdAt.toISOString(),
    ...(doc.startedAt ? { startedAt: doc.startedAt.toISOString() } : {}),
    ...(doc.finishedAt ? { finishedAt: doc.finishedAt.toISOString() } : {}),
  };
}

async function toDetail(doc: ImportDoc): Promise<EnterpriseImportDetail> {
  const problems = await ImportProblemModel.find({ importId: doc._id })
    .sort({ line: 1, _id: 1 })
    .limit(50)
    .lean();
  return {
    ...toImport(doc),
    columns: doc.columns,
    samples: doc.samples,
    mapping: doc.mapping.map(({ column, field, unit }) => ({ column, field, ...(unit ? { unit } : {}) })),
    problems: problems.map(({ line, field, value, rule }) => ({ line, field, value, rule })),
  };
}
