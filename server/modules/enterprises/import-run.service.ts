import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import mongoose, { Types, type ClientSession } from 'mongoose';
import type { Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { findDesk, scopeOf } from '../organizations/organizations.service';
import { regionFullName } from '../organizations/regions';
import { checkCreditCode } from './credit-code';
import { EnterpriseModel, numberEnterpriseWrites, type EnterpriseDoc } from './enterprises.model';
import { effectOf, type Placement } from './import-apply';
import { dropContent, fetchContent, withTemporaryFile } from './import-content.service';
import { maskedValue, readRow, type ImportedEnterprise, type RowProblem } from './import-row';
import { ImportModel, ImportProblemModel, type ImportDoc, type ImportProblemDoc } from './imports.model';
import { letPeopleFollow } from './relocation.service';
import { SheetError } from './sheet-error';
import { readSheet, type SheetFormat, type SheetRow } from './sheet-reader';
import { StatementModel, type StatementDoc } from './statements.model';

/** Rows that are stored together, in one transaction. */
const batchSize = 500;
/** How long a run may be silent before another process takes the import over. */
const leaseMs = 30_000;
/** How long one job run keeps at it: a process that stops waits no longer than that. */
const sliceMs = 10_000;

/** Goes on with the import that has waited longest, for a while; false where none waits. */
export async function runImports(ctx: Context): Promise<boolean> {
  const doc = await takeImport(ctx, { via: 'console' });
  if (!doc) return false;
  await withTemporaryFile(async (path) => {
    await fetchContent(ctx.environment.config.keys.phoneEncryptionKeys, doc._id, path);
    const until = ctx.environment.clock.now().getTime() + sliceMs;
    await advanceImport(ctx, doc, path, () => ctx.environment.clock.now().getTime() < until);
  });
  return true;
}

/** Takes an import that waits, or whose process has gone silent; null where there is none. */
export async function takeImport(
  ctx: Context,
  which: { via: ImportDoc['via']; _id?: Types.ObjectId },
): Promise<ImportDoc | null> {
  const now = ctx.environment.clock.now();
  return ImportModel.findOneAndUpdate(
    {
      ...which,
      $or: [{ status: 'queued' }, { status: 'running', 'lease.until': { $lt: now } }],
    },
    {
      $set: {
        status: 'running',
        lease: {
          owner: `${hostname()} ${process.pid} ${randomUUID()}`,
          until: new Date(now.getTime() + leaseMs),
        },
      },
      $min: { startedAt: now },
    },
    { sort: { createdAt: 1 }, returnDocument: 'after' },
  ).lean();
}

/** Lets go of an import whose process is gone from this machine: nobody has to wait for its time to run out. */
export async function releaseFromDead(doc: ImportDoc): Promise<void> {
  const [host = '', pid = ''] = doc.lease?.owner.split(' ') ?? [];
  if (host !== hostname() || isAlive(Number(pid))) return;
  await ImportModel.updateOne(
    { _id: doc._id, status: 'running', 'lease.owner': doc.lease?.owner },
    { $set: { status: 'queued' }, $unset: { lease: 1 } },
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Imports the rows of a file that aren't done yet, a batch in one transaction with the count of what is done: however
 * a run ends, the next one begins where it ended, and no row counts twice. Ends early where it may not go on, and at
 * once where somebody stopped the import or another process took it.
 */
export async function advanceImport(
  ctx: Context,
  doc: ImportDoc,
  path: string,
  mayGoOn: (done: number) => boolean,
): Promise<void> {
  const run = new ImportRun(ctx, doc);
  try {
    let at = 0;
    let broken: SheetError | undefined;
    for await (const row of readableRows(path, doc.format, (error) => (broken = error))) {
      if (row.line <= doc.headerLine) continue;
      at += 1;
      const isDone = at <= doc.processedRows;
      run.take(row, isDone);
      if (!run.isFull) continue;
      await run.store();
      if (!mayGoOn(run.done)) return await run.pause();
    }
    await run.store();
    await run.finish(broken);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    // Whatever it was may be over next time: the import waits for the next run.
    await run.pause();
    throw error;
  }
}

/** The rows up to where the file can't be read on; that is an end, not a failure of the run. */
async function* readableRows(
  path: string,
  format: SheetFormat,
  brokenOff: (error: SheetError) => void,
): AsyncGenerator<SheetRow> {
  try {
    yield* readSheet(path, format);
  } catch (error) {
    if (!(error instanceof SheetError)) throw error;
    brokenOff(error);
  }
}

/** The driver's own collection behind a model. */
function registerOf<T extends { _id: Types.ObjectId }>(model: { collection: { name: string } }) {
  return mongoose.connection.collection<T>(model.collection.name);
}

/** The import was stopped, or another process is at it. */
class LeaseLost extends Error {}

type Read = { row: ImportedEnterprise; cell: string } | { problems: RowProblem[] };

class ImportRun {
  done: number;
  private readonly now: Date;
  private readonly lineOf = new Map<string, number>();
  private readonly placements = new Map<string, Placement | null>();
  private readonly codeColumn: number;
  private batch: Read[] = [];

  constructor(
    private readonly ctx: Context,
    private readonly doc: ImportDoc,
  ) {
    this.done = doc.processedRows;
    // What “today” means doesn't change while an import is under way, however often it is resumed.
    this.now = doc.startedAt ?? ctx.now;
    this.codeColumn = doc.mapping.find(({ field }) => field === 'creditCode')?.column ?? 0;
  }

  get isFull(): boolean {
    return this.batch.length >= batchSize;
  }

  /** Takes up one row; of one that is done only its code is remembered. */
  take(row: { line: number; cells: string[] }, isDone: boolean): void {
    const cell = row.cells[this.codeColumn] ?? '';
    const check = checkCreditCode(cell);
    const before = check.ok ? this.lineOf.get(check.code) : undefined;
    if (check.ok && before === undefined) this.lineOf.set(check.code, row.line);
    if (isDone) return;
    if (before !== undefined) {
      this.batch.push({ problems: [this.problem(row.line, cell, `和第 ${before} 行是同一家企业`)] });
      return;
    }
    const asOf = this.doc.asOf ?? '';
    const read = readRow(row, this.doc.mapping, { asOf, now: this.now });
    this.batch.push('row' in read ? { ...read, cell } : read);
  }

  /**
   * Stores the rows taken up, with the count of what is done.
   * @throws LeaseLost when the import isn't this run's any more
   */
  async store(): Promise<void> {
    if (this.batch.length === 0) return;
    for (const each of this.batch) if ('row' in each) await this.place(each.row.regionCode);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await mongoose.connection.transaction((session) => this.storeIn(session));
        break;
      } catch (error) {
        // Somebody registered one of these enterprises in the meantime: it is there to be updated now.
        if (!isDuplicateKey(error) || attempt === 5) throw error;
      }
    }
    this.done += this.batch.length;
    this.batch = [];
  }

  /** Hands the import back, to go on later. */
  async pause(): Promise<void> {
    await ImportModel.updateOne(this.held(), { $set: { status: 'queued' }, $unset: { lease: 1 } });
  }

  /** Ends the import; with what broke it off, where something did. */
  async finish(error?: SheetError): Promise<void> {
    const where = error?.line === undefined ? '' : `第 ${error.line} 行：`;
    const after = await ImportModel.findOneAndUpdate(
      this.held(),
      {
        $set: {
          status: error ? 'failed' : 'finished',
          finishedAt: this.ctx.environment.clock.now(),
          samples: [],
          ...(error ? { failure: `${where}${error.message}。之前的行已经导入` } : {}),
        },
        $unset: { lease: 1 },
      },
      { returnDocument: 'after' },
    ).lean();
    if (!after) throw new LeaseLost();
    await dropContent(after._id);
    const { added, updated, unchanged, refused } = after.counts;
    await recordAudit(this.ctx, {
      action: 'enterprise.imported',
      subject: { kind: 'enterprise-import', id: after._id.toString() },
      reason: `${added} added, ${updated} updated, ${unchanged} unchanged, ${refused} refused`,
    });
  }

  private held() {
    return { _id: this.doc._id, status: 'running', 'lease.owner': this.doc.lease?.owner } as const;
  }

  private async storeIn(session: ClientSession): Promise<void> {
    const rows = this.batch.flatMap((each) => ('row' in each ? [each] : []));
    const codes = rows.map(({ row }) => row.creditCode);
    const docs = await EnterpriseModel.find({ creditCode: { $in: codes } }, null, { session }).lean();
    const byCode = new Map(docs.map((doc) => [doc.creditCode, doc]));
    const problems = this.batch.flatMap((each) => ('problems' in each ? each.problems : []));
    const counts = { added: 0, updated: 0, unchanged: 0, refused: this.batch.length - rows.length };
    const writes: mongoose.mongo.AnyBulkWriteOperation<EnterpriseDoc>[] = [];
    const statements: StatementDoc[] = [];
    const moved = new Map<readonly Types.ObjectId[], Types.ObjectId[]>();
    for (const { row, cell } of rows) {
      const before = byCode.get(row.creditCode);
      const placement = this.placements.get(row.regionCode);
      const refusal = this.refusalOf(row, before, placement, cell);
      if (refusal || !placement) {
        counts.refused += 1;
        if (refusal) problems.push(refusal);
        continue;
      }
      const effect = effectOf(row, before, placement, this.now);
      counts[effect.kind] += 1;
      if (effect.kind === 'unchanged') continue;
      const id = effect.kind === 'added' ? effect.doc._id : effect.id;
      writes.push(
        effect.kind === 'added'
          ? { insertOne: { document: effect.doc } }
          : { updateOne: { filter: { _id: id }, update: { $set: effect.set } } },
      );
      if (effect.kind === 'updated' && effect.set.scope)
        moved.set(placement.scope, [...(moved.get(placement.scope) ?? []), id]);
      if (Object.keys(effect.values).length > 0) statements.push(this.statement(id, row.asOf, effect.values));
    }
    // The driver's own calls: what is written here is built here, and Mongoose would look at every field once more.
    if (writes.length > 0) {
      await numberEnterpriseWrites(writes);
      await registerOf<EnterpriseDoc>(EnterpriseModel).bulkWrite(writes, { session, ordered: false });
    }
    for (const [scope, ids] of moved) await letPeopleFollow(ids, scope, session);
    if (statements.length > 0)
      await registerOf<StatementDoc>(StatementModel).insertMany(statements, { session });
    if (problems.length > 0)
      await registerOf<ImportProblemDoc>(ImportProblemModel).insertMany(
        problems.map((each): ImportProblemDoc => ({
          _id: new Types.ObjectId(),
          importId: this.doc._id,
          ...each,
        })),
        { session },
      );
    const { modifiedCount } = await ImportModel.updateOne(
      { ...this.held(), processedRows: this.done },
      {
        $set: {
          processedRows: this.done + this.batch.length,
          'lease.until': new Date(this.ctx.environment.clock.now().getTime() + leaseMs),
        },
        $inc: Object.fromEntries(Object.entries(counts).map(([name, n]) => [`counts.${name}`, n])),
      },
      { session },
    );
    if (modifiedCount === 0) throw new LeaseLost();
  }

  private statement(
    enterpriseId: Types.ObjectId,
    asOf: string,
    values: StatementDoc['values'],
  ): StatementDoc {
    const { personId, name } = this.doc.createdBy;
    return {
      _id: new Types.ObjectId(),
      enterpriseId,
      at: this.now,
      source: 'imported',
      asOf,
      values,
      ...(personId ? { by: { personId, name } } : {}),
      importId: this.doc._id,
    };
  }

  private refusalOf(
    row: ImportedEnterprise,
    before: EnterpriseDoc | undefined,
    placement: Placement | null | undefined,
    cell: string,
  ): RowProblem | undefined {
    const region = regionFullName(row.regionCode);
    const atRegion = (rule: string) => ({ line: row.line, field: '所在地区', value: region, rule });
    if (!placement) return atRegion('这个地区还没有企业服务办');
    if (!this.isReached(placement.scope)) return atRegion('不在您的管辖范围');
    if (before && !this.isReached(before.scope))
      return this.problem(row.line, cell, '这家企业由别处的企业服务办管理，不能在这里改');
    return undefined;
  }

  private isReached(scope: readonly Types.ObjectId[]): boolean {
    const { bodyIds } = this.doc;
    return bodyIds === undefined || bodyIds.some((id) => scope.some((each) => each.equals(id)));
  }

  private problem(line: number, cell: string, rule: string): RowProblem {
    return { line, field: '统一社会信用代码', value: maskedValue('creditCode', cell), rule };
  }

  private async place(regionCode: string): Promise<void> {
    if (this.placements.has(regionCode)) return;
    try {
      const { id } = await findDesk(regionCode);
      this.placements.set(regionCode, {
        deskOrganizationId: new Types.ObjectId(id),
        scope: await scopeOf([id]),
      });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'NOT_FOUND')) throw error;
      this.placements.set(regionCode, null);
    }
  }
}
