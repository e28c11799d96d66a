import mongoose, { Types, type ClientSession } from 'mongoose';
import type { Body, OfficeRow, Query, Reply } from '@contract';
import type { OfficerRole } from '@contract/enums';
import { accessible, bodiesOf, rolesFor } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { announceReassigned, reassignIssues } from '../issues/reassignment.service';
import { organizationRecords, type OrganizationRecord } from '../organizations/organizations.service';
import { regionName } from '../organizations/regions';
import { endDuties } from '../organizations/roster.service';
import { OfficeModel, type OfficeDoc } from './memberships.model';
import { isOwn, relyOnOtherAdmin, relyOnOwnOffice, revokeInvitationsBy } from './office-authority.service';
import { canAnswer, stepsDown } from './office-rules';
import { accountableOfficer, type AccountableOfficer } from './offices.service';
import { people } from './people.service';

/** People and roles of the bodies the caller administers, in the order they came. */
export async function listOffices(
  ctx: Context,
  query: Query<'GET /offices'>,
): Promise<Reply<'GET /offices'>> {
  const { personId } = requirePerson(ctx);
  const { organizationId, role, cursor, limit = 20 } = query;
  const condition = {
    $and: [
      accessible(ctx, 'read', 'office'),
      ...(organizationId ? [{ organizationId: new Types.ObjectId(organizationId) }] : []),
      ...(role ? [{ roles: role }] : []),
    ],
  };
  const [docs, total] = await Promise.all([
    OfficeModel.find({ $and: [condition, after(cursor)] })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .lean(),
    OfficeModel.countDocuments(condition),
  ]);
  const page = docs.slice(0, limit);
  const [holders, bodies] = await Promise.all([
    people(
      ctx,
      page.map((doc) => doc.personId),
    ),
    organizationRecords(page.map((doc) => doc.organizationId)),
  ]);
  const items = page.flatMap((doc): OfficeRow[] => {
    const person = holders.get(doc.personId.toString());
    const body = bodies.get(doc.organizationId.toString());
    if (!person || !body) return [];
    return [
      {
        id: doc._id.toString(),
        person: { id: person.id, name: person.name },
        ...(person.title ? { title: person.title } : {}),
        ...(person.maskedPhone ? { maskedPhone: person.maskedPhone } : {}),
        organization: { id: body.id, name: body.name, shortName: body.shortName },
        regionName: regionName(body.regionCode),
        roles: doc.roles,
        isHead: doc.isHead,
        isOnDuty: doc.isOnDuty,
        isMine: person.id === personId,
      },
    ];
  });
  const last = page.at(-1);
  return { items, total, ...(docs.length > limit && last ? { next: last._id.toString() } : {}) };
}

/** The condition that continues a list in the order of ids behind a cursor; a cursor of another form ends it. */
export function after(cursor: string | undefined, direction: 'up' | 'down' = 'up'): Record<string, unknown> {
  if (cursor === undefined) return {};
  if (!/^[0-9a-f]{24}$/.test(cursor)) return { _id: { $in: [] } };
  return { _id: { [direction === 'up' ? '$gt' : '$lt']: new Types.ObjectId(cursor) } };
}

/**
 * A body in which the caller may give roles.
 * @throws BODY_NOT_IN_SCOPE when there is none with this id, it has ended or lies outside the bodies the caller administers
 */
export async function administeredBody(ctx: Context, organizationId: string): Promise<OrganizationRecord> {
  const administered = bodiesOf(ctx, 'update', 'office');
  const body = (await organizationRecords([organizationId])).get(organizationId);
  if (!body || body.isClosed || ![...body.ancestorIds, body.id].some((id) => administered.includes(id)))
    throw new AppError('BODY_NOT_IN_SCOPE', { message: '这个单位不归您管理' });
  return body;
}

type Changed = Reply<'PUT /offices/:id'>;

/**
 * Changes somebody's roles in a body; open issues of whoever may no longer answer for any go to somebody else.
 * @throws NOT_FOUND when the office lies outside the bodies the caller administers
 * @throws LAST_ADMINISTRATOR when the caller would leave their body without an administrator
 * @throws CONFLICT when nobody is there to take the issues over, or the office changed meanwhile
 */
export async function changeOffice(
  ctx: Context,
  id: string,
  { roles, isHead = false, isOnDuty = false }: Body<'PUT /offices/:id'>,
): Promise<Changed> {
  const office = await administeredOffice(ctx, id, 'update');
  const keepsIssues = canAnswer({ roles, isHead }, rolesFor('work', 'issue'));
  return alter(ctx, office, roles, keepsIssues, async (session) => {
    const $set = { roles, isHead, isOnDuty };
    const written = await OfficeModel.updateOne(sameAs(office), { $set, $inc: { revision: 1 } }, { session });
    if (written.modifiedCount === 0) throw new AppError('CONFLICT');
    await note(ctx, 'office.changed', office, roles.join(' '), session);
  });
}

