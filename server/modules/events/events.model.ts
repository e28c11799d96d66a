import mongoose, { Schema, type Types } from 'mongoose';
import { eventKinds, eventStatuses, type EventKind, type EventStatus } from '@contract/enums';

/** Seats taken off an event for one request, until it is known what became of the request. */
export interface SeatHold {
  _id: Types.ObjectId;
  /** Enterprise and nonce of the request, `<enterprise id>:<nonce>`. */
  key: string;
  enterpriseId: Types.ObjectId;
  nonce: string;
  seats: number;
  at: Date;
}

/** Seats that a cancellation is about to give back. */
export interface SeatReturn {
  /** The cancellation; a registration keeps the id of the one that ended it. */
  _id: Types.ObjectId;
  registrationId: Types.ObjectId;
  seats: number;
  at: Date;
}

export interface StoredEvent {
  _id: Types.ObjectId;
  /** The office that holds it. */
  organizationId: Types.ObjectId;
  /** That office and every body above it. */
  scope: Types.ObjectId[];
  createdBy: Types.ObjectId;
  createdAt: Date;
  title: string;
  kind: EventKind;
  regionCode: string;
  venue: string;
  address?: string;
  startsAt: Date;
  endsAt: Date;
  doorsOpenAt: Date;
  registrationClosesAt: Date;
  capacity: number;
  perEnterprise: number;
  agenda: { time: string; text: string }[];
  introduction: string;
  status: EventStatus;
  /** Seats of confirmed registrations and of open holds: never above capacity. */
  seatsTaken: number;
  holds: SeatHold[];
  returns: SeatReturn[];
  /** Start of the event as it was when its reminders went out. */
  remindedFor?: Date;
  /** True once names and numbers are out of its attendee list. */
  areAttendeesForgotten?: boolean;
}

const eventSchema = new Schema<StoredEvent>(
  {
    organizationId: { type: Schema.Types.ObjectId, required: true },
    scope: { type: [Schema.Types.ObjectId], required: true },
    createdBy: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
    title: { type: String, required: true },
    kind: { type: String, enum: eventKinds, required: true },
    regionCode: { type: String, required: true },
    venue: { type: String, required: true },
    address: String,
    startsAt: { type: Date, required: true },
    endsAt: { type: Date, required: true },
    doorsOpenAt: { type: Date, required: true },
    registrationClosesAt: { type: Date, required: true },
    capacity: { type: Number, required: true },
    perEnterprise: { type: Number, required: true },
    agenda: [new Schema({ time: String, text: String }, { _id: false })],
    introduction: { type: String, default: '' },
    status: { type: String, enum: eventStatuses, required: true },
    seatsTaken: { type: Number, required: true },
    holds: [
      new Schema<SeatHold>({
        key: String,
        enterpriseId: Schema.Types.ObjectId,
        nonce: String,
        seats: Number,
        at: Date,
      }),
    ],
    returns: [new Schema<SeatReturn>({ registrationId: Schema.Types.ObjectId, seats: Number, at: Date })],
    remindedFor: Date,
    areAttendeesForgotten: Boolean,
  },
  { versionKey: false, collection: 'events' },
);
// Open events, soonest first; past ones, latest first; those to remind of.
eventSchema.index({ status: 1, startsAt: 1, _id: 1 });
// Open events of one kind, soonest first.
eventSchema.index({ status: 1, kind: 1, startsAt: 1, _id: 1 });
// Past events while they are few beside those to come.
eventSchema.index({ status: 1, endsAt: 1 });
// Events of an officer's bodies.
eventSchema.index({ scope: 1, startsAt: -1, _id: -1 });
// Holds and returns that the sweeper looks for; nearly always few.
eventSchema.index({ 'holds.at': 1 }, { sparse: true });
eventSchema.index({ 'returns.at': 1 }, { sparse: true });
// Ended events whose attendee lists still hold names.
eventSchema.index({ areAttendeesForgotten: 1, endsAt: 1, _id: 1 });

export const EventModel = mongoose.model<StoredEvent>('Event', eventSchema);
