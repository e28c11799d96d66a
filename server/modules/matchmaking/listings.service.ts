import { Types } from 'mongoose';
import type { Listing, ListingInput } from '@contract/matchmaking';
import { accessible } from '../../access/access';
import { requireEnterprise, requirePerson, type Context } from '../../context';
import { AppError, invalidField, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { getProfile } from '../enterprises/enterprises.service';
import { findIndustry } from '../enterprises/industries';
import { isDay, startOfDay } from '../issues/calendar';
import { notify } from '../messages/messages.service';
import { scopeOf } from '../organizations/organizations.service';
import { cityOf, findRegion, regionName } from '../organizations/regions';
import { contactRule } from './contact-rule';
import { divisionName } from './industry-chain';
import { fingerprint, likeness, sameLikeness, similarLikeness } from './likeness';
import { toListing } from './listing-reading.service';
import { ListingModel, nextSequence, type StoredListing } from './listings.model';
import { recipients } from './recipients';

const dayMs = 86_400_000;
/** A listing stands at most this long; then it is posted anew or forgotten. */
const mostDays = 180;

/**
 * Posts an offer or a need of the caller's enterprise; it waits for its desk's review.
 * @throws VALIDATION_FAILED when a text holds a phone number, a WeChat id or a mail address, the last day lies in the
 *   past or more than 180 days ahead, or a code isn't known
 * @throws CONFLICT when an open listing of the enterprise says the same
 */
export async function createListing(ctx: Context, input: ListingInput): Promise<Listing> {
  const enterprise = requireEnterprise(ctx);
  checkInput(ctx, input);
  const profile = await getProfile(enterprise.id, ctx.now);
  const words = `${input.title}\n${input.text}`;
  const resembled = await findResembled(enterprise.id, input, words);
  if (resembled && resembled.likeness >= sameLikeness) throw saidAlready(resembled.listing.title);
  const stored: StoredListing = {
    _id: new Types.ObjectId(),
    enterpriseId: new Types.ObjectId(enterprise.id),
    ownerPersonId: new Types.ObjectId(requirePerson(ctx).personId),
    scope: await scopeOf([profile.deskOrganizationId]),
    market: input.market,
    side: input.side,
    title: input.title.trim(),
    text: input.text.trim(),
    ...(input.quantity ? { quantity: input.quantity.trim() } : {}),
    ...(input.amountFen ? { amountFen: input.amountFen } : {}),
    industryCode: input.industryCode ?? profile.industryCode,
    regionCode: input.regionCode ?? profile.regionCode,
    validUntil: input.validUntil,
    expiresAt: new Date(startOfDay(input.validUntil).getTime() + dayMs),
    isNameHidden: input.isNameHidden,
    ownerDescription: describe(profile),
    status: 'in-review',
    isOpen: true,
    fingerprint: fingerprint(words),
    ...(resembled ? { resembles: { listingId: resembled.listing._id, title: resembled.listing.title } } : {}),
    createdAt: ctx.now,
    sequence: await nextSequence(),
  };
  try {
    await ListingModel.create(stored);
  } catch (error) {
    if (isDuplicateKey(error)) throw saidAlready(stored.title);
    throw error;
  }
  await recordListing(ctx, 'listing.created', stored);
  return toListing(ctx, stored);
}

function checkInput(ctx: Context, input: ListingInput): void {
  for (const field of ['title', 'text', 'quantity'] as const) {
    const rule = contactRule(input[field] ?? '');
    if (rule) throw invalidField(`body.${field}`, rule);
  }
  if (!isDay(input.validUntil)) throw invalidField('body.validUntil', '没有这一天');
  const day = startOfDay(input.validUntil);
  if (day.getTime() + dayMs <= ctx.now.getTime()) throw invalidField('body.validUntil', '有效期不能早于今天');
  if (day.getTime() > ctx.now.getTime() + mostDays * dayMs)
    throw invalidField('body.validUntil', `有效期最长 ${mostDays} 天`);
  if (input.industryCode && !findIndustry(input.industryCode))
    throw invalidField('body.industryCode', '没有这个行业');
  if (input.regionCode && !findRegion(input.regionCode))
    throw invalidField('body.regionCode', '没有这个地区');
}

async function findResembled(
  enterpriseId: string,
  { market, side }: ListingInput,
  words: string,
): Promise<{ listing: StoredListing; likeness: number } | undefined> {
  const open = await ListingModel.find({ enterpriseId, market, side, isOpen: true }).lean();
  const [nearest] = open
    .map((listing) => ({ listing, likeness: likeness(words, `${listing.title}\n${listing.text}`) }))
    .sort((one, other) => other.likeness - one.likeness);
  return nearest && nearest.likeness >= similarLikeness ? nearest : undefined;
}

function saidAlready(title: string): AppError {
  return new AppError('CONFLICT', { message: `您已有一条几乎一样的信息“${title}”，先撤下那条再发` });
}

function describe({ regionCode, industryCode }: { regionCode: string; industryCode: string }): string {
  return `${regionName(cityOf(regionCode) ?? regionCode)}一家${divisionName(industryCode)}企业`;
}

/**
 * Publishes a listing or sends it back with a reason, and tells its owner.
 * @throws NOT_FOUND when it lies outside the reviewer's scope
 * @throws VALIDATION_FAILED when it is sent back without a reason
 * @throws LISTING_NOT_OPEN when its last day has passed
 * @throws CONFLICT when it doesn't wait for review any more
 */
export async function reviewListing(
  ctx: Context,
  id: string,
  { publish, reason }: { publish: boolean; reason?: string },
): Promise<Listing> {
  const inScope = { $and: [accessible(ctx, 'review', 'listing'), { _id: id }] };
  const listing = await ListingModel.findOne(inScope).lean();
  if (!listing) throw new AppError('NOT_FOUND');
  if (!publish && !reason?.trim()) throw invalidField('body.reason', '退回要写原因，企业才知道怎么改');
  if (publish && listing.expiresAt <= ctx.now) throw new AppError('LISTING_NOT_OPEN');
  const reviewedBy = new Types.ObjectId(requirePerson(ctx).personId);
  const reviewed = await ListingModel.findOneAndUpdate(
    { ...inScope, status: 'in-review' },
    {
      $set: {
        reviewedBy,
        sequence: await nextSequence(),
        ...(publish
          ? { status: 'published', publishedAt: ctx.now }
          : { status: 'returned', isOpen: false, returnReason: reason?.trim() }),
      },
    },
    { returnDocument: 'after' },
  ).lean();
  if (!reviewed) throw new AppError('CONFLICT', { message: '这条信息已有人审过，或已撤下' });
  await recordAudit(ctx, {
    action: publish ? 'listing.published' : 'listing.returned',
    subject: { kind: 'listing', id },
    enterpriseId: reviewed.enterpriseId.toHexString(),
    ...(publish ? {} : { reason: reason?.trim() ?? '' }),
  });
  await notify(ctx, {
    key: `listing:${id}:reviewed`,
    personIds: await recipients(reviewed.enterpriseId, reviewed.ownerPersonId),
    topic: 'matchmaking',
    title: publish ? '供需信息上线了' : '供需信息退回了',
    text: publish
      ? `“${reviewed.title}”已上线，有合适的会告诉您`
      : `“${reviewed.title}”没有上线。原因：${reviewed.returnReason ?? ''}`,
    page: `features/matchmaking/listing/index?id=${id}`,
  });
  return toListing(ctx, reviewed);
}

/**
 * Takes a listing of the caller's enterprise down; one that is down already stays as it is.
 * @throws NOT_FOUND when it isn't of the caller's enterprise
 */
export async function withdrawListing(ctx: Context, id: string): Promise<Listing> {
  const mine = { $and: [accessible(ctx, 'withdraw', 'listing'), { _id: id }] };
  const withdrawn = await ListingModel.findOneAndUpdate(
    { ...mine, status: { $in: ['in-review', 'published', 'returned'] } },
    { $set: { status: 'withdrawn', isOpen: false, sequence: await nextSequence() } },
    { returnDocument: 'after' },
  ).lean();
  const listing = withdrawn ?? (await ListingModel.findOne(mine).lean());
  if (!listing) throw new AppError('NOT_FOUND');
  if (withdrawn) await recordListing(ctx, 'listing.withdrawn', withdrawn);
  return toListing(ctx, listing);
}

async function recordListing(ctx: Context, action: string, listing: StoredListing): Promise<void> {
  const { _id, enterpriseId, scope } = listing;
  const subject = { kind: 'listing', id: _id.toHexString() };
  await recordAudit(ctx, { action, subject, enterpriseId: enterpriseId.toHexString(), scope });
}

/** Job: ends listings whose last day has passed. */
export async function expireListings(ctx: Context): Promise<{ expired: number }> {
  const due = await ListingModel.find({ isOpen: true, expiresAt: { $lte: ctx.now } })
    .select({ _id: 1 })
    .lean();
  let expired = 0;
  for (const { _id } of due) {
    const { modifiedCount } = await ListingModel.updateOne(
      { _id, isOpen: true, expiresAt: { $lte: ctx.now } },
      { $set: { status: 'expired', isOpen: false, sequence: await nextSequence() } },
    );
    expired += modifiedCount;
    if (modifiedCount === 1)
      await recordAudit(ctx, {
        action: 'listing.expired',
        subject: { kind: 'listing', id: _id.toHexString() },
      });
  }
  return { expired };
}
