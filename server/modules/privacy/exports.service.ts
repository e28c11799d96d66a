import type { DataExport, Reply } from '@contract';
import { requirePerson, type Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { personalAccount } from '../accounts/personal-data.service';
import { readingsOf } from '../audit/personal-readings.service';
import { recordAudit } from '../audit/audit.service';
import { personalRegistrations } from '../events/personal-data.service';
import { isLinkValid, linkLifetimeMs, signLink } from '../files/link-token';
import { personalFiles } from '../files/personal-data.service';
import { personalIssues } from '../issues/personal-data.service';
import { personalListings } from '../matchmaking/personal-data.service';
import { notify } from '../messages/messages.service';
import { personalMessages } from '../messages/personal-data.service';
import { exportPage, type PersonalData } from './export-page';
import { readContent, removeContent, writeContent } from './export-contents';
import { DataExportModel, type DataExportDoc } from './exports.model';
import { daysOf } from './retention-periods';
import { openText, sealText } from './sealed-bytes';

const dayMs = 86_400_000;
/** Whoever makes a copy has this long; a process that ends meanwhile leaves it to another. */
const leaseMs = 10 * 60_000;
const mostTries = 3;

/** Copies of their data that the caller asked for, latest first. */
export async function listExports(ctx: Context): Promise<DataExport[]> {
  const docs = await DataExportModel.find({ personId: requirePerson(ctx).personId })
    .sort({ requestedAt: -1, _id: -1 })
    .limit(20)
    .lean();
  return docs.map(toExport);
}

/**
 * Asks for a copy of everything the product holds on the caller; a job makes it.
 * @throws CONFLICT when one is being made already
 */
export async function requestExport(ctx: Context): Promise<DataExport> {
  const { personId } = requirePerson(ctx);
  try {
    const doc = await DataExportModel.create({
      personId,
      status: 'waiting',
      percent: 0,
      isUnfinished: true,
      tries: 0,
      requestedAt: ctx.now,
    });
    await recordAudit(ctx, {
      action: 'export.requested',
      subject: { kind: 'person', id: personId },
    });
    return toExport(doc);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw new AppError('CONFLICT', { message: '上一份还在准备，好了会发消息告诉您', cause: error });
  }
}

/**
 * Links to a copy that is ready, for a browser that can't send a session: ten minutes, this copy only.
 * @throws NOT_FOUND when it isn't the caller's, isn't ready yet or has been removed
 */
export async function linkExport(ctx: Context, id: string): Promise<Reply<'POST /me/exports/:id/links'>> {
  const { personId } = requirePerson(ctx);
  if (!(await DataExportModel.exists({ _id: id, personId, status: 'ready' })))
    throw new AppError('NOT_FOUND');
  const expiresAt = new Date(ctx.now.getTime() + linkLifetimeMs);
  const token = signLink(ctx.environment.config.keys.linkKey, linkedName(id), expiresAt);
  await recordAudit(ctx, { action: 'export.linked', subject: { kind: 'person', id: personId } });
  return {
    pagePath: `/exports/${id}?token=${token}`,
    jsonPath: `/exports/${id}?token=${token}&form=json`,
    expiresAt: expiresAt.toISOString(),
  };
}

/**
 * A copy for whoever holds its link, as a page or as JSON; the reading is recorded.
 * @throws NOT_FOUND when there is none, or the link is over or altered
 */
export async function openExport(
  ctx: Context,
  id: string,
  { token, form = 'page' }: { token: string; form?: 'page' | 'json' },
): Promise<{ content: string; mediaType: string; fileName: string }> {
  const { keys } = ctx.environment.config;
  const doc = isLinkValid(keys.linkKey, linkedName(id), token, ctx.now)
    ? await DataExportModel.findOne({ _id: id, status: 'ready' }).lean()
    : null;
  if (!doc) throw new AppError('NOT_FOUND');
  const personId = doc.personId.toHexString();
  await recordAudit(ctx, {
    action: 'export.downloaded',
    subject: { kind: 'person', id: personId },
    reads: [personId],
    reason: '凭本人取得的链接下载',
  });
  const text = openText(keys.phoneEncryptionKeys, await readContent(doc._id));
  return form === 'json'
    ? { content: text, mediaType: 'application/json; charset=utf-8', fileName: '我的数据.json' }
    : {
        content: exportPage(JSON.parse(text) as PersonalData),
        mediaType: 'text/html; charset=utf-8',
        fileName: '我的数据.html',
      };
}

/**
 * Makes the copies that wait, one after the other; answers how many. One that fails, or whose process ends over it, is
 * tried again, then given up.
 */
export async function makeExports(ctx: Context): Promise<number> {
  await giveUpExports(ctx);
  let made = 0;
  for (;;) {
    const doc = await DataExportModel.findOneAndUpdate(
      {
        $or: [
          { status: 'waiting' },
          { status: 'running', leaseUntil: { $lte: ctx.now }, tries: { $lt: mostTries } },
        ],
      },
      {
        $set: { status: 'running', percent: 0, leaseUntil: new Date(ctx.now.getTime() + leaseMs) },
        $inc: { tries: 1 },
      },
      { sort: { _id: 1 }, returnDocument: 'after' },
    ).lean();
    if (!doc) return made;
    try {
      await makeExport(ctx, doc);
      made += 1;
    } catch (error) {
      ctx.log.error({ err: error, exportId: doc._id }, 'a copy of personal data failed');
      await DataExportModel.updateOne(
        { _id: doc._id, status: 'running' },
        doc.tries < mostTries
          ? { $set: { leaseUntil: new Date(ctx.now.getTime() + leaseMs) } }
          : { $set: { status: 'failed', isUnfinished: false } },
      );
    }
  }
}

/** Gives up copies over which a process ended the last time they might be tried: such a process tells of no error. */
async function giveUpExports(ctx: Context): Promise<void> {
  const { modifiedCount } = await DataExportModel.updateMany(
    { status: 'running', leaseUntil: { $lte: ctx.now }, tries: { $gte: mostTries } },
    { $set: { status: 'failed', isUnfinished: false } },
  );
  if (modifiedCount > 0) ctx.log.error({ count: modifiedCount }, 'copies of personal data were given up');
}

async function makeExport(ctx: Context, { _id, personId: owner }: DataExportDoc): Promise<void> {
  const personId = owner.toHexString();
  const parts: [string, () => Promise<unknown>][] = [
    ['account', () => personalAccount(ctx, personId)],
    ['issues', () => personalIssues(ctx, personId)],
    ['registrations', () => personalRegistrations(ctx, personId)],
    ['market', () => personalListings(personId)],
    ['messages', () => personalMessages(personId)],
    ['files', () => personalFiles(personId)],
    ['readings', () => allReadings(personId)],
  ];
  const data: PersonalData = { madeAt: ctx.now.toISOString() };
  for (const [at, [name, collect]] of parts.entries()) {
    data[name] = await collect();
    const percent = Math.round((100 * (at + 1)) / (parts.length + 1));
    await DataExportModel.updateOne({ _id }, { $set: { percent } });
  }
  const text = JSON.stringify(data, null, 2);
  await removeContent(_id);
  await writeContent(_id, sealText(ctx.environment.config.keys.phoneEncryptionKeys, text));
  const ready = await DataExportModel.updateOne(
    { _id, status: 'running' },
    {
      $set: {
        status: 'ready',
        percent: 100,
        isUnfinished: false,
        readyAt: ctx.now,
        sizeBytes: Buffer.byteLength(text),
      },
      $unset: { leaseUntil: 1 },
    },
  );
  if (ready.modifiedCount === 0) return;
  await recordAudit(ctx, { action: 'export.made', subject: { kind: 'person', id: personId } });
  await notify(ctx, {
    key: `export:${_id.toHexString()}`,
    personIds: [personId],
    topic: 'account',
    title: '您的数据备好了',
    text: `可以在“隐私”里取链接下载，${daysOf('exports')} 天内有效。`,
    page: 'features/accounts/privacy/index',
  });
}

async function allReadings(personId: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let cursor: string | undefined;
  do {
    const page = await readingsOf(personId, { limit: 200, ...(cursor ? { cursor } : {}) });
    rows.push(
      ...page.items.map(({ at, by, action, subject, reason }) => ({
        at: at.toISOString(),
        by,
        action,
        subject: `${subject.kind} ${subject.id}`,
        ...(reason ? { reason } : {}),
      })),
    );
    cursor = page.next;
  } while (cursor);
  return rows;
}

/** Removes up to `limit` copies that were ready before an instant; that they were made stays known. */
export async function expireExports(before: Date, limit: number): Promise<number> {
  const docs = await DataExportModel.find({ status: 'ready', readyAt: { $lt: before } }, { _id: 1 })
    .limit(limit)
    .lean();
  for (const { _id } of docs) {
    await DataExportModel.updateOne({ _id, status: 'ready' }, { $set: { status: 'expired' } });
    await removeContent(_id);
  }
  return docs.length;
}

/** Removes up to `limit` records of copies that were asked for before an instant. */
export async function removeExportRecords(before: Date, limit: number): Promise<number> {
  const docs = await DataExportModel.find(
    { requestedAt: { $lt: before }, status: { $in: ['expired', 'failed'] } },
    { _id: 1 },
  )
    .limit(limit)
    .lean();
  const { deletedCount } = await DataExportModel.deleteMany({ _id: { $in: docs.map(({ _id }) => _id) } });
  return deletedCount;
}

/** Removes a person's copies altogether. */
export async function removeExportsOf(personId: string): Promise<void> {
  const docs = await DataExportModel.find({ personId }, { _id: 1 }).lean();
  for (const { _id } of docs) await removeContent(_id);
  await DataExportModel.deleteMany({ personId });
}

function linkedName(id: string): string {
  return `export ${id}`;
}

function toExport(doc: DataExportDoc): DataExport {
  const { readyAt, status } = doc;
  return {
    id: doc._id.toString(),
    status,
    percent: doc.percent,
    requestedAt: doc.requestedAt.toISOString(),
    ...(readyAt ? { readyAt: readyAt.toISOString() } : {}),
    ...(readyAt && status === 'ready'
      ? { expiresAt: new Date(readyAt.getTime() + daysOf('exports') * dayMs).toISOString() }
      : {}),
    ...(doc.sizeBytes === undefined ? {} : { sizeBytes: doc.sizeBytes }),
  };
}
