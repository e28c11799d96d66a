import { Schema, model, type Types } from 'mongoose';
import { messageTemplates, type MessageTemplate } from '@contract/enums';

/** How often a person allowed WeChat to deliver a template's message, and how often that was used. */
export interface ConsentDoc {
  _id: Types.ObjectId;
  personId: Types.ObjectId;
  template: MessageTemplate;
  granted: number;
  spent: number;
}

const consentSchema = new Schema<ConsentDoc>(
  {
    personId: { type: Schema.Types.ObjectId, required: true },
    template: { type: String, enum: messageTemplates, required: true },
    granted: { type: Number, required: true },
    spent: { type: Number, required: true },
  },
  { versionKey: false, collection: 'consents' },
);
// One account per person and template.
consentSchema.index({ personId: 1, template: 1 }, { unique: true });

export const ConsentModel = model<ConsentDoc>('Consent', consentSchema);
