import { Type, type Static } from 'typebox';
import {
  contactRoles,
  issueFields,
  levels,
  organizationChangeKinds,
  organizationKinds,
  restructurings,
  scopedRecords,
} from './enums';
import {
  EnterpriseRef,
  Enum,
  Id,
  IdParams,
  Instant,
  Ok,
  OrganizationRef,
  Page,
  PageQuery,
  RegionCode,
  Text,
} from './common';

export const Organization = Type.Object({
  id: Id,
  name: Type.String(),
  shortName: Type.String(),
  kind: Enum(organizationKinds),
  level: Enum(levels),
  regionCode: RegionCode,
  regionName: Type.String(),
  parentId: Type.Optional(Id),
  address: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String({ description: 'Published office phone' })),
  isClosed: Type.Optional(
    Type.Literal(true, { description: 'The body has ended; old records still name it' }),
  ),
  hasChildren: Type.Optional(Type.Boolean({ description: 'Given where one level of the tree is asked for' })),
});
export type Organization = Static<typeof Organization>;

/** A contact as everybody may see it. */
export const OrganizationContact = Type.Object({
  role: Enum(contactRoles),
  name: Type.String({ description: 'A person; for 责任处室 the division' }),
  title: Type.Optional(Type.String()),
  officePhone: Type.Optional(Type.String({ description: 'Published office phone' })),
});
export type OrganizationContact = Static<typeof OrganizationContact>;

/** A contact as officers see it. */
export const KnownContact = Type.Object({
  ...OrganizationContact.properties,
  maskedPhone: Type.Optional(Type.String({ description: 'Own phone, masked' })),
});
export type KnownContact = Static<typeof KnownContact>;

export const OrganizationDetail = Type.Object({
  ...Organization.properties,
  path: Type.Array(OrganizationRef, { description: 'Bodies above it, from the root down' }),
  childCount: Type.Integer(),
  mergedInto: Type.Optional(OrganizationRef),
  annualRatePercent: Type.Optional(
    Type.Number({ description: 'Yearly rate of a guarantor or lender, per cent' }),
  ),
  isBenchmark: Type.Optional(Type.Boolean({ description: 'A benchmark institution (标杆机构)' })),
  contacts: Type.Array(OrganizationContact),
  allowed: Type.Array(Enum(['update', 'restructure'])),
});
export type OrganizationDetail = Static<typeof OrganizationDetail>;

const Phone = Type.String({ pattern: '^[0-9()（）+\\- ]{5,30}$', description: 'Office phone' });
const facts = {
  name: Text(60),
  shortName: Text(30),
  address: Type.Optional(Text(120)),
  phone: Type.Optional(Phone),
  annualRatePercent: Type.Optional(Type.Number({ minimum: 0, maximum: 36 })),
  isBenchmark: Type.Optional(Type.Boolean()),
};

export const OrganizationChange = Type.Object({
  id: Id,
  kind: Enum(organizationChangeKinds),
  at: Instant,
  by: Type.String({ description: 'Who did it' }),
  reason: Type.Optional(Type.String()),
  details: Type.Array(
    Type.Object({
      field: Type.String({ description: 'What changed, e.g. name, parent' }),
      from: Type.Optional(Type.String()),
      to: Type.Optional(Type.String()),
    }),
  ),
  propagation: Type.Optional(
    Type.Object({
      isDone: Type.Boolean({ description: 'Every record has followed' }),
      updated: Type.Integer({ description: 'Records that have followed so far' }),
    }),
  ),
});
export type OrganizationChange = Static<typeof OrganizationChange>;

/** What a move, a merger or a closing would change. */
export const RestructuringPreview = Type.Object({
  bodies: Type.Integer({ description: 'The body and everything below it' }),
  officers: Type.Integer(),
  windows: Type.Integer(),
  responsibilities: Type.Integer(),
  openIssues: Type.Integer({ description: 'Open issues that it answers for, has been sent or has accepted' }),
  records: Type.Array(Type.Object({ kind: Enum(scopedRecords), count: Type.Integer() })),
  gains: Type.Array(OrganizationRef, { description: 'Bodies that will see the records' }),
  loses: Type.Array(OrganizationRef, { description: 'Bodies that will see them no more' }),
  obstacle: Type.Optional(Type.String({ description: 'Why it can’t be done, in one sentence' })),
});
export type RestructuringPreview = Static<typeof RestructuringPreview>;

