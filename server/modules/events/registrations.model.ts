import mongoose, { Schema, type Types } from 'mongoose';

/**
 * What became of one request for seats. `abandoned` is a tombstone: it keeps a late writer from using a hold whose
 * seats were given back.
 */
export type StoredRegistrationStatus = 'confirmed' | 'cancelled' | 'abandoned';

export interface StoredRegistration {
  _id: Types.ObjectId;
  eventId: Types.ObjectId;
  enterpriseId: Types.ObjectId;
  /** One per request of the caller: the same request again is the same registration. */
  nonce: string;
  status: StoredRegistrationStatus;
  /** The hold whose seats it uses. */
  holdId?: Types.ObjectId;
  /** Holds of this request whose seats were given back; none of them may be used any more. */
  deadHolds: Types.ObjectId[];
  seats: number;
  /** Names in the order they were given. */
  names: string[];
  registeredBy?: Types.ObjectId;
  registeredAt: Date;
  /** The cancellation that ended it. */
  cancellationId?: Types.ObjectId;
  cancelledAt?: Date;
}

const registrationSchema = new Schema<StoredRegistration>(
  {
    eventId: { type: Schema.Types.ObjectId, required: true },
    enterpriseId: { type: Schema.Types.ObjectId, required: true },
    nonce: { type: String, required: true },
    status: { type: String, enum: ['confirmed', 'cancelled', 'abandoned'], required: true },
    holdId: Schema.Types.ObjectId,
    deadHolds: [Schema.Types.ObjectId],
    seats: { type: Number, required: true },
    names: [String],
    registeredBy: Schema.Types.ObjectId,
    registeredAt: { type: Date, required: true },
    cancellationId: Schema.Types.ObjectId,
    cancelledAt: Date,
  },
  { versionKey: false, collection: 'registrations' },
);
// A request makes one registration, whoever of several callers comes first.
registrationSchema.index({ eventId: 1, enterpriseId: 1, nonce: 1 }, { unique: true });
// What one person signed up.
registrationSchema.index({ registeredBy: 1, _id: 1 }, { sparse: true });
// Registrations of an enterprise.
registrationSchema.index({ enterpriseId: 1, status: 1 });

export const RegistrationModel = mongoose.model<StoredRegistration>('Registration', registrationSchema);

/** The scan that let the holder in. */
export interface Admission {
  at: Date;
  gate: string;
  /** Nonce of the scan. */
  nonce: string;
}

export interface StoredTicket {
  _id: Types.ObjectId;
  eventId: Types.ObjectId;
  registrationId: Types.ObjectId;
  enterpriseId: Types.ObjectId;
  enterpriseName: string;
  name: string;
  /** Encrypted. */
  phone?: string;
  phoneTail?: string;
  /** Place among the enterprise's seats, from 0: no two living tickets share one. */
  place: number;
  code: string;
  payload: string;
  digest: string;
  status: 'valid' | 'used' | 'cancelled';
  /** False once it is cancelled; the unique indexes look at living tickets only. */
  isActive: boolean;
  admission?: Admission;
  registeredAt: Date;
}

const ticketSchema = new Schema<StoredTicket>(
  {
    eventId: { type: Schema.Types.ObjectId, required: true },
    registrationId: { type: Schema.Types.ObjectId, required: true },
    enterpriseId: { type: Schema.Types.ObjectId, required: true },
    enterpriseName: { type: String, required: true },
    name: { type: String, required: true },
    phone: String,
    phoneTail: String,
    place: { type: Number, required: true },
    code: { type: String, required: true },
    payload: { type: String, required: true },
    digest: { type: String, required: true },
    status: { type: String, enum: ['valid', 'used', 'cancelled'], required: true },
    isActive: { type: Boolean, required: true },
    admission: new Schema<Admission>({ at: Date, gate: String, nonce: String }, { _id: false }),
    registeredAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'tickets' },
);
const whileActive = { unique: true, partialFilterExpression: { isActive: true } };
// Nobody is signed up twice by one enterprise.
ticketSchema.index({ eventId: 1, enterpriseId: 1, name: 1 }, whileActive);
// No enterprise has more living tickets than places.
ticketSchema.index({ eventId: 1, enterpriseId: 1, place: 1 }, whileActive);
// A typed code means one ticket of the event.
ticketSchema.index({ eventId: 1, code: 1 }, { unique: true });
// Counts by status; the attendee list of one status.
ticketSchema.index({ eventId: 1, status: 1, _id: 1 });
// The attendee list.
ticketSchema.index({ eventId: 1, _id: 1 });
// Attendees' numbers encrypted under an older key.
ticketSchema.index({ phone: 1 }, { sparse: true });
// Tickets of a registration.
ticketSchema.index({ registrationId: 1 });

export const TicketModel = mongoose.model<StoredTicket>('Ticket', ticketSchema);
