import type { ClientSession } from 'mongoose';
import type { Context } from '../../context';
import { AuditEntryModel } from './audit.model';

export interface AuditRecord {
  /** What was done, e.g. `membership.decided`. */
  action: string;
  subject: { kind: string; id: string };
  enterpriseId?: string;
  reason?: string;
}

/** Adds one entry to the audit trail: who, when, what, to which record, why. Entries are never changed or removed. */
export async function recordAudit(ctx: Context, entry: AuditRecord, session?: ClientSession): Promise<void> {
  const { actor } = ctx;
  await AuditEntryModel.create(
    [
      {
        at: ctx.now,
        actor:
          actor.kind === 'person'
            ? { kind: 'person', personId: actor.personId, name: actor.name }
            : actor.kind === 'system'
              ? { kind: 'system', name: actor.name }
              : { kind: 'guest' },
        action: entry.action,
        subject: entry.subject,
        ...(entry.enterpriseId ? { enterpriseId: entry.enterpriseId } : {}),
        ...(entry.reason ? { reason: entry.reason } : {}),
        requestId: ctx.requestId,
      },
    ],
    session ? { session } : {},
  );
}