export const ResponsibilityCell = Type.Object({
  field: Enum(issueFields),
  regionCode: RegionCode,
  organization: Type.Optional(OrganizationRef),
  isInherited: Type.Boolean({ description: 'The body of the level above answers' }),
});
export type ResponsibilityCell = Static<typeof ResponsibilityCell>;

export const ResponsibilityMatrix = Type.Object({
  regions: Type.Array(Type.Object({ code: RegionCode, name: Type.String(), level: Enum(levels) })),
  cells: Type.Array(ResponsibilityCell),
  gaps: Type.Integer({ description: 'Fields of regions for which nobody answers' }),
});
export type ResponsibilityMatrix = Static<typeof ResponsibilityMatrix>;

export const ResponsibilityChange = Type.Object({
  id: Id,
  field: Enum(issueFields),
  regionCode: RegionCode,
  at: Instant,
  by: Type.String(),
  from: Type.Optional(Type.String()),
  to: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
});
export type ResponsibilityChange = Static<typeof ResponsibilityChange>;

export const AssociationMember = Type.Object({ enterprise: EnterpriseRef, joinedAt: Instant });
export type AssociationMember = Static<typeof AssociationMember>;

const Reason = Text(200, 'Why, e.g. the number of the paper that orders it');

export const Region = Type.Object({
  code: RegionCode,
  name: Type.String(),
  level: Enum(levels),
  parentCode: Type.Optional(RegionCode),
});
export type Region = Static<typeof Region>;

export const Industry = Type.Object({
  code: Type.String(),
  name: Type.String(),
  level: Type.Integer({ minimum: 1, maximum: 4 }),
  parentCode: Type.Optional(Type.String()),
});
export type Industry = Static<typeof Industry>;

