import type { Briefing, BriefingFigures } from '@contract/policies';
import { reaches } from '../../access/access';
import type { Context } from '../../context';
import { nameMap } from '../accounts/people.service';
import { deliveryFigures } from '../messages/messages.service';
import { organizationRefs } from '../organizations/organizations.service';
import { BriefingDeliveryModel, type BriefingDoc } from './briefings.model';

/** Key of the notices of a briefing: each person gets it once, however often the push is taken up. */
export const noticeKey = (briefingId: string) => `briefing:${briefingId}`;

/** A stored briefing as the caller sees it. */
export async function toBriefing(ctx: Context, doc: BriefingDoc): Promise<Briefing> {
  const [briefing] = await toBriefings(ctx, [doc]);
  return briefing as Briefing;
}

/** Stored briefings as the caller sees them: their figures only for editors of the body and of those above. */
export async function toBriefings(ctx: Context, docs: BriefingDoc[]): Promise<Briefing[]> {
  const isOwn = (doc: BriefingDoc) => reaches(ctx, 'read', 'briefing', doc, 'officer');
  const [organizations, names, figures] = await Promise.all([
    organizationRefs(docs.map(({ organizationId }) => organizationId)),
    nameMap(docs.map(({ authorId }) => authorId)),
    Promise.all(docs.map((doc) => (isOwn(doc) && doc.status === 'sent' ? figuresOf(doc) : noFigures))),
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

const noFigures: BriefingFigures = {
  audience: 0,
  inbox: 0,
  subscription: 0,
  noConsent: 0,
  opened: 0,
  irrelevant: 0,
};

async function figuresOf(doc: BriefingDoc): Promise<BriefingFigures> {
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
