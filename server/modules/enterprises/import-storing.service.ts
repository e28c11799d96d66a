import mongoose, { Types, type ClientSession } from 'mongoose';
import type { Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { findDesk, scopeOf } from '../organizations/organizations.service';
import { regionFullName } from '../organizations/regions';
import { checkCreditCode } from './credit-code';
import { EnterpriseModel, numberEnterpriseWrites, type EnterpriseDoc } from './enterprises.model';
import { effectOf, type Placement } from './import-apply';
import { dropContent } from './import-content.service';
import { leaseMs } from './import-lease.service';
import { maskedValue, readRow, type ImportedEnterprise, type RowProblem } from './import-row';
import { ImportModel, ImportProblemModel, type ImportDoc, type ImportProblemDoc } from './imports.model';
import { letRecordsFollow } from './relocation.service';
import type { SheetError } from './sheet-error';
import { StatementModel, type StatementDoc } from './statements.model';

/** Rows that are stored together, in one transaction. */
const batchSize = 500;

/** The driver's own collection behind a model. */
function registerOf<T extends { _id: Types.ObjectId }>(model: { collection: { name: string } }) {
  return mongoose.connection.collection<T>(model.collection.name);
}

/** The import was stopped, or another process is at it. */
export class LeaseLost extends Error {}

type Read = { row: ImportedEnterprise; cell: string } | { problems: RowProblem[] };

/** One run of an import: takes up rows, stores them a batch at a time, and ends or hands the import back. */
export class ImportRun {
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
    for (const [scope, ids] of moved) await letRecordsFollow(ids, scope, session);
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