export const organizationRoutes = {
  'GET /organizations': {
    summary: 'Directory of bodies',
    querystring: Type.Object({
      regionCode: Type.Optional(RegionCode),
      kind: Type.Optional(Enum(organizationKinds)),
      q: Type.Optional(Type.String({ maxLength: 60 })),
      parentId: Type.Optional(Id),
      rootsOnly: Type.Optional(Type.Boolean({ description: 'Bodies without a body above them' })),
      withClosed: Type.Optional(Type.Boolean({ description: 'Also bodies that have ended' })),
    }),
    response: { 200: Type.Array(Organization) },
  },
  'POST /organizations': {
    summary: 'Add a body below one of the caller’s',
    body: Type.Object({
      ...facts,
      shortName: Type.Optional(Text(30)),
      kind: Enum(organizationKinds),
      regionCode: RegionCode,
      parentId: Id,
      reason: Type.Optional(Reason),
    }),
    response: { 201: OrganizationDetail },
  },
  'GET /organizations/:id': {
    summary: 'One body: facts, place in the tree, public contacts',
    params: IdParams,
    response: { 200: OrganizationDetail },
  },
  'PUT /organizations/:id': {
    summary: 'Change the facts of a body',
    params: IdParams,
    body: Type.Object({ ...facts, reason: Type.Optional(Reason) }),
    response: { 200: OrganizationDetail },
  },
  'GET /organizations/:id/restructuring': {
    summary: 'What moving, merging or closing the body would change',
    params: IdParams,
    querystring: Type.Object({ kind: Enum(restructurings), targetId: Type.Optional(Id) }),
    response: { 200: RestructuringPreview },
  },
  'POST /organizations/:id/moves': {
    summary: 'Move a body below another; every record of its subtree follows',
    params: IdParams,
    body: Type.Object({ parentId: Id, reason: Reason }),
    response: { 200: OrganizationDetail },
  },
  'POST /organizations/:id/mergers': {
    summary:
      'Merge a body into another of its kind, which takes over officers, windows, duties and open issues',
    params: IdParams,
    body: Type.Object({ intoId: Id, reason: Reason }),
    response: { 200: OrganizationDetail },
  },
  'POST /organizations/:id/closure': {
    summary: 'End a body that has nothing left to do',
    params: IdParams,
    body: Type.Object({ reason: Reason }),
    response: { 200: OrganizationDetail },
  },
  'GET /organizations/:id/history': {
    summary: 'What became of a body: who, when, from, to, why; newest first',
    params: IdParams,
    response: { 200: Type.Array(OrganizationChange) },
  },
  'GET /organizations/:id/contacts': {
    summary: 'Contacts of a body with their own phones masked',
    params: IdParams,
    response: { 200: Type.Array(KnownContact) },
  },
  'PUT /organizations/:id/contacts': {
    summary: 'Name 责任领导, 责任处室 and 联络员, each at most once; a phone left out is kept',
    params: IdParams,
    body: Type.Object({
      contacts: Type.Array(
        Type.Object({
          role: Enum(contactRoles),
          name: Text(40),
          title: Type.Optional(Text(40)),
          officePhone: Type.Optional(Phone),
          phone: Type.Optional(Type.String({ pattern: '^1\\d{10}$', description: 'Own mobile phone' })),
        }),
        { maxItems: 3 },
      ),
      seen: Type.Optional(
        Type.Array(KnownContact, {
          maxItems: 3,
          description:
            'Contacts as the editor saw them: refused as a conflict when somebody changed them since',
        }),
      ),
    }),
    response: { 200: Type.Array(KnownContact) },
  },
  'POST /organizations/:id/contacts/:role/phone-views': {
    summary: 'A contact’s own phone in full; the reading and its reason are audited',
    params: Type.Object({ id: Id, role: Enum(contactRoles) }),
    body: Type.Object({ reason: Text(100) }),
    response: { 200: Type.Object({ name: Type.String(), phone: Type.String() }) },
  },
  'GET /organizations/:id/members': {
    summary: 'Member enterprises of an association, newest first',
    params: IdParams,
    querystring: Type.Object(PageQuery),
    response: { 200: Page(AssociationMember) },
  },
  'POST /organizations/:id/members': {
    summary: 'Enter an enterprise as a member of an association',
    params: IdParams,
    body: Type.Object({ creditCode: Text(30) }),
    response: { 201: AssociationMember },
  },
  'DELETE /organizations/:id/members/:enterpriseId': {
    summary: 'Strike an enterprise off an association’s list',
    params: Type.Object({ id: Id, enterpriseId: Id }),
    response: { 200: Ok },
  },
  'GET /responsibilities': {
    summary: 'The responsibility matrix of a region and the regions right below it',
    querystring: Type.Object({ regionCode: RegionCode }),
    response: { 200: ResponsibilityMatrix },
  },
  'PUT /responsibilities': {
    summary: 'Make a body answer for a field in its own region, in place of the one before',
    body: Type.Object({ field: Enum(issueFields), organizationId: Id, reason: Type.Optional(Reason) }),
    response: { 200: ResponsibilityCell },
  },
  'DELETE /responsibilities': {
    summary: 'Leave a field of a region to the level above',
    querystring: Type.Object({
      field: Enum(issueFields),
      regionCode: RegionCode,
      reason: Type.Optional(Reason),
    }),
    response: { 200: ResponsibilityCell },
  },
  'GET /responsibilities/history': {
    summary: 'Changes of the matrix in a region, newest first',
    querystring: Type.Object({ regionCode: RegionCode, field: Type.Optional(Enum(issueFields)) }),
    response: { 200: Type.Array(ResponsibilityChange) },
  },
  'GET /regions': { summary: 'Henan, its cities and counties', response: { 200: Type.Array(Region) } },
  'GET /industries': {
    summary: 'GB/T 4754-2017 classes',
    querystring: Type.Object({
      q: Type.Optional(Type.String({ maxLength: 30 })),
      parentCode: Type.Optional(Type.String({ maxLength: 4 })),
    }),
    response: { 200: Type.Array(Industry) },
  },
} as const;
