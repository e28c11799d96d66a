import { Schema, model, type Types } from 'mongoose';
import { dutyHalves, type DutyHalf } from '@contract/enums';
import type { HoursException, OpenPeriod, WeekdayHours } from '@contract/windows';

/** A place where people are served face to face, of one body. */
export interface WindowDoc {
  _id: Types.ObjectId;
  organizationId: Types.ObjectId;
  /** The body first, then those above it. */
  scope: Types.ObjectId[];
  regionCode: string;
  name: string;
  address: string;
  /** GCJ-02, degrees. */
  latitude?: number;
  longitude?: number;
  phone?: string;
  services: string[];
  weekly: WeekdayHours[];
  exceptions: HoursException[];
  createdAt: Date;
  updatedAt: Date;
  closedAt?: Date;
}

const periods = {
  type: [new Schema<OpenPeriod>({ from: String, to: String }, { _id: false })],
  required: true,
};

const windowSchema = new Schema<WindowDoc>(
  {
    organizationId: { type: Schema.Types.ObjectId, required: true },
    scope: { type: [Schema.Types.ObjectId], required: true },
    regionCode: { type: String, required: true },
    name: { type: String, required: true },
    address: { type: String, required: true },
    latitude: Number,
    longitude: Number,
    phone: String,
    services: { type: [String], required: true },
    weekly: {
      type: [new Schema<WeekdayHours>({ weekday: Number, periods }, { _id: false })],
      required: true,
    },
    exceptions: {
      type: [new Schema<HoursException>({ day: String, periods, note: String }, { _id: false })],
      required: true,
    },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    closedAt: Date,
  },
  { versionKey: false, collection: 'windows' },
);
// The directory of a region.
windowSchema.index({ regionCode: 1, _id: 1 });
// Windows of a body, and what moves with it.
windowSchema.index({ organizationId: 1 });
windowSchema.index({ scope: 1 });

export const WindowModel = model<WindowDoc>('Window', windowSchema);

/** Who is on duty at a window in half a day. */
export interface DutyDoc {
  _id: Types.ObjectId;
  windowId: Types.ObjectId;
  organizationId: Types.ObjectId;
  /** YYYY-MM-DD in Asia/Shanghai. */
  day: string;
  half: DutyHalf;
  personId: Types.ObjectId;
}

const dutySchema = new Schema<DutyDoc>(
  {
    windowId: { type: Schema.Types.ObjectId, required: true },
    organizationId: { type: Schema.Types.ObjectId, required: true },
    day: { type: String, required: true },
    half: { type: String, enum: dutyHalves, required: true },
    personId: { type: Schema.Types.ObjectId, required: true },
  },
  { versionKey: false, collection: 'window_duties' },
);
// One person per window and half day; also the roster of a window.
dutySchema.index({ windowId: 1, day: 1, half: 1 }, { unique: true });
// Who answers for what reaches a body now.
dutySchema.index({ organizationId: 1, day: 1, half: 1 });

export const DutyModel = model<DutyDoc>('WindowDuty', dutySchema);
