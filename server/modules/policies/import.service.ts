import mongoose, { type Types } from 'mongoose';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { findDesk, scopeOf } from '../organizations/organizations.service';
import { touchCatalogue } from './catalogue';
import { readPolicyRow, RowError, type ImportedPolicy } from './import-row';
import { nextChangeNumber, PolicyModel } from './policies.model';
import { contentOf, isSameContent } from './policy-content';
import { keepVersion } from './policy-versions.service';

export interface ImportProblem {
  /** Line of the file, from 1. */
  row: number;
  id?: string;
  /** What is wrong, in Chinese. */
  problem: string;
}
export interface ImportReport {
  /** Lines that say something. */
  rows: number;
  added: number;
  updated: number;
  unchanged: number;
  /** Rows that were left out, and links that lead nowhere. */
  problems: ImportProblem[];
}

const batchSize = 50;

/**
 * Loads policies from JSON lines, published at once. A row is known again by its id: importing a file twice changes
 * nothing the second time. A row that is wrong is left out and reported; the others are loaded.
 */
export async function importPolicies(ctx: Context, lines: AsyncIterable<string>): Promise<ImportReport> {
  const report: ImportReport = { rows: 0, added: 0, updated: 0, unchanged: 0, problems: [] };
  const rowOf = new Map<string, number>();
  const links: { row: number; from: string; to: string }[] = [];
  const scope = await importScope();
  let batch: ImportedPolicy[] = [];
  let row = 0;
  for await (const line of lines) {
    row += 1;
    const text = line.replace(/^\uFEFF/, '').trim();
    if (text === '') continue;
    report.rows += 1;
    try {
      const policy = readPolicyRow(text);
      const before = rowOf.get(policy.sourceId);
      if (before !== undefined) throw new RowError(policy.sourceId, [`id：和第 ${before} 行重复`]);
      rowOf.set(policy.sourceId, row);
      if (policy.supersededBy) links.push({ row, from: policy.sourceId, to: policy.supersededBy });
      batch.push(policy);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      report.problems.push({
        row,
        ...(error.sourceId ? { id: error.sourceId } : {}),
        problem: error.message,
      });
    }
    if (batch.length < batchSize) continue;
    await storeBatch(ctx, batch, scope, report);
    batch = [];
  }
  await storeBatch(ctx, batch, scope, report);
  await storeLinks(links, report);
  touchCatalogue();
  await recordAudit(ctx, {
    action: 'policy.imported',
    subject: { kind: 'policy', id: 'import' },
    reason: `${report.added} added, ${report.updated} updated, ${report.problems.length} problems`,
  });
  return report;
}

/** Imported policies belong to no editor's body; editors of the province may correct them. */
async function importScope(): Promise<Types.ObjectId[]> {
  try {
    return await scopeOf([(await findDesk('410000')).id]);
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return [];
    throw error;
  }
}

async function storeBatch(
  ctx: Context,
  batch: ImportedPolicy[],
  scope: Types.ObjectId[],
  report: ImportReport,
): Promise<void> {
  if (batch.length === 0) return;
  const known = await PolicyModel.find(
    { sourceId: { $in: batch.map(({ sourceId }) => sourceId) } },
    { sourceId: 1, sourceHash: 1, status: 1 },
  ).lean();
  const hashes = new Map(known.map((doc) => [doc.sourceId, doc.sourceHash]));
  // What was withdrawn here stays withdrawn, whatever the file says of it.
  const withdrawn = new Set(known.filter(({ status }) => status === 'withdrawn').map((doc) => doc.sourceId));
  const changed = batch.filter(
    ({ sourceId, fields }) => hashes.get(sourceId) !== fields.sourceHash && !withdrawn.has(sourceId),
  );
  const fresh = changed.filter(({ sourceId }) => !hashes.has(sourceId));
  const added = fresh.length;
  report.added += added;
  report.updated += changed.length - added;
  report.unchanged += batch.length - changed.length;
  if (changed.length === 0) return;
  const first = await nextChangeNumber(changed.length);
  for (const [at, policy] of changed.filter(({ sourceId }) => hashes.has(sourceId)).entries())
    await replaceImported(ctx, policy, first + fresh.length + at);
  if (fresh.length === 0) return;
  await PolicyModel.bulkWrite(
    fresh.map(({ sourceId, fields }, at) => ({
      updateOne: {
        filter: { sourceId },
        update: {
          $set: { ...fields, updatedAt: ctx.now, changeNumber: first + at },
          $setOnInsert: { items: [], scope, publishedAt: ctx.now, createdAt: ctx.now },
        },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

/** Brings a policy to what its source says now; where that changes its content, the version before is kept. */
async function replaceImported(
  ctx: Context,
  { sourceId, supersededBy, fields }: ImportedPolicy,
  changeNumber: number,
): Promise<void> {
  const gone = [
    ...optionalFields.filter((name) => fields[name] === undefined),
    ...(supersededBy ? [] : ['supersededById']),
  ];
  await mongoose.connection.transaction(async (session) => {
    const before = await PolicyModel.findOne({ sourceId }, null, { session }).lean();
    if (!before || before.status === 'withdrawn') return;
    const now = {
      ...before,
      ...Object.fromEntries(optionalFields.map((name) => [name, undefined])),
      ...fields,
    };
    const content = contentOf(now);
    const note = '按来源更新';
    const correction = isSameContent(contentOf(before), content)
      ? {}
      : {
          version: await keepVersion(before, content, { at: ctx.now, note }, session),
          correctedAt: ctx.now,
          correctionNote: note,
        };
    await PolicyModel.updateOne(
      { _id: before._id },
      {
        $set: { ...fields, ...correction, updatedAt: ctx.now, changeNumber },
        ...(gone.length > 0 ? { $unset: Object.fromEntries(gone.map((name) => [name, 1])) } : {}),
      },
      { session },
    );
  });
}

const optionalFields = ['docNo', 'issuedOn', 'effectiveOn', 'sourceUrl'] as const;

/** Sets what replaced what, once all rows are there: a row may point to a later one, or to an earlier import. */
async function storeLinks(
  links: { row: number; from: string; to: string }[],
  report: ImportReport,
): Promise<void> {
  const ids = [...new Set(links.flatMap(({ from, to }) => [from, to]))];
  const docs = await PolicyModel.find({ sourceId: { $in: ids } }, { sourceId: 1, supersededById: 1 }).lean();
  const bySource = new Map(docs.map((doc) => [doc.sourceId, doc]));
  for (const { row, from, to } of links) {
    const target = bySource.get(to);
    const doc = bySource.get(from);
    if (!target || target === doc) {
      report.problems.push({
        row,
        id: from,
        problem: `superseded_by：没有 id 是“${to}”的另一件文件，替代关系没有记上`,
      });
      continue;
    }
    if (!doc || doc.supersededById?.equals(target._id)) continue;
    await PolicyModel.updateOne(
      { _id: doc._id },
      { $set: { supersededById: target._id, changeNumber: await nextChangeNumber() } },
    );
  }
}
