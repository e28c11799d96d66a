import { Types, type ClientSession } from 'mongoose';
import type { Context } from '../../context';
import { AuditEntryModel, type AuditEntryDoc } from './audit.model';
import { maskPhone } from '../accounts/phone';
import { scopeOfAct } from './audit-scope';
import { hashOf } from './chain';
import { ownChain } from './chain-writer';

export interface AuditRecord {
  /** What was done, e.g. `membership.decided`. */
  action: string;
  subject: { kind: string; id: string };
  enterpriseId?: string;
  reason?: string;
  /** The bodies concerned and all above them, where the record knows; else the actor's and the enterprise's. */
  scope?: readonly Types.ObjectId[];
  /** People whose personal data are read by the act. */
  reads?: readonly string[];
  /** The line of an issue's ledger that is written with the entry. */
  ledger?: { sequence: number; hash: string };
}

/** A browser's or phone's name for itself, shortened to what tells it from another. */
const longestAgent = 120;

/**
 * Adds one entry to the audit trail: who, when, what, to which record, from where, why. Takes part in the caller's
 * transaction where a session is given, and stands or falls with it. Entries are never changed or removed.
 */
export async function recordAudit(ctx: Context, entry: AuditRecord, session?: ClientSession): Promise<void> {
  const chain = ownChain();
  const enterpriseId = entry.enterpriseId ?? firmOf(ctx);
  const [scope] = await Promise.all([entry.scope ?? scopeOfAct(ctx, enterpriseId), chain.open()]);
  const reads = entry.reads ?? (entry.action === 'phone.revealed' ? [entry.subject.id] : []);
  const doc: AuditEntryDoc = {
    _id: new Types.ObjectId(),
    writer: chain.chain,
    at: ctx.now,
    actor: actorOf(ctx),
    action: entry.action,
    subject: { kind: entry.subject.kind, id: wellFormed(entry.subject.id) },
    ...(enterpriseId ? { enterpriseId: new Types.ObjectId(enterpriseId) } : {}),
    ...(entry.reason ? { reason: wellFormed(withoutPhones(entry.reason)) } : {}),
    requestId: ctx.requestId,
    ...(ctx.origin
      ? {
          from: {
            address: ctx.origin.address,
            agent: wellFormed(ctx.origin.userAgent.slice(0, longestAgent)),
          },
        }
      : {}),
    scope: [...scope],
    ...(reads.length > 0 ? { reads: reads.map((id) => new Types.ObjectId(id)) } : {}),
    ...(entry.ledger ? { ledger: { sequence: entry.ledger.sequence, hash: entry.ledger.hash } } : {}),
  };
  await AuditEntryModel.collection.insertOne(doc, session ? { session } : {});
  chain.note(doc._id, hashOf(doc), ctx.log, session);
  ctx.effects?.add(entry.action);
}

/** Whether the caller did the same to the same record lately: since this many milliseconds. */
export async function didLately(
  { actor, now }: Context,
  { action, subjectId, withinMs }: { action: string; subjectId: string; withinMs: number },
): Promise<boolean> {
  if (actor.kind !== 'person') return false;
  const found = await AuditEntryModel.exists({
    'subject.id': subjectId,
    action,
    'actor.personId': new Types.ObjectId(actor.personId),
    at: { $gte: new Date(now.getTime() - withinMs) },
  });
  return found !== null;
}

/** The firm for which somebody acts who holds no office. */
function firmOf({ actor }: Context): string | undefined {
  return actor.kind === 'person' && actor.offices.length === 0 ? actor.enterprise?.id : undefined;
}

function actorOf({ actor }: Context): AuditEntryDoc['actor'] {
  if (actor.kind === 'guest') return { kind: 'guest' };
  const name = wellFormed(actor.name);
  if (actor.kind === 'system') return { kind: 'system', name };
  return { kind: 'person', personId: new Types.ObjectId(actor.personId), name };
}

/** A mobile number in a sentence; an id or a credit code that holds such figures is none. */
const mobileNumber = /(?<![\da-fA-Z])(\+?86[ -]?)?(1[3-9]\d([ -]?)\d{4}\3\d{4})(?![\da-fA-Z])/g;

/** Numbers that somebody typed into a sentence, masked: what got into the trail would stay in it. */
function withoutPhones(text: string): string {
  return text.replace(
    mobileNumber,
    (_, country: string | undefined, number: string) =>
      `${country ?? ''}${maskPhone(number.replace(/\D/g, ''))}`,
  );
}

/** The text as it reads back: the database keeps no half of a character. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
