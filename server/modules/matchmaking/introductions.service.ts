import { Types } from 'mongoose';
import type { Introduction } from '@contract/matchmaking';
import { accessible } from '../../access/access';
import { requireEnterprise, requirePerson, type Context } from '../../context';
import { AppError, invalidField, isDuplicateKey } from '../../errors';
import { nameMap, revealPhone } from '../accounts/people.service';
import { recordAudit } from '../audit/audit.service';
import { enterpriseRefs } from '../enterprises/enterprises.service';
import { notify, settleAction } from '../messages/messages.service';
import { contactRule } from './contact-rule';
import { IntroductionModel, type StoredIntroduction } from './introductions.model';
import { isMine, toListings } from './listing-reading.service';
import { ListingModel, type StoredListing } from './listings.model';
import { recipients } from './recipients';

const mostListed = 200;

/**
 * Shows the owner of a listing that the caller's enterprise would like to talk.
 * @throws NOT_FOUND when there is no such listing
 * @throws LISTING_NOT_OPEN when it isn't published or its last day has passed
 * @throws OWN_LISTING when it is the caller's own
 * @throws ALREADY_INTERESTED when the enterprise did so before
 * @throws VALIDATION_FAILED when the note holds a contact
 */
export async function expressInterest(
  ctx: Context,
  listingId: string,
  { note }: { note?: string },
): Promise<Introduction> {
  const enterpriseId = requireEnterprise(ctx).id;
  const listing = await ListingModel.findById(listingId).lean();
  if (!listing) throw new AppError('NOT_FOUND');
  if (isMine(ctx, listing)) throw new AppError('OWN_LISTING');
  if (listing.status !== 'published' || listing.expiresAt <= ctx.now) throw new AppError('LISTING_NOT_OPEN');
  const rule = contactRule(note ?? '');
  if (rule) throw invalidField('body.note', rule);
  const hiddenName = await findHiddenName(ctx, enterpriseId, listing);
  const stored: StoredIntroduction = {
    _id: new Types.ObjectId(),
    listingId: listing._id,
    ownerEnterpriseId: listing.enterpriseId,
    ownerPersonId: listing.ownerPersonId,
    enterpriseId: new Types.ObjectId(enterpriseId),
    personId: new Types.ObjectId(requirePerson(ctx).personId),
    ...(hiddenName ? { hiddenName } : {}),
    ...(note?.trim() ? { note: note.trim() } : {}),
    status: 'interested',
    createdAt: ctx.now,
  };
  try {
    await IntroductionModel.create(stored);
  } catch (error) {
    if (isDuplicateKey(error)) throw new AppError('ALREADY_INTERESTED');
    throw error;
  }
  await recordAudit(ctx, {
    action: 'introduction.asked',
    subject: { kind: 'introduction', id: stored._id.toHexString() },
    enterpriseId,
  });
  const asker = hiddenName ?? (await enterpriseRefs([enterpriseId])).get(enterpriseId)?.name ?? '一家企业';
  await notify(ctx, {
    key: interestKey(stored),
    personIds: await recipients(stored.ownerEnterpriseId, stored.ownerPersonId),
    topic: 'matchmaking',
    title: `${asker}对您有意`,
    text: `“${listing.title}”。您同意了，双方就换联系方式`,
    page: introductionPage(stored),
    needsAction: true,
  });
  return toIntroduction(ctx, stored);
}

// An asker that hides its name on the other side of this market would give itself away by asking.
async function findHiddenName(
  ctx: Context,
  enterpriseId: string,
  { market, side }: StoredListing,
): Promise<string | undefined> {
  const own = await ListingModel.findOne({
    enterpriseId,
    market,
    side: side === 'offer' ? 'need' : 'offer',
    isNameHidden: true,
    isOpen: true,
    expiresAt: { $gt: ctx.now },
  }).lean();
  return own?.ownerDescription;
}

/**
 * Owner accepts or declines, once; acceptance gives both sides each other's contact. The same answer again changes
 * nothing.
 * @throws NOT_FOUND when the caller's enterprise doesn't own the listing
 * @throws CONFLICT when the other answer was given before
 */
export async function decideIntroduction(
  ctx: Context,
  id: string,
  { accept }: { accept: boolean },
): Promise<Introduction> {
  const owned = { $and: [accessible(ctx, 'decide', 'introduction'), { _id: id }] };
  const status = accept ? ('accepted' as const) : ('declined' as const);
  const decided = await IntroductionModel.findOneAndUpdate(
    { ...owned, status: 'interested' },
    { $set: { status, decidedAt: ctx.now, decidedBy: new Types.ObjectId(requirePerson(ctx).personId) } },
    { returnDocument: 'after' },
  ).lean();
  if (!decided) {
    const standing = await IntroductionModel.findOne(owned).lean();
    if (!standing) throw new AppError('NOT_FOUND');
    if (standing.status !== status) throw new AppError('CONFLICT', { message: '这条意向已经答复过了' });
    return toIntroduction(ctx, standing, true);
  }
  await recordAudit(ctx, {
    action: `introduction.${status}`,
    subject: { kind: 'introduction', id },
    enterpriseId: decided.enterpriseId.toHexString(),
  });
  await settleAction(ctx, { key: interestKey(decided) });
  const listing = await ListingModel.findById(decided.listingId).lean();
  await notify(ctx, {
    key: `introduction:${id}:decided`,
    personIds: await recipients(decided.enterpriseId, decided.personId),
    topic: 'matchmaking',
    title: accept ? '对方同意了，可以联系' : '对方暂时不谈',
    text: `“${listing?.title ?? ''}”。${accept ? '联系人和电话已互换，点开就能看' : '可以看看别的'}`,
    page: introductionPage(decided),
  });
  return toIntroduction(ctx, decided, true);
}

