import mongoose, { type Types } from 'mongoose';
import type { ResponsibilityCell, ResponsibilityChange, ResponsibilityMatrix } from '@contract';
import { issueFields, type IssueField } from '@contract/enums';
import { manageable } from '../../access/access';
import type { Context } from '../../context';
import { AppError, invalidField, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { ResponsibilityChangeModel } from './changes.model';
import { authorOf } from './history.service';
import { OrganizationModel, ResponsibilityModel, type OrganizationDoc } from './organizations.model';
import { findDesk, organizationRefs } from './organizations.service';
import { findRegion, regionPath, regions } from './regions';
import { pathOf } from './tree';

/**
 * Makes a body answerable for a field in its own region, in place of the one before; both must be the caller's to change.
 * Where nobody answers yet, the service office over the body must be.
 * @throws NOT_FOUND when one of the two doesn't exist, has ended, or lies outside the caller's offices
 * @throws FORBIDDEN when a body would take a field up by itself
 * @throws CONFLICT when somebody else changed the same cell at the same instant
 */
export async function setResponsibility(
  ctx: Context,
  { field, organizationId, reason }: { field: IssueField; organizationId: string; reason?: string },
): Promise<ResponsibilityCell> {
  const body = await ownBody(ctx, organizationId);
  const cell = { field, regionCode: body.regionCode };
  const before = await ResponsibilityModel.findOne(cell).lean();
  if (before?.organizationId.equals(body._id)) return describeCell(cell);
  if (before) await ownBody(ctx, before.organizationId.toString(), { isEndedToo: true });
  else await requireOffice(ctx, body);
  try {
    await mongoose.connection.transaction(async (session) => {
      const written = await ResponsibilityModel.updateOne(
        // Only in place of the one that was read: two who change the same cell don't overwrite each other unseen.
        before ? { ...cell, organizationId: before.organizationId } : cell,
        before ? { $set: { organizationId: body._id } } : { $setOnInsert: { organizationId: body._id } },
        { session, upsert: !before },
      );
      if (written.modifiedCount + written.upsertedCount === 0) throw new AppError('CONFLICT');
      await recordCell(ctx, cell, { from: before?.organizationId, to: body._id, reason }, session);
    });
  } catch (error) {
    if (isDuplicateKey(error)) throw new AppError('CONFLICT', { cause: error });
    throw error;
  }
  await recordAudit(ctx, {
    action: 'responsibility.set',
    subject: { kind: 'organization', id: organizationId },
    reason: field,
  });
  return describeCell(cell);
}

/**
 * Fills cells of the matrix for which nobody answers yet, all or none: who an installation starts with.
 * @throws CONFLICT when somebody answers for one of them already
 */
export async function fillMatrix(
  ctx: Context,
  rows: readonly { field: IssueField; regionCode: string; organizationId: string }[],
): Promise<void> {
  try {
    await mongoose.connection.transaction(async (session) => {
      await ResponsibilityModel.insertMany(rows, { session });
      await ResponsibilityChangeModel.insertMany(
        rows.map(({ field, regionCode, organizationId }) => ({
          field,
          regionCode,
          ...authorOf(ctx),
          at: ctx.now,
          toId: organizationId,
        })),
        { session },
      );
    });
  } catch (error) {
    if (isDuplicateKey(error)) throw new AppError('CONFLICT', { cause: error });
    throw error;
  }
  await recordAudit(ctx, {
    action: 'responsibility.filled',
    subject: { kind: 'organization', id: rows[0]?.organizationId ?? '' },
    reason: `${rows.length} cells`,
  });
}

/**
 * Leaves a field of a region to the level above.
 * @throws NOT_FOUND when nobody answers for it there, or their body lies outside the caller's offices
 * @throws FORBIDDEN when a body would give a field back by itself
 */
export async function clearResponsibility(
  ctx: Context,
  { field, regionCode, reason }: { field: IssueField; regionCode: string; reason?: string },
): Promise<ResponsibilityCell> {
  const cell = { field, regionCode };
  const before = await ResponsibilityModel.findOne(cell).lean();
  if (!before) throw new AppError('NOT_FOUND');
  await requireOffice(ctx, await ownBody(ctx, before.organizationId.toString(), { isEndedToo: true }));
  await mongoose.connection.transaction(async (session) => {
    const gone = await ResponsibilityModel.deleteOne(
      { _id: before._id, organizationId: before.organizationId },
      { session },
    );
    if (gone.deletedCount === 0) throw new AppError('CONFLICT');
    await recordCell(ctx, cell, { from: before.organizationId, reason }, session);
  });
  await recordAudit(ctx, {
    action: 'responsibility.cleared',
    subject: { kind: 'organization', id: before.organizationId.toString() },
    reason: field,
  });
  return describeCell(cell);
}

/** Adds to the history of a cell. */
export async function recordCell(
  ctx: Context,
  cell: { field: IssueField; regionCode: string },
  { from, to, reason }: { from?: Types.ObjectId; to?: Types.ObjectId; reason?: string },
  session: mongoose.ClientSession,
): Promise<void> {
  await ResponsibilityChangeModel.create(
    [
      {
        ...cell,
        ...authorOf(ctx),
        at: ctx.now,
        ...(from ? { fromId: from } : {}),
        ...(to ? { toId: to } : {}),
        ...(reason ? { reason } : {}),
      },
    ],
    { session },
  );
}

/**
 * Who answers for every field in a region and in the regions right below it; where a level has nobody, the level above
 * answers.
 * @throws VALIDATION_FAILED when the region isn't in the table
 */
export async function getMatrix(regionCode: string): Promise<ResponsibilityMatrix> {
  const region = findRegion(regionCode);
  if (!region) throw invalidField('querystring.regionCode', '区划：没有这个代码');
  const shown = [region, ...regions.filter(({ parentCode }) => parentCode === regionCode)];
  const cells = await cellsOf(
    shown.map(({ code }) => code),
    issueFields,
  );
  return {
    regions: shown.map(({ code, name, level }) => ({ code, name, level })),
    cells,
    gaps: cells.filter(({ organization }) => !organization).length,
  };
}

async function cellsOf(
  codes: readonly string[],
  fields: readonly IssueField[],
): Promise<ResponsibilityCell[]> {
  const paths = new Map(codes.map((code) => [code, regionPath(code).toReversed()]));
  const rows = await ResponsibilityModel.find({
    regionCode: { $in: [...new Set([...paths.values()].flat())] },
    field: { $in: fields },
  }).lean();
  const answers = new Map(rows.map((row) => [`${row.field} ${row.regionCode}`, row.organizationId]));
  const names = await organizationRefs(rows.map(({ organizationId }) => organizationId));
  return codes.flatMap((code) =>
    fields.map((field) => {
      const found = paths.get(code)?.find((step) => answers.has(`${field} ${step}`));
      const organization = found && names.get(String(answers.get(`${field} ${found}`)));
      return {
        field,
        regionCode: code,
        ...(organization ? { organization } : {}),
        isInherited: organization !== undefined && found !== code,
      };
    }),
  );
}

async function describeCell({
  field,
  regionCode,
}: {
  field: IssueField;
  regionCode: string;
}): Promise<ResponsibilityCell> {
  const [cell] = await cellsOf([regionCode], [field]);
  if (!cell) throw new AppError('NOT_FOUND');
  return cell;
}

/** Changes of a region's matrix, newest first. */
export async function listResponsibilityChanges(query: {
  regionCode: string;
  field?: IssueField;
}): Promise<ResponsibilityChange[]> {
  const docs = await ResponsibilityChangeModel.find(query).sort({ _id: -1 }).limit(100).lean();
  const names = await organizationRefs(docs.flatMap(({ fromId, toId }) => [fromId ?? [], toId ?? []].flat()));
  const nameOf = (id: Types.ObjectId | undefined) => (id ? names.get(id.toString())?.name : undefined);
  return docs.map(({ _id, field, regionCode, at, by, fromId, toId, reason }) => {
    const from = nameOf(fromId);
    const to = nameOf(toId);
    return {
      id: _id.toString(),
      field,
      regionCode,
      at: at.toISOString(),
      by,
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(reason ? { reason } : {}),
    };
  });
}

/** No body takes up a field nor gives one back by itself: that is for the service office it stands below. */
async function requireOffice(ctx: Context, body: OrganizationDoc): Promise<void> {
  if (ctx.actor.kind === 'system') return;
  const above = await OrganizationModel.find({ _id: { $in: pathOf(body) }, kind: 'service-office' }).lean();
  const nearest = above.sort((one, other) => other.ancestorIds.length - one.ancestorIds.length)[0];
  const office = nearest?._id.toString() ?? (await findDesk(body.regionCode)).id;
  const own = { $and: [{ _id: office }, manageable(ctx, 'update', 'responsibility')] };
  if (!(await OrganizationModel.exists(own)))
    throw new AppError('FORBIDDEN', { message: '哪个单位管哪一类诉求，由它上面的企业服务办来定' });
}

async function ownBody(ctx: Context, id: string, { isEndedToo = false } = {}) {
  const body = await OrganizationModel.findOne({
    $and: [
      { _id: id },
      isEndedToo ? {} : { closedAt: { $exists: false } },
      manageable(ctx, 'update', 'responsibility'),
    ],
  }).lean();
  if (!body) throw new AppError('NOT_FOUND');
  return body;
}
