import mongoose, { Schema, type Types } from 'mongoose';
import { checkInOutcomes, refusalReasons, type CheckInOutcome, type RefusalReason } from '@contract/enums';

/** One scan at a gate and what it was answered. */
export interface StoredScan {
  _id: Types.ObjectId;
  eventId: Types.ObjectId;
  /** One per scan: a repeated request is the same scan. */
  nonce: string;
  /** SHA-256 of what was scanned or typed, base64url. */
  textDigest: string;
  gate: string;
  at: Date;
  scannedBy: Types.ObjectId;
  ticketId?: Types.ObjectId;
  outcome: CheckInOutcome;
  reason?: RefusalReason;
  attendeeName?: string;
  enterpriseName?: string;
  /** The admission that had used the ticket before. */
  earlier?: { at: Date; gate: string };
  /** Counts right after this scan. */
  admitted: number;
  admittedHere: number;
  refusedHere: number;
}

const scanSchema = new Schema<StoredScan>(
  {
    eventId: { type: Schema.Types.ObjectId, required: true },
    nonce: { type: String, required: true },
    textDigest: { type: String, required: true },
    gate: { type: String, required: true },
    at: { type: Date, required: true },
    scannedBy: { type: Schema.Types.ObjectId, required: true },
    ticketId: Schema.Types.ObjectId,
    outcome: { type: String, enum: checkInOutcomes, required: true },
    reason: { type: String, enum: refusalReasons },
    attendeeName: String,
    enterpriseName: String,
    earlier: new Schema({ at: Date, gate: String }, { _id: false }),
    admitted: { type: Number, required: true },
    admittedHere: { type: Number, required: true },
    refusedHere: { type: Number, required: true },
  },
  { versionKey: false, collection: 'scans' },
);
// A repeated request finds its scan.
scanSchema.index({ eventId: 1, nonce: 1 }, { unique: true });
// Latest scans.
scanSchema.index({ eventId: 1, at: -1, _id: -1 });

export const ScanModel = mongoose.model<StoredScan>('Scan', scanSchema);

/** How many scans one gate has admitted and refused: kept with the log, so that a scan needn't count thousands. */
export interface StoredGate {
  _id: Types.ObjectId;
  eventId: Types.ObjectId;
  gate: string;
  admitted: number;
  refused: number;
}

const gateSchema = new Schema<StoredGate>(
  {
    eventId: { type: Schema.Types.ObjectId, required: true },
    gate: { type: String, required: true },
    admitted: { type: Number, required: true },
    refused: { type: Number, required: true },
  },
  { versionKey: false, collection: 'gates' },
);
// One count per gate; an event's gates together are its total.
gateSchema.index({ eventId: 1, gate: 1 }, { unique: true });

export const GateModel = mongoose.model<StoredGate>('Gate', gateSchema);
