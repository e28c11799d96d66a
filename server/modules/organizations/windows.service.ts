import mongoose, { type QueryFilter } from 'mongoose';
import type { Body, OrganizationRef, Query, ServiceWindow, WindowRow, WindowState } from '@contract';
import type { HoursException, WeekdayHours } from '@contract/windows';
import { manageable, reaches } from '../../access/access';
import type { Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { wordsPattern } from '../../search/pattern';
import { nameMap } from '../accounts/people.service';
import { recordAudit } from '../audit/audit.service';
import { dayOf, isDay } from '../issues/calendar';
import { dayAfter, hoursOn, openState, periodsProblem } from './opening-hours';
import { OrganizationModel, type OrganizationDoc } from './organizations.model';
import { organizationRecords, type OrganizationRecord } from './organizations.service';
import { regionName, regionPath, regionsWithin } from './regions';
import { pathOf } from './tree';
import { DutyModel, WindowModel, type WindowDoc } from './windows.model';

type Facts = Body<'PUT /windows/:id'>;

const mostRows = 200;

/**
 * Windows that are open to people of a region: its own, then those below it, those of the levels above; words of a name
 * or address search the whole province. Nearest first, at the same distance open ones before shut ones.
 */
export async function listWindows(ctx: Context, query: Query<'GET /windows'>): Promise<WindowRow[]> {
  const words = query.q?.trim();
  const { regionCode } = query;
  const pattern = words ? { $regex: wordsPattern(words) } : undefined;
  const filters: QueryFilter<WindowDoc>[] = [
    { closedAt: { $exists: false } },
    ...(query.organizationId ? [{ organizationId: query.organizationId }] : []),
    ...(regionCode && !pattern
      ? [{ regionCode: { $in: [...regionPath(regionCode), ...regionsWithin(regionCode)] } }]
      : []),
    ...(pattern ? [{ $or: [{ name: pattern }, { address: pattern }, { services: pattern }] }] : []),
  ];
  const docs = await WindowModel.find({ $and: filters })
    .sort({ regionCode: 1, _id: 1 })
    .limit(mostRows)
    .lean();
  const rows = await toRows(ctx, docs);
  const distance = ({ regionCode: code }: WindowRow) => (regionCode ? regionDistance(regionCode, code) : 0);
  return rows.sort(
    (one, other) => distance(one) - distance(other) || Number(other.state.isOpen) - Number(one.state.isOpen),
  );
}

/** How far a window's region is from where somebody is: 0 the same, 1 below it, 2 and 3 levels above, 4 elsewhere. */
function regionDistance(here: string, there: string): number {
  if (here === there) return 0;
  if (regionPath(there).includes(here)) return 1;
  const above = regionPath(here).toReversed().indexOf(there);
  return above > 0 ? 1 + above : 4;
}

/**
 * One window with its hours.
 * @throws NOT_FOUND when there is none, or it was closed for good
 */
export async function getWindow(ctx: Context, id: string): Promise<ServiceWindow> {
  const doc = await WindowModel.findOne({ _id: id, closedAt: { $exists: false } }).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  const [row] = await toRows(ctx, [doc]);
  if (!row) throw new AppError('NOT_FOUND');
  const today = dayOf(ctx.now);
  return {
    ...row,
    weekly: doc.weekly,
    exceptions: doc.exceptions.filter(({ day }) => day >= today),
    days: Array.from({ length: 7 }, (_, at) => dayAfter(today, at)).map((day) => {
      const { periods, reason, note } = hoursOn(doc, day);
      return { day, periods: [...periods], ...(reason ? { reason } : {}), ...(note ? { note } : {}) };
    }),
    mayEdit: reaches(ctx, 'update', 'window', doc),
  };
}

/**
 * Opens a window of a body.
 * @throws NOT_FOUND when the body isn't one whose windows the caller keeps, or has ended
 * @throws VALIDATION_FAILED when hours overlap, a day is named twice or only one coordinate is given
 */
export async function createWindow(ctx: Context, body: Body<'POST /windows'>): Promise<ServiceWindow> {
  const { organizationId, ...facts } = body;
  checkFacts(facts);
  const organization = await OrganizationModel.findOne({
    _id: organizationId,
    closedAt: { $exists: false },
  }).lean();
  const scope = organization ? pathOf(organization) : [];
  if (!organization || (ctx.actor.kind !== 'system' && !reaches(ctx, 'create', 'window', { scope })))
    throw new AppError('NOT_FOUND');
  const doc = await WindowModel.create({
    ...facts,
    ...placeOf(organization),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  const id = doc._id.toString();
  await recordAudit(ctx, { action: 'window.opened', subject: { kind: 'window', id } });
  return getWindow(ctx, id);
}

/**
 * Opens windows of several bodies at once, all or none: what an installation starts with. Gives how many.
 * @throws NOT_FOUND when a body doesn't exist or has ended
 */
export async function foundWindows(ctx: Context, inputs: readonly Body<'POST /windows'>[]): Promise<number> {
  const bodies = new Map(
    (
      await OrganizationModel.find({
        _id: { $in: inputs.map(({ organizationId }) => organizationId) },
        closedAt: { $exists: false },
      }).lean()
    ).map((body) => [body._id.toString(), body]),
  );
  const docs = inputs.map(({ organizationId, ...facts }) => {
    checkFacts(facts);
    const body = bodies.get(organizationId);
    if (!body) throw new AppError('NOT_FOUND');
    return { ...facts, ...placeOf(body), createdAt: ctx.now, updatedAt: ctx.now };
  });
  await WindowModel.insertMany(docs);
  await recordAudit(ctx, {
    action: 'window.founded',
    subject: { kind: 'window', id: 'founding' },
    reason: `${docs.length} windows`,
  });
  return docs.length;
}

/** To whom a window belongs, and where it is found. */
function placeOf(body: OrganizationDoc) {
  return { organizationId: body._id, scope: pathOf(body), regionCode: body.regionCode };
}

/**
 * Changes a window; what is left out is emptied.
 * @throws NOT_FOUND when it isn't one that the caller keeps
 * @throws VALIDATION_FAILED when hours overlap, a day is named twice or only one coordinate is given
 */
export async function updateWindow(ctx: Context, id: string, facts: Facts): Promise<ServiceWindow> {
  checkFacts(facts);
  const gone = (['latitude', 'longitude', 'phone'] as const).filter((field) => facts[field] === undefined);
  const written = await WindowModel.updateOne(ownWindow(ctx, 'update', id), {
    $set: { ...facts, updatedAt: ctx.now },
    ...(gone.length > 0 ? { $unset: Object.fromEntries(gone.map((field) => [field, 1])) } : {}),
  });
  if (written.matchedCount === 0) throw new AppError('NOT_FOUND');
  await recordAudit(ctx, { action: 'window.changed', subject: { kind: 'window', id } });
  return getWindow(ctx, id);
}

/**
 * Closes a window for good; its roster ends.
 * @throws NOT_FOUND when it isn't one that the caller keeps
 */
export async function closeWindow(ctx: Context, id: string): Promise<void> {
  await mongoose.connection.transaction(async (session) => {
    const written = await WindowModel.updateOne(
      ownWindow(ctx, 'delete', id),
      { $set: { closedAt: ctx.now, updatedAt: ctx.now } },
      { session },
    );
    if (written.matchedCount === 0) throw new AppError('NOT_FOUND');
    await DutyModel.deleteMany({ windowId: id, day: { $gte: dayOf(ctx.now) } }, { session });
  });
  await recordAudit(ctx, { action: 'window.closed', subject: { kind: 'window', id } });
}

/** Narrows to a window that is open and that the caller keeps. */
export function ownWindow(
  ctx: Context,
  action: 'read' | 'update' | 'delete',
  id: string,
): QueryFilter<WindowDoc> {
  return { $and: [{ _id: id }, { closedAt: { $exists: false } }, manageable(ctx, action, 'window')] };
}

function checkFacts({ weekly, exceptions, latitude, longitude }: Facts): void {
  if ((latitude === undefined) !== (longitude === undefined))
    throw invalidField('body.latitude', '坐标：经度和纬度要一起填');
  checkDays(weekly, 'body.weekly', ({ weekday }) => String(weekday));
  checkDays(exceptions, 'body.exceptions', ({ day }) => day);
  for (const [at, { day }] of exceptions.entries())
    if (!isDay(day)) throw invalidField(`body.exceptions.${at}.day`, '日期：没有这一天');
}

function checkDays<T extends WeekdayHours | HoursException>(
  list: readonly T[],
  path: string,
  keyOf: (item: T) => string,
): void {
  for (const [at, item] of list.entries()) {
    if (list.findIndex((other) => keyOf(other) === keyOf(item)) < at)
      throw invalidField(`${path}.${at}`, '同一天只能写一次');
    const problem = periodsProblem(item.periods);
    if (problem) throw invalidField(`${path}.${at}.periods`, problem);
  }
}

async function toRows(ctx: Context, docs: readonly WindowDoc[]): Promise<WindowRow[]> {
  const today = dayOf(ctx.now);
  const [bodies, duties] = await Promise.all([
    organizationRecords(docs.map(({ organizationId }) => organizationId)),
    DutyModel.find({ windowId: { $in: docs.map(({ _id }) => _id) }, day: today })
      .sort({ half: -1 })
      .lean(),
  ]);
  const names = await nameMap(duties.map(({ personId }) => personId));
  return docs.flatMap((doc) => {
    const body = bodies.get(doc.organizationId.toString());
    if (!body) return [];
    const phone = doc.phone ?? body.phone;
    return {
      id: doc._id.toString(),
      name: doc.name,
      organization: refOf(body),
      regionCode: doc.regionCode,
      regionName: regionName(doc.regionCode),
      address: doc.address,
      ...(doc.latitude === undefined || doc.longitude === undefined
        ? {}
        : { latitude: doc.latitude, longitude: doc.longitude }),
      ...(phone ? { phone } : {}),
      services: doc.services,
      state: toState(doc, ctx.now),
      today: [...hoursOn(doc, today).periods],
      onDuty: duties
        .filter(({ windowId }) => windowId.equals(doc._id))
        .flatMap(({ half, personId }) => {
          const name = names.get(personId.toString());
          return name ? [{ half, name }] : [];
        }),
    };
  });
}

function refOf({ id, name, shortName }: OrganizationRecord): OrganizationRef {
  return { id, name, shortName };
}

function toState(doc: WindowDoc, now: Date): WindowState {
  const { closesAt, opensAt, ...state } = openState(doc, now);
  return {
    ...state,
    ...(closesAt ? { closesAt: closesAt.toISOString() } : {}),
    ...(opensAt ? { opensAt: opensAt.toISOString() } : {}),
  };
}
