import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Types } from 'mongoose';
import type { Context } from '../../context';
import { ImportModel, type ImportDoc } from './imports.model';

/** How long a run may be silent before another process takes the import over. */
export const leaseMs = 30_000;

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
