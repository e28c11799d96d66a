import { Types } from 'mongoose';
import type { Event, EventInput } from '@contract/events';
import { bodiesOf } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { notify } from '../messages/messages.service';
import { scopeOf } from '../organizations/organizations.service';
import { regions } from '../organizations/regions';
import { EventModel, type StoredEvent } from './events.model';
import { getManaged, toEvent } from './event-reading.service';
import { admissionWindow, eventProblems } from './event-rules';
import { RegistrationModel, TicketModel } from './registrations.model';
import { signTicket, ticketDigest, ticketKeyOf } from './ticket';

/**
 * Drafts an event of the manager's office.
 * @throws FORBIDDEN when the caller manages events nowhere
 * @throws VALIDATION_FAILED when the times contradict each other or the region isn't known
 */
export async function createEvent(ctx: Context, input: EventInput): Promise<Event> {
  const [organizationId] = bodiesOf(ctx, 'create', 'event');
  if (!organizationId) throw new AppError('FORBIDDEN');
  const stored: StoredEvent = {
    _id: new Types.ObjectId(),
    ...checkInput(input),
    organizationId: new Types.ObjectId(organizationId),
    scope: await scopeOf([organizationId]),
    createdBy: new Types.ObjectId(requirePerson(ctx).personId),
    createdAt: ctx.now,
    status: 'draft',
    seatsTaken: 0,
    holds: [],
    returns: [],
  };
  await EventModel.create(stored);
  await audit(ctx, 'event.created', stored._id);
  return toEvent(ctx, stored);
}

/**
 * Changes an event. Tickets given out already are signed anew where its times move.
 * @throws NOT_FOUND when the event isn't in the manager's scope
 * @throws VALIDATION_FAILED when the capacity would fall below the seats taken
 * @throws CONFLICT when the event was called off
 */
export async function changeEvent(ctx: Context, id: string, input: EventInput): Promise<Event> {
  const before = await getManaged(ctx, id, 'update');
  const fields = checkInput(input);
  const { address, ...set } = fields;
  const after = await EventModel.findOneAndUpdate(
    { _id: before._id, status: { $in: ['draft', 'open'] }, seatsTaken: { $lte: input.capacity } },
    { $set: { ...set, ...(address ? { address } : {}) }, ...(address ? {} : { $unset: { address: 1 } }) },
    { returnDocument: 'after' },
  ).lean();
  if (!after) {
    const now = await getManaged(ctx, id, 'update');
    if (now.status === 'cancelled') throw new AppError('CONFLICT', { message: '活动已经取消，不能再改' });
    throw invalidField('body.capacity', `已有 ${now.seatsTaken} 人报名，名额不能少于 ${now.seatsTaken}`);
  }
  if (windowOf(before) !== windowOf(after)) await signAnew(ctx, after);
  await audit(ctx, 'event.changed', after._id);
  return toEvent(ctx, after);
}

/**
 * Opens a draft for registration; opening an open event changes nothing.
 * @throws NOT_FOUND when the event isn't in the manager's scope
 * @throws VALIDATION_FAILED when registration would have ended already
 * @throws CONFLICT when the event was called off
 */
export async function publishEvent(ctx: Context, id: string): Promise<Event> {
  const draft = await getManaged(ctx, id, 'publish');
  if (draft.status === 'open') return toEvent(ctx, draft);
  if (draft.registrationClosesAt <= ctx.now)
    throw invalidField('body.registrationClosesAt', '报名截止时间已过，请先改时间');
  const open = await EventModel.findOneAndUpdate(
    { _id: draft._id, status: 'draft' },
    { $set: { status: 'open' } },
    { returnDocument: 'after' },
  ).lean();
  if (!open) throw new AppError('CONFLICT', { message: '活动已经取消，不能再发布' });
  await audit(ctx, 'event.published', open._id);
  return toEvent(ctx, open);
}

/**
 * Calls an event off and tells everybody who signed up; its tickets let nobody in any more.
 * @throws NOT_FOUND when the event isn't in the manager's scope
 * @throws CONFLICT when it is over
 */
export async function callOffEvent(ctx: Context, id: string, reason: string): Promise<Event> {
  const { _id } = await getManaged(ctx, id, 'withdraw');
  const event = await EventModel.findOneAndUpdate(
    { _id, endsAt: { $gt: ctx.now } },
    { $set: { status: 'cancelled' } },
    { returnDocument: 'after' },
  ).lean();
  if (!event) throw new AppError('CONFLICT', { message: '活动已经结束，不能取消' });
  await audit(ctx, 'event.called-off', event._id, reason);
  const registrations = await RegistrationModel.find({ eventId: event._id, status: 'confirmed' }).lean();
  await notify(ctx, {
    key: `event:${id}:called-off`,
    personIds: registrations.flatMap(({ registeredBy }) => registeredBy?.toHexString() ?? []),
    topic: 'event',
    title: '活动取消了',
    text: `“${event.title}”取消了。原因：${reason}`,
    isCritical: true,
    page: `features/events/detail/index?id=${id}`,
  });
  return toEvent(ctx, event);
}

function checkInput(input: EventInput) {
  const problems = eventProblems(
    input,
    regions.some(({ code }) => code === input.regionCode),
  );
  if (problems.length > 0)
    throw new AppError('VALIDATION_FAILED', {
      ...(problems[0] && problems.length === 1 ? { message: problems[0].rule } : {}),
      details: problems,
    });
  return {
    ...input,
    title: input.title.trim(),
    startsAt: new Date(input.startsAt),
    endsAt: new Date(input.endsAt),
    doorsOpenAt: new Date(input.doorsOpenAt),
    registrationClosesAt: new Date(input.registrationClosesAt),
  };
}

function windowOf(event: StoredEvent): string {
  const { notBefore, notAfter } = admissionWindow(event);
  return `${notBefore.getTime()}-${notAfter.getTime()}`;
}

/** Old texts stay genuine: a gate judges by the event's own times. */
async function signAnew(ctx: Context, event: StoredEvent): Promise<void> {
  const key = ticketKeyOf(ctx.environment.config.keys.ticketPrivateKey);
  const window = admissionWindow(event);
  const tickets = await TicketModel.find({ eventId: event._id }).select({ _id: 1 }).lean();
  for (let start = 0; start < tickets.length; start += 500) {
    await TicketModel.bulkWrite(
      tickets.slice(start, start + 500).map(({ _id }) => {
        const claims = { eventId: event._id.toHexString(), ticketId: _id.toHexString(), ...window };
        const payload = signTicket(key, claims);
        return {
          updateOne: { filter: { _id }, update: { $set: { payload, digest: ticketDigest(payload) } } },
        };
      }),
    );
  }
}

function audit(ctx: Context, action: string, id: Types.ObjectId, reason?: string): Promise<void> {
  return recordAudit(ctx, {
    action,
    subject: { kind: 'event', id: id.toHexString() },
    ...(reason ? { reason } : {}),
  });
}
