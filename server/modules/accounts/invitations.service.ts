import mongoose, { Types } from 'mongoose';
import type { Body, Invitation, InvitationOffer, Me, Query, Reply } from '@contract';
import type { OfficerRole } from '@contract/enums';
import { accessible } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import {
  getOrganization,
  organizationRecords,
  type OrganizationRecord,
} from '../organizations/organizations.service';
import { regionName } from '../organizations/regions';
import { invitationTries, triesPerAddress } from './attempt-rules';
import { takeTurn } from './attempts.service';
import { InvitationModel, type InvitationDoc } from './invitations.model';
import { getMe } from './me.service';
import { OfficeModel } from './memberships.model';
import { administeredBody, after } from './office-changes.service';
import { PersonModel } from './people.model';
import { nameMap } from './people.service';
import { addressOf } from './phone-codes.service';
import { actorOf } from './sessions.service';
import { clearCode, keyedHash, plainCode } from './sign-in-codes';

const lifeMs = 7 * 86_400_000;
const codeLength = 8;
/** What people are called until they say their name. */
const unnamed = ['微信用户', '手机用户'];

/**
 * Invites an officer to a body the caller administers; the code is answered this once.
 * @throws BODY_NOT_IN_SCOPE when the body lies outside those the caller administers
 */
export async function inviteOfficer(
  ctx: Context,
  body: Body<'POST /invitations'>,
): Promise<Reply<'POST /invitations'>> {
  const organization = await administeredBody(ctx, body.organizationId);
  return issueInvitation(ctx, organization, body);
}

/** Writes an invitation down and answers its code, whoever invites. */
export async function issueInvitation(
  ctx: Context,
  organization: OrganizationRecord,
  { name, roles, isHead = false }: { name: string; roles: OfficerRole[]; isHead?: boolean },
): Promise<{ invitation: Invitation; code: string }> {
  const code = clearCode(codeLength);
  const doc = await InvitationModel.create({
    codeHash: hashOf(ctx, code),
    name: name.trim(),
    organizationId: organization.id,
    scope: [organization.id, ...organization.ancestorIds],
    roles,
    isHead,
    ...(ctx.actor.kind === 'person' ? { invitedById: ctx.actor.personId } : {}),
    createdAt: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + lifeMs),
  });
  await recordAudit(ctx, {
    action: 'invitation.issued',
    subject: { kind: 'invitation', id: doc._id.toString() },
    reason: `${organization.id}: ${roles.join(' ')}`,
  });
  const [invitation] = await toInvitations([doc.toObject()], ctx.now);
  if (!invitation) throw new AppError('NOT_FOUND');
  return { invitation, code: `${code.slice(0, 4)}-${code.slice(4)}` };
}

/** Invitations of the bodies the caller administers, newest first. */
export async function listInvitations(
  ctx: Context,
  { organizationId, cursor, limit = 20 }: Query<'GET /invitations'>,
): Promise<Reply<'GET /invitations'>> {
  const condition = {
    $and: [
      accessible(ctx, 'read', 'invitation'),
      ...(organizationId ? [{ organizationId: new Types.ObjectId(organizationId) }] : []),
    ],
  };
  const [docs, total] = await Promise.all([
    InvitationModel.find({ $and: [condition, after(cursor, 'down')] })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean(),
    InvitationModel.countDocuments(condition),
  ]);
  const page = docs.slice(0, limit);
  const last = page.at(-1);
  const items = await toInvitations(page, ctx.now);
  return { items, total, ...(docs.length > limit && last ? { next: last._id.toString() } : {}) };
}

/**
 * Takes an invitation back before anybody has taken it up.
 * @throws NOT_FOUND when it lies outside the bodies the caller administers
 * @throws CONFLICT when it was taken up or revoked already
 */
export async function revokeInvitation(ctx: Context, id: string): Promise<void> {
  const own = { $and: [{ _id: id }, accessible(ctx, 'delete', 'invitation')] };
  const revoked = await InvitationModel.updateOne(
    { $and: [own, { acceptedAt: { $exists: false }, revokedAt: { $exists: false } }] },
    { $set: { revokedAt: ctx.now } },
  );
  if (revoked.modifiedCount === 0)
    throw new AppError((await InvitationModel.exists(own)) ? 'CONFLICT' : 'NOT_FOUND');
  await recordAudit(ctx, { action: 'invitation.revoked', subject: { kind: 'invitation', id } });
}

/**
 * What a code invites to.
 * @throws RATE_LIMITED when the caller or their address tried too many codes
 * @throws INVITATION_INVALID when there is none, or it was used, revoked or has expired
 */
export async function previewInvitation(
  ctx: Context,
  { code }: Body<'POST /invitations/previews'>,
): Promise<InvitationOffer> {
  await countTry(ctx);
  const doc = await InvitationModel.findOne(openWith(ctx, code)).lean();
  if (!doc) throw new AppError('INVITATION_INVALID');
  const body = await getOrganization(doc.organizationId.toString());
  return {
    name: doc.name,
    organization: { id: body.id, name: body.name, shortName: body.shortName },
    regionName: regionName(body.regionCode),
    roles: doc.roles,
    expiresAt: doc.expiresAt.toISOString(),
  };
}

