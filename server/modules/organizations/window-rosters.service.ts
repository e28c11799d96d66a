import mongoose from 'mongoose';
import type { Body, Roster } from '@contract';
import { rolesFor } from '../../access/access';
import type { Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { findOfficers } from '../accounts/offices.service';
import { nameMap } from '../accounts/people.service';
import { recordAudit } from '../audit/audit.service';
import { dayOf, isDay } from '../issues/calendar';
import { dayAfter } from './opening-hours';
import { DutyModel, WindowModel, type WindowDoc } from './windows.model';
import { ownWindow } from './windows.service';

/** Days of a roster that are shown where no number is asked for. */
const rosterDays = 14;

/**
 * Who is on duty at a window from today on, and who could be.
 * @throws NOT_FOUND when it isn't one that the caller keeps
 */
export async function getRoster(ctx: Context, id: string, days: number = rosterDays): Promise<Roster> {
  const doc = await WindowModel.findOne(ownWindow(ctx, 'read', id)).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  const today = dayOf(ctx.now);
  const shown = Array.from({ length: days }, (_, at) => dayAfter(today, at));
  const duties = await DutyModel.find({ windowId: doc._id, day: { $in: shown } })
    .sort({ day: 1, half: -1 })
    .lean();
  const [officers, names] = await Promise.all([
    rosterOfficers(doc),
    nameMap(duties.map(({ personId }) => personId)),
  ]);
  return {
    officers,
    days: shown,
    duties: duties.map(({ day, half, personId }) => ({
      day,
      half,
      personId: personId.toString(),
      name: names.get(personId.toString()) ?? '',
    })),
  };
}

/**
 * Sets who is on duty on the named days, in place of what stood there.
 * @throws NOT_FOUND when the window isn't one that the caller keeps
 * @throws VALIDATION_FAILED when a day is past or unnamed, a half day has two people, or somebody doesn't work there
 */
export async function setRoster(
  ctx: Context,
  id: string,
  { days, duties }: Body<'PUT /windows/:id/roster'>,
): Promise<Roster> {
  const doc = await WindowModel.findOne(ownWindow(ctx, 'update', id)).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  const today = dayOf(ctx.now);
  for (const [at, day] of days.entries())
    if (!isDay(day) || day < today) throw invalidField(`body.days.${at}`, '日期：要是今天或以后的日子');
  const officers = new Set((await rosterOfficers(doc)).map((officer) => officer.id));
  for (const [at, { day, half, personId }] of duties.entries()) {
    if (!days.includes(day)) throw invalidField(`body.duties.${at}.day`, '日期：不在这次排班的日子里');
    if (duties.findIndex((other) => other.day === day && other.half === half) < at)
      throw invalidField(`body.duties.${at}`, '同一个半天只排一位');
    if (!officers.has(personId))
      throw invalidField(`body.duties.${at}.personId`, '值班人：要是本单位的受理或经办人员');
  }
  await mongoose.connection.transaction(async (session) => {
    await DutyModel.deleteMany({ windowId: doc._id, day: { $in: days } }, { session });
    await DutyModel.insertMany(
      duties.map((duty) => ({ ...duty, windowId: doc._id, organizationId: doc.organizationId })),
      { session },
    );
  });
  await recordAudit(ctx, {
    action: 'window.roster-set',
    subject: { kind: 'window', id },
    reason: days.join(' '),
  });
  return getRoster(ctx, id, Math.max(rosterDays, days.length));
}

/** Who can be on duty at a window: those in its body who may work on what comes in. */
async function rosterOfficers({ organizationId }: WindowDoc) {
  const working = rolesFor('work', 'issue');
  const officers = await findOfficers(organizationId.toString());
  return officers
    .filter(({ roles }) => roles.some((role) => working.includes(role)))
    .map(({ personId, name }) => ({ id: personId, name }));
}
