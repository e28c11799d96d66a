import { Types } from 'mongoose';
import type { Body, Query, Reply } from '@contract';
import type { PhoneTask } from '@contract/messages';
import { accessible } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { readCursor, writeCursor } from '../../cursor';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { findAccountable, findOfficers, leaversOf } from '../accounts/memberships.service';
import { nameMap, people, revealPhone } from '../accounts/people.service';
import { enterpriseHeads } from '../enterprises/enterprises.service';
import type { StoredMessage } from './messages.model';
import { notify, settleAction } from './messages.service';
import { PhoneTaskModel, type StoredPhoneTask } from './phone-tasks.model';

/**
 * Puts an enterprise onto the list of its desk, and tells who is to call: the desk's service officer, else who is on duty
 * there or above. Another person of the enterprise whom the same event didn't reach joins the same task.
 */
export async function openPhoneTask(
  ctx: Context,
  {
    key,
    personId,
    enterpriseId,
    message,
  }: { key: string; personId: Types.ObjectId; enterpriseId: string; message: StoredMessage },
): Promise<void> {
  const head = (await enterpriseHeads([enterpriseId])).get(enterpriseId);
  if (!head) return;
  const assignee = await callerAt(ctx, head.deskOrganizationId);
  const { topic, title, text } = message;
  const task = await PhoneTaskModel.findOneAndUpdate(
    { key, enterpriseId },
    {
      $addToSet: { personIds: personId },
      $setOnInsert: {
        topic,
        title,
        text,
        scope: head.scope,
        ...(assignee ? { assigneeId: new Types.ObjectId(assignee) } : {}),
        status: 'open',
        calls: [],
        openedAt: ctx.now,
      },
    },
    { upsert: true, returnDocument: 'after' },
  ).lean();
  if (task.status !== 'open') return;
  const id = task._id.toHexString();
  if (task.personIds.length === 1)
    await recordAudit(ctx, {
      action: 'phone-task.opened',
      subject: { kind: 'phone-task', id },
      enterpriseId,
      scope: task.scope,
    });
  if (task.assigneeId)
    await notify(ctx, {
      key: taskKey(task),
      personIds: [task.assigneeId.toHexString()],
      topic: 'account',
      title: '有企业联系不上，请打电话',
      text: `${head.name}没有收到“${title}”，请在电脑端“联系不上”里打电话告知。`,
      needsAction: true,
    });
}

/** Takes the calls about an event that is over from the lists: nobody has to make them any more. */
export async function endPhoneTasks(ctx: Context, key: string): Promise<void> {
  const open = await PhoneTaskModel.find({ key, status: 'open' }).lean();
  for (const task of open) {
    const ended = await PhoneTaskModel.updateOne(
      { _id: task._id, status: 'open' },
      { $set: { status: 'not-needed', settledAt: ctx.now } },
    );
    if (ended.modifiedCount === 1) await settleAction(ctx, { key: taskKey(task) });
  }
}

const taskKey = ({ _id }: StoredPhoneTask) => `phone-task:${_id.toHexString()}`;

async function callerAt(ctx: Context, deskId: string): Promise<string | undefined> {
  const [serviceOfficer] = await findOfficers(deskId, 'service-officer');
  return (serviceOfficer ?? (await findAccountable(deskId, { at: ctx.now })))?.personId;
}

/**
 * Enterprises that critical messages didn't reach, within the officer's bodies, newest first.
 * @throws VALIDATION_FAILED when the cursor isn't one of ours
 */
export async function listPhoneTasks(
  ctx: Context,
  { cursor, limit = 20, status }: Query<'GET /phone-tasks'>,
): Promise<Reply<'GET /phone-tasks'>> {
  const before = cursor === undefined ? undefined : readCursor(cursor);
  const mine = { $and: [accessible(ctx, 'read', 'phone-task'), status ? { status } : {}] };
  const [found, total] = await Promise.all([
    PhoneTaskModel.find({
      $and: [
        mine,
        before
          ? { $or: [{ openedAt: { $lt: before.at } }, { openedAt: before.at, _id: { $lt: before.id } }] }
          : {},
      ],
    })
      .sort({ openedAt: -1, _id: -1 })
      .limit(limit + 1)
      .lean(),
    PhoneTaskModel.countDocuments(mine),
  ]);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: await toPhoneTasks(ctx, items),
    total,
    ...(found.length > limit && last ? { next: writeCursor({ at: last.openedAt, id: last._id }) } : {}),
  };
}

/**
 * Records a call: who was spoken to has been reached and the task is done; nobody answered leaves it open, unless it was
 * the last try.
 * @throws NOT_FOUND when the task isn't in the officer's bodies
 * @throws CONFLICT when it is done already
 */