/**
 * Moves somebody to another body, where they hold the same roles; their open issues stay with the body they leave.
 * @throws NOT_FOUND when the office lies outside the bodies the caller administers
 * @throws BODY_NOT_IN_SCOPE when the other body does
 * @throws LAST_ADMINISTRATOR when the caller would leave their body without an administrator
 * @throws CONFLICT when the person holds roles there already, nobody is there to take the issues over, or the office
 *   changed meanwhile
 */
export async function moveOffice(
  ctx: Context,
  id: string,
  { organizationId }: Body<'PUT /offices/:id/organization'>,
): Promise<Changed> {
  const office = await administeredOffice(ctx, id, 'update');
  const target = await administeredBody(ctx, organizationId);
  if (await OfficeModel.exists({ personId: office.personId, organizationId }))
    throw new AppError('CONFLICT', { message: '这个人在那个单位已有岗位' });
  return alter(ctx, office, [], false, async (session) => {
    const written = await OfficeModel.updateOne(
      sameAs(office),
      {
        // Who led or was on duty in one body doesn't so in another one.
        $set: {
          organizationId: target.id,
          scope: [target.id, ...target.ancestorIds],
          isHead: false,
          isOnDuty: false,
        },
        $inc: { revision: 1 },
      },
      { session },
    );
    if (written.modifiedCount === 0) throw new AppError('CONFLICT');
    await note(ctx, 'office.moved', office, target.id, session);
  });
}

/**
 * Ends somebody's roles in a body; their open issues go to somebody else in the same transaction.
 * @throws NOT_FOUND when the office lies outside the bodies the caller administers
 * @throws LAST_ADMINISTRATOR when the caller would leave their body without an administrator
 * @throws CONFLICT when nobody is there to take the issues over, or the office changed meanwhile
 */
export async function endOffice(ctx: Context, id: string): Promise<Changed> {
  const office = await administeredOffice(ctx, id, 'delete');
  return alter(ctx, office, [], false, async (session) => {
    const { deletedCount } = await OfficeModel.deleteOne(sameAs(office), { session });
    if (deletedCount === 0) throw new AppError('CONFLICT');
    await note(ctx, 'office.ended', office, office.roles.join(' '), session);
  });
}

async function administeredOffice(ctx: Context, id: string, action: 'update' | 'delete'): Promise<OfficeDoc> {
  const office = await OfficeModel.findOne({ $and: [{ _id: id }, accessible(ctx, action, 'office')] }).lean();
  if (!office) throw new AppError('NOT_FOUND');
  return office;
}

/** The office as it was read: whoever changed it since, or relies on it, is collided with. */
function sameAs({ _id, revision }: OfficeDoc): { _id: Types.ObjectId; revision: number } {
  return { _id, revision };
}

/** Writes a change of an office, and hands on the issues of whoever doesn't answer for any there any more. */
async function alter(
  ctx: Context,
  office: OfficeDoc,
  rolesAfter: OfficerRole[],
  keepsIssues: boolean,
  write: (session: ClientSession) => Promise<void>,
): Promise<Changed> {
  const holder = { personId: office.personId.toString(), organizationId: office.organizationId.toString() };
  const handOn = (session: ClientSession) =>
    reassignIssues(ctx, holder, () => chooseSuccessor(holder, session), session);
  const handedOn = await mongoose.connection.transaction(async (session) => {
    const isSteppingDown = stepsDown(office.roles, rolesAfter);
    if (!isOwn(ctx, office)) await relyOnOwnOffice(ctx, office, session);
    else if (isSteppingDown) await relyOnOtherAdmin(office, session);
    const written = keepsIssues ? [] : await handOn(session);
    await write(session);
    if (isSteppingDown) await revokeInvitationsBy(office, ctx.now, session);
    if (!canAnswer({ roles: rolesAfter, isHead: false }, rolesFor('work', 'issue')))
      await endDuties(holder, ctx.now, session);
    return written;
  });
  // What the officer took on while this was being written was not seen by it.
  const late = keepsIssues ? [] : await mongoose.connection.transaction(handOn);
  await announceReassigned(ctx, [...handedOn, ...late]);
  return { reassignedIssues: handedOn.length + late.length };
}

/** @throws CONFLICT when there is nobody else, or their own office was ended meanwhile */
async function chooseSuccessor(
  holder: { personId: string; organizationId: string },
  session: ClientSession,
): Promise<AccountableOfficer> {
  const chosen = await accountableOfficer(holder.organizationId, { without: holder.personId });
  const { personId, organizationId } = chosen;
  const kept = await OfficeModel.updateOne(
    { personId, organizationId },
    { $inc: { revision: 1 } },
    { session },
  );
  if (kept.modifiedCount === 0) throw new AppError('CONFLICT');
  return chosen;
}

async function note(
  ctx: Context,
  action: string,
  { personId, organizationId }: OfficeDoc,
  what: string,
  session: ClientSession,
): Promise<void> {
  const reason = `${organizationId.toString()}: ${what}`;
  await recordAudit(ctx, { action, subject: { kind: 'person', id: personId.toString() }, reason }, session);
}
