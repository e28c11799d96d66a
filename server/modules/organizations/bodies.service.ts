import { isDeepStrictEqual } from 'node:util';
import mongoose, { type ClientSession } from 'mongoose';
import type {
  Body,
  KnownContact,
  OrganizationContact,
  OrganizationDetail,
  OrganizationChange,
} from '@contract';
import { contactRoles, type ContactRole } from '@contract/enums';
import { manageable, reaches } from '../../access/access';
import type { Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { openPhone, sealPhone } from '../accounts/people.service';
import { staleCiphers } from '../accounts/phone';
import { recordAudit } from '../audit/audit.service';
import type { ChangeDetail } from './changes.model';
import { changesOf, recordChange } from './history.service';
import { OrganizationModel, type ContactDoc, type OrganizationDoc } from './organizations.model';
import { createOrganization, organizationRefs, toContactDoc, toOrganization } from './organizations.service';

/**
 * Adds a body below one of the caller's.
 * @throws NOT_FOUND when the body above isn't the caller's to add to, or has ended
 * @throws VALIDATION_FAILED when the region isn't in the table
 */
export async function addOrganization(
  ctx: Context,
  body: Body<'POST /organizations'>,
): Promise<OrganizationDetail> {
  const { reason, ...input } = body;
  await findOwn(ctx, 'create', input.parentId);
  const { id } = await createOrganization(ctx, input, reason);
  return describeOrganization(ctx, id);
}

/**
 * One body as the caller may see it: facts, place in the tree, public contacts.
 * @throws NOT_FOUND when there is none with this id
 */
export async function describeOrganization(ctx: Context, id: string): Promise<OrganizationDetail> {
  const doc = await OrganizationModel.findById(id).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  const [names, childCount] = await Promise.all([
    organizationRefs([...doc.ancestorIds, ...(doc.mergedIntoId ? [doc.mergedIntoId] : [])]),
    OrganizationModel.countDocuments({ parentId: doc._id, closedAt: { $exists: false } }),
  ]);
  const heir = doc.mergedIntoId && names.get(doc.mergedIntoId.toString());
  const mayRestructure =
    doc.ancestorIds.length > 0 && reaches(ctx, 'decide', 'organization', parentLike(doc));
  return {
    ...toOrganization(doc),
    path: doc.ancestorIds.flatMap((each) => names.get(each.toString()) ?? []),
    childCount,
    ...(heir ? { mergedInto: heir } : {}),
    ...(doc.annualRatePercent === undefined ? {} : { annualRatePercent: doc.annualRatePercent }),
    ...(doc.isBenchmark === undefined ? {} : { isBenchmark: doc.isBenchmark }),
    contacts: (doc.contacts ?? []).map(toContact),
    allowed: doc.closedAt
      ? []
      : [
          ...(reaches(ctx, 'update', 'organization', doc) ? (['update'] as const) : []),
          ...(mayRestructure ? (['restructure'] as const) : []),
        ],
  };
}

/** The body above as access sees it: who reaches it may take the body away from it. */
function parentLike({ ancestorIds }: OrganizationDoc) {
  return { _id: ancestorIds.at(-1), ancestorIds: ancestorIds.slice(0, -1) };
}

/**
 * Changes the facts of a body; what is left out is emptied.
 * @throws NOT_FOUND when the body isn't the caller's to change, or has ended
 */
export async function updateOrganization(
  ctx: Context,
  id: string,
  { reason, ...facts }: Body<'PUT /organizations/:id'>,
): Promise<OrganizationDetail> {
  const before = await findOwn(ctx, 'update', id);
  const details = factNames.flatMap((field): ChangeDetail[] => {
    const [from, to] = [textOf(before[field]), textOf(facts[field])];
    return from === to ? [] : [{ field, ...(from ? { from } : {}), ...(to ? { to } : {}) }];
  });
  if (details.length === 0) return describeOrganization(ctx, id);
  const gone = factNames.filter((field) => facts[field] === undefined);
  await mongoose.connection.transaction(async (session) => {
    const written = await OrganizationModel.updateOne(
      { _id: before._id, closedAt: { $exists: false } },
      {
        $set: facts,
        ...(gone.length > 0 ? { $unset: Object.fromEntries(gone.map((field) => [field, 1])) } : {}),
      },
      { session },
    );
    if (written.matchedCount === 0) throw new AppError('CONFLICT');
    await recordChange(
      ctx,
      [{ organizationId: before._id, kind: 'changed', details, ...(reason ? { reason } : {}) }],
      session,
    );
  });
  await recordAudit(ctx, {
    action: 'organization.changed',
    subject: { kind: 'organization', id },
    ...(reason ? { reason } : {}),
  });
  return describeOrganization(ctx, id);
}

const factNames = ['name', 'shortName', 'address', 'phone', 'annualRatePercent', 'isBenchmark'] as const;

function textOf(value: string | number | boolean | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'boolean' ? (value ? '是' : '否') : String(value);
}

/**
 * What became of a body, newest first.
 * @throws NOT_FOUND when the body lies outside the caller's offices
 */
export async function listChanges(ctx: Context, id: string): Promise<OrganizationChange[]> {
  await findOwn(ctx, 'read', id, { isEndedToo: true });
  return changesOf(id);
}

/**
 * Contacts of a body, their own phones masked.
 * @throws NOT_FOUND when the body lies outside the caller's offices
 */
export async function listContacts(ctx: Context, id: string): Promise<KnownContact[]> {
  const { contacts = [] } = await findOwn(ctx, 'read', id, { isEndedToo: true });
  return contacts.map(toKnownContact);
}

/**
 * Names the contacts of a body in place of those before. Where a role keeps its person and no phone is given, the phone
 * known so far is kept.
 * @throws NOT_FOUND when the body isn't the caller's to change, or has ended
 * @throws VALIDATION_FAILED when a role is named twice
 * @throws CONFLICT when the contacts aren't those any more that the caller saw
 */
export async function setContacts(
  ctx: Context,
  id: string,
  { contacts, seen }: Body<'PUT /organizations/:id/contacts'>,
): Promise<KnownContact[]> {
  contacts.forEach(({ role }, at) => {
    if (contacts.findIndex((other) => other.role === role) < at)
      throw invalidField(`body.contacts.${at}.role`, '每种联系人只能有一位');
  });
  const docs = await mongoose.connection.transaction(async (session) => {
    // Read where it is written: of two who save at once, one runs into the other's write and looks again.
    const body = await findOwn(ctx, 'update', id, { session });
    const before = body.contacts ?? [];
    if (seen && !isDeepStrictEqual(before.map(toKnownContact), seen))
      throw new AppError('CONFLICT', { message: '联系人刚刚有人改过，请关掉重新打开，看过再改' });
    const after = toContactDocs(ctx, contacts, before);
    await OrganizationModel.updateOne({ _id: body._id }, { $set: { contacts: after } }, { session });
    const details = contactChanges(before, after);
    if (details.length > 0)
      await recordChange(ctx, [{ organizationId: body._id, kind: 'changed', details }], session);
    return after;
  });
  await recordAudit(ctx, { action: 'organization.contacts-set', subject: { kind: 'organization', id } });
  return docs.map(toKnownContact);
}

function toContactDocs(
  ctx: Context,
  contacts: Body<'PUT /organizations/:id/contacts'>['contacts'],
  before: readonly ContactDoc[],
): ContactDoc[] {
  const ordered = contactRoles.flatMap((role) => contacts.filter((contact) => contact.role === role));
  return ordered.map(({ phone, ...contact }) => {
    const known = before.find(({ role, name }) => role === contact.role && name === contact.name);
    return {
      ...toContactDoc(ctx, { ...contact, ...(phone ? { phone } : {}) }),
      ...(!phone && known?.phoneCipher
        ? { phoneCipher: known.phoneCipher, maskedPhone: known.maskedPhone }
        : {}),
    };
  });
}

function contactChanges(before: readonly ContactDoc[], after: readonly ContactDoc[]): ChangeDetail[] {
  const describe = (list: readonly ContactDoc[], role: ContactRole) => {
    const found = list.find((contact) => contact.role === role);
    return found && [found.name, found.title, found.officePhone, found.maskedPhone].filter(Boolean).join(' ');
  };
  return contactRoles.flatMap((role): ChangeDetail[] => {
    const [from, to] = [describe(before, role), describe(after, role)];
    return from === to
      ? []
      : [{ field: `contact.${role}`, ...(from ? { from } : {}), ...(to ? { to } : {}) }];
  });
}

/**
 * A contact's own phone in full; the reading and its reason are audited.
 * @throws NOT_FOUND when the body lies outside the caller's offices, or the contact left no phone
 */
export async function viewContactPhone(
  ctx: Context,
  { id, role }: { id: string; role: ContactRole },
  { reason }: { reason: string },
): Promise<{ name: string; phone: string }> {
  const { contacts = [] } = await findOwn(ctx, 'reveal', id);
  const contact = contacts.find((each) => each.role === role);
  if (!contact?.phoneCipher) throw new AppError('NOT_FOUND', { message: '这位联系人没有留手机号' });
  // The entry stands before the number is known: a reading without a trace can't happen.
  await recordAudit(ctx, {
    action: 'phone.revealed',
    subject: { kind: 'organization', id },
    reason: `${role}: ${reason.trim()}`,
  });
  return { name: contact.name, phone: openPhone(ctx, contact.phoneCipher) };
}

/** Puts the contacts' phones of up to `limit` bodies that stand under an older key under the current one; answers how many. */
export async function renewOrganizationPhones(ctx: Context, limit: number): Promise<number> {
  const stale = await OrganizationModel.find(
    staleCiphers(ctx.environment.config.keys.phoneEncryptionKeys, 'contacts.phoneCipher'),
    { contacts: 1 },
  )
    .limit(limit)
    .lean();
  let renewed = 0;
  for (const { _id, contacts = [] } of stale) {
    const anew = contacts.map((contact) =>
      contact.phoneCipher
        ? { ...contact, phoneCipher: sealPhone(ctx, openPhone(ctx, contact.phoneCipher)) }
        : contact,
    );
    renewed += (await OrganizationModel.updateOne({ _id, contacts }, { $set: { contacts: anew } }))
      .modifiedCount;
  }
  return renewed;
}

async function findOwn(
  ctx: Context,
  action: 'create' | 'read' | 'update' | 'reveal',
  id: string,
  { isEndedToo = false, session }: { isEndedToo?: boolean; session?: ClientSession } = {},
): Promise<OrganizationDoc> {
  const body = await OrganizationModel.findOne({
    $and: [
      { _id: id },
      manageable(ctx, action, 'organization'),
      ...(isEndedToo ? [] : [{ closedAt: { $exists: false } }]),
    ],
  })
    .session(session ?? null)
    .lean();
  if (!body) throw new AppError('NOT_FOUND');
  return body;
}

function toContact({ role, name, title, officePhone }: ContactDoc): OrganizationContact {
  return { role, name, ...(title ? { title } : {}), ...(officePhone ? { officePhone } : {}) };
}

function toKnownContact(contact: ContactDoc): KnownContact {
  return { ...toContact(contact), ...(contact.maskedPhone ? { maskedPhone: contact.maskedPhone } : {}) };
}
