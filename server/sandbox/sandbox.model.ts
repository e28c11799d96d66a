import mongoose, { Schema, type Types } from 'mongoose';

/** Where a phone's owner stands on the start page. */
const phoneGroups = ['enterprise', 'desk', 'field', 'policy', 'partner'] as const;
export type PhoneGroup = (typeof phoneGroups)[number];

/** A WeChat user of the sandbox. */
export interface StoredPhone {
  _id: Types.ObjectId;
  openid: string;
  name: string;
  group: PhoneGroup;
  /** What the person is, in a word: 企业管理员, 受理岗 … */
  line: string;
  /** Enterprise or body the person stands in. */
  organization?: string;
  /** Whether the person has work at the console; absent: all but people of enterprises have. */
  hasConsole?: boolean;
  /** The number WeChat knows the person by, and text messages reach them on. */
  number?: string;
  /** WeChat refuses the log-in of a person at risk (40226). */
  isAtRisk?: boolean;
  /** Order of registration, which is the order on the page. */
  position: number;
}

const phoneSchema = new Schema<StoredPhone>(
  {
    openid: { type: String, required: true },
    name: { type: String, required: true },
    group: { type: String, enum: phoneGroups, required: true },
    line: { type: String, required: true },
    organization: String,
    hasConsole: Boolean,
    number: String,
    isAtRisk: Boolean,
    position: { type: Number, required: true },
  },
  { versionKey: false, collection: 'sandbox_phones' },
);
// A WeChat user has one phone.
phoneSchema.index({ openid: 1 }, { unique: true });
export const PhoneModel = mongoose.model<StoredPhone>('SandboxPhone', phoneSchema);

/** A code of wx.login or of the phone-number button, not to be had for one another: five minutes, single use. */
export interface StoredCode {
  _id: Types.ObjectId;
  kind: 'login' | 'phone';
  code: string;
  openid: string;
  mintedAt: Date;
  usedAt?: Date;
}

const codeSchema = new Schema<StoredCode>(
  {
    kind: { type: String, enum: ['login', 'phone'], required: true },
    code: { type: String, required: true },
    openid: { type: String, required: true },
    mintedAt: { type: Date, required: true },
    usedAt: Date,
  },
  { versionKey: false, collection: 'sandbox_codes' },
);
// The one look-up.
codeSchema.index({ code: 1 }, { unique: true });
export const CodeModel = mongoose.model<StoredCode>('SandboxCode', codeSchema);

/** Messages that a person still accepts from a template. */
export interface StoredCredit {
  _id: Types.ObjectId;
  openid: string;
  templateId: string;
  left: number;
}

const creditSchema = new Schema<StoredCredit>(
  {
    openid: { type: String, required: true },
    templateId: { type: String, required: true },
    left: { type: Number, required: true },
  },
  { versionKey: false, collection: 'sandbox_credits' },
);
// One counter per person and template.
creditSchema.index({ openid: 1, templateId: 1 }, { unique: true });
export const CreditModel = mongoose.model<StoredCredit>('SandboxCredit', creditSchema);

/** A subscription message that WeChat accepted: the sandbox's own log. */
export interface StoredSandboxMessage {
  _id: Types.ObjectId;
  openid: string;
  messageId: string;
  templateId: string;
  title: string;
  fields: { key: string; label: string; value: string }[];
  page?: string;
  receivedAt: Date;
  isRead: boolean;
}

const messageSchema = new Schema<StoredSandboxMessage>(
  {
    openid: { type: String, required: true },
    messageId: { type: String, required: true },
    templateId: { type: String, required: true },
    title: { type: String, required: true },
    fields: {
      type: [
        {
          _id: false,
          key: { type: String, required: true },
          label: { type: String, required: true },
          value: { type: String, required: true },
        },
      ],
      required: true,
    },
    page: String,
    receivedAt: { type: Date, required: true },
    isRead: { type: Boolean, required: true },
  },
  { versionKey: false, collection: 'sandbox_messages' },
);
// A phone's messages, newest first.
messageSchema.index({ openid: 1, receivedAt: -1 });
// The newest of all phones.
messageSchema.index({ receivedAt: -1 });
export const SandboxMessageModel = mongoose.model<StoredSandboxMessage>('SandboxMessage', messageSchema);

/** A text message that the provider delivered. */
export interface StoredText {
  _id: Types.ObjectId;
  number: string;
  text: string;
  receivedAt: Date;
}

const textSchema = new Schema<StoredText>(
  {
    number: { type: String, required: true },
    text: { type: String, required: true },
    receivedAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'sandbox_texts' },
);
// A number's text messages, newest first.
textSchema.index({ number: 1, receivedAt: -1 });
// The newest of all.
textSchema.index({ receivedAt: -1 });
export const TextModel = mongoose.model<StoredText>('SandboxText', textSchema);

/** What the sandbox remembers over restarts: one document. */
export interface StoredSettings {
  _id: string;
  /** Milliseconds by which the demonstration's clock runs ahead. */
  clockOffsetMs: number;
}

const settingsSchema = new Schema<StoredSettings>(
  { _id: { type: String, required: true }, clockOffsetMs: { type: Number, required: true } },
  { versionKey: false, collection: 'sandbox_settings' },
);
export const SettingsModel = mongoose.model<StoredSettings>('SandboxSettings', settingsSchema);