export async function recordCall(
  ctx: Context,
  id: string,
  { isReached, note, isLast = false }: Body<'POST /phone-tasks/:id/calls'>,
): Promise<PhoneTask> {
  const { personId } = requirePerson(ctx);
  const mine = { $and: [accessible(ctx, 'update', 'phone-task'), { _id: id }] };
  const isDone = isReached || isLast;
  const call = {
    at: ctx.now,
    byId: new Types.ObjectId(personId),
    isReached,
    ...(note?.trim() ? { note: note.trim() } : {}),
  };
  const task = await PhoneTaskModel.findOneAndUpdate(
    { ...mine, status: 'open' },
    {
      $push: { calls: call },
      ...(isDone ? { $set: { status: isReached ? 'reached' : 'not-reached', settledAt: ctx.now } } : {}),
    },
    { returnDocument: 'after' },
  ).lean();
  if (!task) {
    if (await PhoneTaskModel.exists(mine))
      throw new AppError('CONFLICT', { message: '这个电话任务已经办完' });
    throw new AppError('NOT_FOUND');
  }
  await recordAudit(ctx, {
    action: 'phone-task.called',
    subject: { kind: 'phone-task', id },
    enterpriseId: task.enterpriseId.toHexString(),
    scope: task.scope,
    reason: isReached ? 'reached' : 'not reached',
  });
  if (isDone) await settleAction(ctx, { key: taskKey(task) });
  const [view] = await toPhoneTasks(ctx, [task]);
  if (!view) throw new AppError('NOT_FOUND');
  return view;
}

/**
 * The whole numbers of the people to be called; each reading is on record before the number is known.
 * @throws NOT_FOUND when the task isn't in the officer's bodies
 */
export async function revealNumbers(
  ctx: Context,
  id: string,
): Promise<Reply<'POST /phone-tasks/:id/numbers'>> {
  const task = await PhoneTaskModel.findOne({
    $and: [accessible(ctx, 'reveal', 'phone-task'), { _id: id }],
  }).lean();
  if (!task) throw new AppError('NOT_FOUND');
  const stays = await staying([task]);
  const names = await nameMap(task.personIds.filter((personId) => stays(task, personId)));
  const shown = await Promise.all(
    [...names].map(async ([personId, name]) => {
      const subject = { kind: 'phone-task', id };
      const phone = await revealPhone(ctx, personId, { subject, reason: 'a message did not arrive' });
      return { id: personId, name, ...(phone ? { phone } : {}) };
    }),
  );
  // Also when nobody left a number: that somebody looked is on record.
  await recordAudit(ctx, {
    action: 'phone-task.numbers-viewed',
    subject: { kind: 'phone-task', id },
    enterpriseId: task.enterpriseId.toHexString(),
    scope: task.scope,
  });
  return { people: shown };
}

/** Tells whether somebody on a task still acts for its enterprise: who has left isn't called. */
async function staying(
  tasks: StoredPhoneTask[],
): Promise<(task: StoredPhoneTask, personId: Types.ObjectId) => boolean> {
  const left = await leaversOf(
    tasks.map(({ enterpriseId }) => enterpriseId),
    tasks.flatMap(({ personIds }) => personIds),
  );
  const gone = new Set(left.map(({ enterpriseId, personId }) => `${enterpriseId}:${personId}`));
  return ({ enterpriseId }, personId) => !gone.has(`${enterpriseId.toHexString()}:${personId.toHexString()}`);
}

async function toPhoneTasks(ctx: Context, tasks: StoredPhoneTask[]): Promise<PhoneTask[]> {
  const [stays, heads, records, names] = await Promise.all([
    staying(tasks),
    enterpriseHeads(tasks.map(({ enterpriseId }) => enterpriseId)),
    people(
      ctx,
      tasks.flatMap(({ personIds }) => personIds),
    ),
    nameMap(
      tasks.flatMap(({ assigneeId, calls }) => [
        ...(assigneeId ? [assigneeId] : []),
        ...calls.map(({ byId }) => byId),
      ]),
    ),
  ]);
  return tasks.map((task) => ({
    id: task._id.toHexString(),
    enterprise: {
      id: task.enterpriseId.toHexString(),
      name: heads.get(task.enterpriseId.toHexString())?.name ?? '',
    },
    people: task.personIds.flatMap((id) => {
      const record = records.get(id.toHexString());
      return record && stays(task, id)
        ? [
            {
              id: record.id,
              name: record.name,
              ...(record.maskedPhone ? { maskedPhone: record.maskedPhone } : {}),
            },
          ]
        : [];
    }),
    topic: task.topic,
    title: task.title,
    text: task.text,
    ...(task.assigneeId ? { assigneeName: names.get(task.assigneeId.toHexString()) ?? '' } : {}),
    status: task.status,
    calls: task.calls.map(({ at, byId, isReached, note }) => ({
      at: at.toISOString(),
      byName: names.get(byId.toHexString()) ?? '',
      isReached,
      ...(note ? { note } : {}),
    })),
    openedAt: task.openedAt.toISOString(),
    ...(task.settledAt ? { settledAt: task.settledAt.toISOString() } : {}),
  }));
}