/**
 * Takes up the office a code invites to; roles the caller holds in the body already stay.
 * @throws RATE_LIMITED when the caller or their address tried too many codes
 * @throws INVITATION_INVALID when there is none, or it was used, revoked or has expired
 * @throws NOT_SIGNED_IN when the caller's account is being closed at this moment
 */
export async function acceptInvitation(
  ctx: Context,
  { code }: Body<'POST /invitations/acceptances'>,
): Promise<Me> {
  const { personId, sessionId } = requirePerson(ctx);
  await countTry(ctx);
  await mongoose.connection.transaction(async (session) => {
    const doc = await InvitationModel.findOneAndUpdate(
      openWith(ctx, code),
      { $set: { acceptedAt: ctx.now, acceptedById: new Types.ObjectId(personId) } },
      { session },
    ).lean();
    if (!doc) throw new AppError('INVITATION_INVALID');
    // Written, not only read: of an invitation and the closing of the account at once, one runs into the other.
    const taker = await PersonModel.updateOne(
      { _id: personId, closingAt: { $exists: false }, closedAt: { $exists: false } },
      { $inc: { officesTaken: 1 } },
      { session },
    );
    if (taker.modifiedCount === 0) throw new AppError('NOT_SIGNED_IN');
    await OfficeModel.updateOne(
      { personId, organizationId: doc.organizationId },
      {
        $addToSet: { roles: { $each: doc.roles } },
        // The body may have moved since: its own path counts.
        $set: { scope: await pathOf(doc), ...(doc.isHead ? { isHead: true } : {}) },
        $setOnInsert: { isOnDuty: false, ...(doc.isHead ? {} : { isHead: false }) },
        $inc: { revision: 1 },
      },
      { upsert: true, session },
    );
    await PersonModel.updateOne(
      { _id: personId, name: { $in: unnamed } },
      { $set: { name: doc.name } },
      { session },
    );
    await recordAudit(
      ctx,
      {
        action: 'invitation.accepted',
        subject: { kind: 'invitation', id: doc._id.toString() },
        reason: `${doc.organizationId.toString()}: ${doc.roles.join(' ')}`,
      },
      session,
    );
  });
  const actor = await actorOf(personId, sessionId);
  if (!actor) throw new AppError('NOT_FOUND');
  return getMe({ ...ctx, actor });
}

async function pathOf({ organizationId }: InvitationDoc): Promise<string[]> {
  const { ancestorIds, id } = await getOrganization(organizationId.toString());
  return [id, ...ancestorIds];
}

async function countTry(ctx: Context): Promise<void> {
  const { personId } = requirePerson(ctx);
  await takeTurn(`invitation address ${addressOf(ctx)}`, triesPerAddress, ctx.now);
  await takeTurn(`invitation person ${personId}`, invitationTries, ctx.now);
}

function openWith(ctx: Context, code: string) {
  return {
    codeHash: hashOf(ctx, plainCode(code)),
    acceptedAt: { $exists: false },
    revokedAt: { $exists: false },
    expiresAt: { $gt: ctx.now },
  };
}

function hashOf(ctx: Context, code: string): string {
  return keyedHash(ctx.environment.config.keys.signInKey, 'invitation', code);
}

async function toInvitations(docs: InvitationDoc[], now: Date): Promise<Invitation[]> {
  const [bodies, names] = await Promise.all([
    organizationRecords(docs.map((doc) => doc.organizationId)),
    nameMap(docs.flatMap((doc) => [doc.invitedById ?? [], doc.acceptedById ?? []].flat())),
  ]);
  const ref = (id: Types.ObjectId | undefined) =>
    id && { id: id.toString(), name: names.get(id.toString()) ?? '' };
  return docs.flatMap((doc) => {
    const body = bodies.get(doc.organizationId.toString());
    const invitedBy = ref(doc.invitedById);
    const acceptedBy = ref(doc.acceptedById);
    if (!body) return [];
    return [
      {
        id: doc._id.toString(),
        name: doc.name,
        organization: { id: body.id, name: body.name, shortName: body.shortName },
        regionName: regionName(body.regionCode),
        roles: doc.roles,
        isHead: doc.isHead,
        status: statusOf(doc, now),
        createdAt: doc.createdAt.toISOString(),
        expiresAt: doc.expiresAt.toISOString(),
        ...(invitedBy ? { invitedBy } : {}),
        ...(acceptedBy ? { acceptedBy } : {}),
      },
    ];
  });
}

function statusOf(doc: InvitationDoc, now: Date): Invitation['status'] {
  if (doc.acceptedAt) return 'accepted';
  if (doc.revokedAt) return 'revoked';
  return doc.expiresAt <= now ? 'expired' : 'open';
}
