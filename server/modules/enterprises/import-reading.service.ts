import { Readable } from 'node:stream';
import type { QueryFilter } from 'mongoose';
import type { EnterpriseImport, EnterpriseImportDetail, Query } from '@contract';
import { accessible } from '../../access/access';
import type { Context } from '../../context';
import { csvHead, csvLine } from '../../csv';
import { readCursor, writeCursor } from '../../cursor';
import { AppError } from '../../errors';
import { formatText } from './import-inspection';
import { ImportModel, ImportProblemModel, type ImportDoc } from './imports.model';

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
 * An import within the caller's reach.
 * @throws NOT_FOUND when it lies outside
 */
export async function findImport(
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

/** An import with its columns and the first of what was wrong. */
export async function toDetail(doc: ImportDoc): Promise<EnterpriseImportDetail> {
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