/** Introductions of the caller's enterprise from either side, newest first; phone numbers only one by one. */
export async function listIntroductions(ctx: Context): Promise<Introduction[]> {
  const stored = await IntroductionModel.find(accessible(ctx, 'read', 'introduction'))
    .sort({ _id: -1 })
    .limit(mostListed)
    .lean();
  return toIntroductions(ctx, stored);
}

/**
 * One introduction; after acceptance with the other side's phone number, whose reading is audited.
 * @throws NOT_FOUND when the caller's enterprise takes no part in it
 */
export async function getIntroduction(ctx: Context, id: string): Promise<Introduction> {
  const stored = await IntroductionModel.findOne({
    $and: [accessible(ctx, 'read', 'introduction'), { _id: id }],
  }).lean();
  if (!stored) throw new AppError('NOT_FOUND');
  return toIntroduction(ctx, stored, true);
}

async function toIntroduction(
  ctx: Context,
  stored: StoredIntroduction,
  withPhone = false,
): Promise<Introduction> {
  const [introduction] = await toIntroductions(ctx, [stored]);
  if (!introduction) throw new AppError('NOT_FOUND');
  if (!withPhone || !introduction.contact) return introduction;
  const phone = await revealPhone(ctx, (await contactPerson(ctx, stored)) ?? '', {
    subject: { kind: 'introduction', id: introduction.id },
    reason: '双方同意对接后互换联系方式',
  });
  return { ...introduction, contact: { ...introduction.contact, ...(phone ? { phone } : {}) } };
}

/** Stored introductions as the caller's side sees them. */
async function toIntroductions(ctx: Context, stored: StoredIntroduction[]): Promise<Introduction[]> {
  const listings = await ListingModel.find({ _id: { $in: stored.map(({ listingId }) => listingId) } }).lean();
  const shown = new Map((await toListings(ctx, listings)).map((listing) => [listing.id, listing]));
  const enterprises = await enterpriseRefs(
    stored.flatMap(({ ownerEnterpriseId, enterpriseId }) => [ownerEnterpriseId, enterpriseId]),
  );
  const contacts = new Map<string, string>();
  for (const introduction of stored) {
    const personId = introduction.status === 'accepted' ? await contactPerson(ctx, introduction) : undefined;
    if (personId) contacts.set(introduction._id.toHexString(), personId);
  }
  const names = await nameMap(contacts.values());
  return stored.flatMap((introduction) => {
    const id = introduction._id.toHexString();
    const listing = shown.get(introduction.listingId.toHexString());
    if (!listing) return [];
    const isOwner = ownsListing(ctx, introduction);
    const other = enterprises.get(
      (isOwner ? introduction.enterpriseId : introduction.ownerEnterpriseId).toHexString(),
    );
    const name = names.get(contacts.get(id) ?? '');
    const isAccepted = introduction.status === 'accepted';
    return {
      id,
      status: introduction.status,
      listing,
      side: isOwner ? ('owner' as const) : ('asked' as const),
      otherName: isOwner
        ? ((isAccepted ? undefined : introduction.hiddenName) ?? other?.name ?? '')
        : listing.ownerName,
      ...(isAccepted && other && name ? { contact: { enterprise: other, name } } : {}),
      ...(introduction.note ? { note: introduction.note } : {}),
      createdAt: introduction.createdAt.toISOString(),
      ...(introduction.decidedAt ? { decidedAt: introduction.decidedAt.toISOString() } : {}),
    };
  });
}

/** The person of the other side who acted, or a colleague where that person has left. */
async function contactPerson(ctx: Context, introduction: StoredIntroduction): Promise<string | undefined> {
  const [personId] = ownsListing(ctx, introduction)
    ? await recipients(introduction.enterpriseId, introduction.personId)
    : await recipients(introduction.ownerEnterpriseId, introduction.ownerPersonId);
  return personId;
}

function ownsListing(ctx: Context, { ownerEnterpriseId }: StoredIntroduction): boolean {
  return ownerEnterpriseId.toHexString() === requireEnterprise(ctx).id;
}

function interestKey({ _id }: StoredIntroduction): string {
  return `introduction:${_id.toHexString()}:interest`;
}

function introductionPage({ _id }: StoredIntroduction): string {
  return `features/matchmaking/introduction/index?id=${_id.toHexString()}`;
}
