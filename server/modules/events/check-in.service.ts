import { createHash } from 'node:crypto';
import mongoose, { Types } from 'mongoose';
import type { RefusalReason } from '@contract/enums';
import type { CheckIn, GateManifest } from '@contract/events';
import { requirePerson, type Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { getManaged, toEvent } from './event-reading.service';
import { admissionWindow, maskName } from './event-rules';
import type { StoredEvent } from './events.model';
import { TicketModel, type StoredTicket } from './registrations.model';
import { GateModel, ScanModel, type StoredScan } from './scans.model';
import { isTicketText, readCode, readTicket, ticketKeyOf } from './ticket';

const latestScans = 50;

/** What a gate sends: the text of the QR or the typed code, which gate, and a nonce of its own per scan. */
export interface Scan {
  ticket: string;
  gate: string;
  nonce: string;
}
type Verdict =
  | { outcome: 'admitted'; ticket: StoredTicket }
  | { outcome: 'refused'; reason: RefusalReason; ticket?: StoredTicket };

/**
 * Admits the holder of a ticket or refuses, with a reason of the closed list; logs the scan either way. A repeated
 * request is the same scan and gets the same answer.
 * @throws NOT_FOUND when the event lies outside the scope of the caller's gate roles
 * @throws IDEMPOTENCY_KEY_REUSED when the nonce was used for another ticket
 */
export async function checkIn(ctx: Context, eventId: string, scan: Scan): Promise<CheckIn> {
  const event = await getManaged(ctx, eventId, 'admit');
  const earlier = await findScan(event, scan);
  if (earlier) return toCheckIn(event, earlier);
  const verdict = await judge(ctx, event, scan);
  try {
    return toCheckIn(event, await logScan(ctx, event, toScan(ctx, event, scan, verdict)));
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // The same request came in twice at once; the one that was logged first is the answer of both.
    const first = await findScan(event, scan);
    if (!first) throw error;
    return toCheckIn(event, first);
  }
}

async function judge(
  ctx: Context,
  event: StoredEvent,
  { ticket: text, gate, nonce }: Scan,
): Promise<Verdict> {
  const found = await findTicket(ctx, event, text);
  if (typeof found === 'string') return { outcome: 'refused', reason: found };
  const refused = (reason: RefusalReason, ticket = found): Verdict => ({
    outcome: 'refused',
    reason,
    ticket,
  });
  if (event.status === 'cancelled' || found.status === 'cancelled') return refused('cancelled');
  const { notBefore, notAfter } = admissionWindow(event);
  if (ctx.now < notBefore) return refused('too-early');
  if (ctx.now > notAfter) return refused('too-late');
  // The one write that decides: of any number of gates at once, one finds the ticket valid.
  const admitted = await TicketModel.findOneAndUpdate(
    { _id: found._id, status: 'valid' },
    { $set: { status: 'used', admission: { at: ctx.now, gate, nonce } } },
    { returnDocument: 'after' },
  ).lean();
  if (admitted) return { outcome: 'admitted', ticket: admitted };
  const now = await TicketModel.findById(found._id).lean();
  if (!now || now.status === 'cancelled') return refused('cancelled', now ?? found);
  // This very scan admitted it, and its log entry was lost or is being written.
  if (now.admission?.nonce === nonce) return { outcome: 'admitted', ticket: now };
  return refused('already-used', now);
}

async function findTicket(
  ctx: Context,
  event: StoredEvent,
  text: string,
): Promise<
  StoredTicket | Extract<RefusalReason, 'unreadable' | 'forged' | 'wrong-event' | 'unknown-ticket'>
> {
  if (isTicketText(text)) {
    const reading = readTicket([ticketKeyOf(ctx.environment.config.keys.ticketPrivateKey)], text);
    if (reading.outcome !== 'genuine') return reading.outcome;
    const { eventId, ticketId } = reading.claims;
    if (eventId !== event._id.toHexString()) return 'wrong-event';
    return (await TicketModel.findOne({ _id: ticketId, eventId: event._id }).lean()) ?? 'unknown-ticket';
  }
  const code = readCode(text);
  if (!code) return 'unreadable';
  return (await TicketModel.findOne({ eventId: event._id, code }).lean()) ?? 'unknown-ticket';
}

type UncountedScan = Omit<StoredScan, 'admitted' | 'admittedHere' | 'refusedHere'>;

function toScan(ctx: Context, event: StoredEvent, scan: Scan, verdict: Verdict): UncountedScan {
  const { gate, nonce } = scan;
  const { ticket, outcome } = verdict;
  const reason = verdict.outcome === 'refused' ? verdict.reason : undefined;
  return {
    _id: new Types.ObjectId(),
    eventId: event._id,
    nonce,
    textDigest: digestOf(scan),
    gate,
    // A repeated scan that had admitted already keeps the instant of the admission.
    at: outcome === 'admitted' && ticket?.admission ? ticket.admission.at : ctx.now,
    scannedBy: new Types.ObjectId(requirePerson(ctx).personId),
    outcome,
    ...(reason ? { reason } : {}),
    ...(ticket
      ? { ticketId: ticket._id, attendeeName: ticket.name, enterpriseName: ticket.enterpriseName }
      : {}),
    ...(reason === 'already-used' && ticket?.admission
      ? { earlier: { at: ticket.admission.at, gate: ticket.admission.gate } }
      : {}),
  };
}

/** Logs a scan and counts it at its gate, both or neither: a repeated request is counted once. */
async function logScan(ctx: Context, event: StoredEvent, scan: UncountedScan): Promise<StoredScan> {
  const { eventId, gate, outcome } = scan;
  // Outside the transaction: two first scans of a gate at once would otherwise fail on each other's new count.
  await GateModel.updateOne(
    { eventId, gate },
    { $setOnInsert: { admitted: 0, refused: 0 } },
    { upsert: true },
  ).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
  return mongoose.connection.transaction(async (session) => {
    const here = await GateModel.findOneAndUpdate(
      { eventId, gate },
      { $inc: { [outcome]: 1 } },
      { session, returnDocument: 'after' },
    )
      .lean()
      .orFail();
    const gates = await GateModel.find({ eventId }).session(session).lean();
    const counted: StoredScan = {
      ...scan,
      admitted: gates.reduce((sum, { admitted }) => sum + admitted, 0),
      admittedHere: here.admitted,
      refusedHere: here.refused,
    };
    await ScanModel.create([counted], { session });
    await recordAudit(
      ctx,
      {
        action: `check-in.${outcome}`,
        subject: { kind: 'event', id: eventId.toHexString() },
        reason: scan.ticketId ? `ticket ${scan.ticketId.toHexString()}` : (scan.reason ?? ''),
        scope: event.scope,
      },
      session,
    );
    return counted;
  });
}

async function findScan(event: StoredEvent, scan: Scan): Promise<StoredScan | null> {
  const stored = await ScanModel.findOne({ eventId: event._id, nonce: scan.nonce }).lean();
  if (stored && stored.textDigest !== digestOf(scan)) throw new AppError('IDEMPOTENCY_KEY_REUSED');
  return stored;
}

function digestOf({ ticket }: Scan): string {
  return createHash('sha256').update(ticket.trim()).digest('base64url');
}

/**
 * The latest scans of an event, newest first, names masked.
 * @throws NOT_FOUND when the event lies outside the scope of the caller's gate roles
 */
export async function listCheckIns(ctx: Context, eventId: string): Promise<CheckIn[]> {
  const event = await getManaged(ctx, eventId, 'admit');
  const scans = await ScanModel.find({ eventId: event._id })
    .sort({ at: -1, _id: -1 })
    .limit(latestScans)
    .lean();
  return scans.map((scan) => {
    const shown = toCheckIn(event, scan);
    return shown.attendeeName ? { ...shown, attendeeName: maskName(shown.attendeeName) } : shown;
  });
}

/**
 * What a gate needs to verify tickets without a network: the public keys, and each ticket's digest and status.
 * @throws NOT_FOUND when the event lies outside the scope of the caller's gate roles
 */
export async function getGateManifest(ctx: Context, eventId: string): Promise<GateManifest> {
  const event = await getManaged(ctx, eventId, 'admit');
  const key = ticketKeyOf(ctx.environment.config.keys.ticketPrivateKey);
  const tickets = await TicketModel.find({ eventId: event._id })
    .select({ digest: 1, status: 1 })
    .sort({ _id: 1 })
    .lean();
  return {
    event: await toEvent(ctx, event),
    keys: [{ id: key.id, publicKey: key.publicKey }],
    tickets: tickets.map(({ digest, status }) => ({ digest, status })),
    issuedAt: ctx.now.toISOString(),
  };
}

/** A logged scan as the gate sees it. */
function toCheckIn(event: StoredEvent, scan: StoredScan): CheckIn {
  return {
    outcome: scan.outcome,
    ...(scan.reason ? { reason: scan.reason } : {}),
    at: scan.at.toISOString(),
    gate: scan.gate,
    ...(scan.attendeeName ? { attendeeName: scan.attendeeName } : {}),
    ...(scan.enterpriseName ? { enterpriseName: scan.enterpriseName } : {}),
    ...(scan.earlier ? { earlier: { at: scan.earlier.at.toISOString(), gate: scan.earlier.gate } } : {}),
    admitted: scan.admitted,
    admittedHere: scan.admittedHere,
    refusedHere: scan.refusedHere,
    capacity: event.capacity,
  };
}
