import { Type, type Static } from 'typebox';
import { enterpriseRoles, membershipStatuses, officerRoles, messageTemplates } from './enums';
import { EnterpriseRef, Enum, Id, IdParams, Instant, Ok, OrganizationRef, Text } from './common';

export const EnterpriseMembership = Type.Object({
  id: Id,
  enterpriseId: Id,
  enterpriseName: Type.String(),
  creditCode: Type.String(),
  regionName: Type.String(),
  industryName: Type.String(),
  role: Enum(enterpriseRoles),
  status: Enum(membershipStatuses),
  refusalReason: Type.Optional(Type.String({ description: 'Why the request was refused' })),
  handover: Type.Optional(
    Type.Object(
      { fromName: Type.String(), offeredAt: Instant },
      { description: 'The administrator offers their role to me' },
    ),
  ),
});
export type EnterpriseMembership = Static<typeof EnterpriseMembership>;

export const Office = Type.Object({
  organization: OrganizationRef,
  regionName: Type.String(),
  roles: Type.Array(Enum(officerRoles)),
});
export type Office = Static<typeof Office>;

export const Me = Type.Object({
  id: Id,
  name: Type.String(),
  title: Type.Optional(Type.String({ description: 'Post, e.g. 办公室主任' })),
  maskedPhone: Type.Optional(Type.String()),
  currentEnterpriseId: Type.Optional(Id),
  enterprises: Type.Array(EnterpriseMembership),
  offices: Type.Array(Office),
  privacy: Type.Object(
    {
      agreedVersion: Type.Optional(
        Type.String({ description: 'Version last agreed to, absent when none is' }),
      ),
      isCurrent: Type.Boolean(),
    },
    { description: 'Whether what the product says about personal data was agreed to as it holds now' },
  ),
});
export type Me = Static<typeof Me>;

export const Colleague = Type.Object({
  membershipId: Id,
  name: Type.String(),
  maskedPhone: Type.Optional(Type.String()),
  role: Enum(enterpriseRoles),
  status: Enum(membershipStatuses),
  isMe: Type.Boolean(),
  isOfferedAdministration: Type.Boolean({ description: 'An administrator offers their role to this person' }),
});
export type Colleague = Static<typeof Colleague>;

/** A request to join, as the desk sees it that decides about it. */
export const MembershipRequest = Type.Object({
  ...Colleague.properties,
  enterprise: EnterpriseRef,
  creditCode: Type.String(),
  requestedAt: Instant,
  licenceFileId: Type.Optional(Id),
});
export type MembershipRequest = Static<typeof MembershipRequest>;

/** A member of an enterprise, as the desk sees them that may end the membership. */
export const EnterpriseMember = Type.Object({
  membershipId: Id,
  name: Type.String(),
  maskedPhone: Type.Optional(Type.String()),
  role: Enum(enterpriseRoles),
  since: Instant,
});
export type EnterpriseMember = Static<typeof EnterpriseMember>;

export const accountRoutes = {
  'GET /me': { summary: 'Who I am', response: { 200: Me } },
  'PUT /me': {
    summary: 'Change my name, post or phone',
    body: Type.Object({
      name: Type.Optional(Text(20)),
      title: Type.Optional(Type.String({ maxLength: 20, description: 'Empty: none any more' })),
      phone: Type.Optional(Type.String({ pattern: '^1\\d{10}$', description: 'Mainland mobile number' })),
    }),
    response: { 200: Me },
  },
  'PUT /me/enterprise': {
    summary: 'Switch the enterprise I act for',
    body: Type.Object({ enterpriseId: Id }),
    response: { 200: Me },
  },
  'GET /me/consents': {
    summary: 'Subscription messages left to me per template, with the ids the phone asks with',
    response: {
      200: Type.Array(
        Type.Object({ template: Enum(messageTemplates), templateId: Type.String(), left: Type.Integer() }),
      ),
    },
  },
  'POST /me/consents': {
    summary: 'Record what the person answered to WeChat’s subscription question',
    body: Type.Object({
      answers: Type.Record(Type.String(), Enum(['accept', 'reject', 'ban', 'filter'])),
    }),
    response: { 201: Type.Array(Type.Object({ template: Enum(messageTemplates), left: Type.Integer() })) },
  },
  'POST /memberships': {
    summary: 'Ask to join an enterprise by its unified social credit code',
    body: Type.Object({
      creditCode: Type.String({ minLength: 1, maxLength: 40, description: '统一社会信用代码' }),
      licenceFileId: Type.Optional(Id),
    }),
    response: { 201: EnterpriseMembership },
  },
  'GET /memberships': { summary: 'Colleagues in my enterprise', response: { 200: Type.Array(Colleague) } },
  'GET /memberships/requests': {
    summary: 'Requests to join that wait for my desk, oldest first',
    response: { 200: Type.Array(MembershipRequest) },
  },
  'GET /enterprises/:id/memberships': {
    summary: 'Who acts for an enterprise, oldest first (its desk and the administrators of that)',
    params: IdParams,
    response: { 200: Type.Array(EnterpriseMember) },
  },
  'POST /memberships/:id/decision': {
    summary: 'Accept or refuse a colleague (administrator of the enterprise, or its local desk)',
    params: IdParams,
    body: Type.Object({
      accept: Type.Boolean(),
      reason: Type.Optional(Text(100, 'Why it is refused, for the person to read; needed for a refusal')),
    }),
    response: { 200: Colleague },
  },
  'POST /memberships/:id/ending': {
    summary:
      'Leave an enterprise, take a colleague out of it (its administrator), or end a membership (its desk)',
    params: IdParams,
    body: Type.Object({ reason: Type.Optional(Text(100, 'For the person to read; needed unless it is me')) }),
    response: { 200: Ok },
  },
  'POST /memberships/:id/handover': {
    summary: 'Offer my role as administrator to a colleague',
    params: IdParams,
    response: { 201: Colleague },
  },
  'DELETE /memberships/:id/handover': {
    summary: 'Take my offer back',
    params: IdParams,
    response: { 200: Colleague },
  },
  'POST /memberships/:id/handover/decision': {
    summary: 'Accept or decline the role of administrator that I am offered',
    params: IdParams,
    body: Type.Object({ accept: Type.Boolean() }),
    response: { 200: Me },
  },
} as const;
