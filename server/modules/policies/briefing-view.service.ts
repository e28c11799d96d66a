import type { Briefing, BriefingFigures } from '@contract/policies';
import { nameMap } from '../accounts/people.service';
import { deliveryFigures } from '../messages/messages.service';
import { organizationRefs } from '../organizations/organizations.service';
import { BriefingDeliveryModel, type BriefingDoc } from './briefings.model';

/** Key of the notices of a briefing: each person gets it once, however often the push is taken up. */
export const noticeKey = (briefingId: string) => `briefing:${briefingId}`;

/** A stored briefing in the shape of the wire. */
export async function toBriefing(doc: BriefingDoc): Promise<Briefing> {
  const [briefing] = await toBriefings([doc]);
  return briefing as Briefing;
}

/** Stored briefings in the shape of the wire, with their figures. */
export async function toBriefings(docs: BriefingDoc[]): Promise<Briefing[]> {
  const [organizations, names, figures] = await Promise.all([
    organizationRefs(docs.map(({ organizationId }) => organizationId)),
    nameMap(docs.map(({ authorId }) => authorId)),
    Promise.all(docs.map(figuresOf)),
  ]);
  return docs.map((doc, at) => ({
    id: doc._id.toString(),
    number: doc.number,
    title: doc.title,
    sentences: doc.sentences,
    whoText: doc.whoText,
    amountText: doc.amountText,
    ...(doc.untilOn ? { untilOn: doc.untilOn } : {}),
    policyIds: doc.policyIds.map(String),
    status: doc.status,
    organization: organizations.get(doc.organizationId.toString()) ?? {
      id: doc.organizationId.toString(),
      name: '已撤销的单位',
      shortName: '已撤销的单位',
    },
    author: { id: doc.authorId.toString(), name: names.get(doc.authorId.toString()) ?? '已注销' },
    createdAt: doc.createdAt.toISOString(),
    ...(doc.sentAt ? { sentAt: doc.sentAt.toISOString() } : {}),
    figures: figures[at] as BriefingFigures,
  }));
}

async function figuresOf(doc: BriefingDoc): Promise<BriefingFigures> {
  if (doc.status === 'draft')
    return { audience: 0, inbox: 0, subscription: 0, noConsent: 0, opened: 0, irrelevant: 0 };
  const briefingId = doc._id;
  const [messages, audience, opened, irrelevant] = await Promise.all([
    deliveryFigures(noticeKey(briefingId.toString())),
    BriefingDeliveryModel.countDocuments({ briefingId, deliveredAt: { $exists: true } }),
    BriefingDeliveryModel.countDocuments({ briefingId, openedAt: { $exists: true } }),
    BriefingDeliveryModel.countDocuments({ briefingId, irrelevantAt: { $exists: true } }),
  ]);
  const { inbox, subscription, noConsent } = messages;
  return { audience, inbox, subscription, noConsent, opened, irrelevant };
}
