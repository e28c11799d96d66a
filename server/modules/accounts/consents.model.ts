import { Schema, model, type Types } from 'mongoose';
import { messageTemplates, type MessageTemplate } from '@contract/enums';

/** How often a person allowed WeChat to deliver a template's message, and how often that was used. */
export interface ConsentDoc {
  _id: Types.ObjectId;
  personId: Types.ObjectId;
  template: MessageTemplate;
  granted: number;
  spent: number;
  /**
   * Answers that the mini-program told and WeChat's own call hasn't yet; negative where WeChat was faster. Either way one
   * answer counts once.
   */
  ahead?: number;
  /** When it last changed; absent before that was kept. */
  touchedAt?: Date;
}

const consentSchema = new Schema<ConsentDoc>(
  {
    personId: { type: Schema.Types.ObjectId, required: true },
    template: { type: String, enum: messageTemplates, required: true },
    granted: { type: Number, required: true },
    spent: { type: Number, required: true },
    ahead: Number,
    touchedAt: Date,
  },
  { versionKey: false, collection: 'consents' },
);
// One account per person and template.
consentSchema.index({ personId: 1, template: 1 }, { unique: true });

// Accounts nobody has touched for long.
consentSchema.index({ touchedAt: 1 });

export const ConsentModel = model<ConsentDoc>('Consent', consentSchema);
