import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Types } from 'mongoose';
import type { Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { dayOf } from '../issues/calendar';
import { valueRule } from './facts';
import { hashOf } from './import-content.service';
import { mappingRule } from './import-fields';
import { releaseFromDead, takeImport } from './import-lease.service';
import { advanceImport } from './import-run.service';
import { toDoc } from './imports.service';
import { ImportModel, type ImportDoc } from './imports.model';

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
