import { Type, type Static } from 'typebox';
import { officerRoles } from './enums';
import { Me } from './accounts';
import { Enum, Id, IdParams, Instant, Ok, OrganizationRef, Page, PageQuery, PersonRef, Text } from './common';

const Roles = Type.Array(Enum(officerRoles), {
  minItems: 1,
  maxItems: officerRoles.length,
  uniqueItems: true,
});

/** A person's roles in a body, as its administrator sees them. */
export const OfficeRow = Type.Object({
  id: Id,
  person: PersonRef,
  title: Type.Optional(Type.String()),
  maskedPhone: Type.Optional(Type.String()),
  organization: OrganizationRef,
  regionName: Type.String(),
  roles: Roles,
  isHead: Type.Boolean({ description: 'Leads the body' }),
  isOnDuty: Type.Boolean({ description: 'On duty at the window' }),
  isMine: Type.Boolean(),
});
export type OfficeRow = Static<typeof OfficeRow>;

/** An invitation that waits for its officer, or what became of it. */
export const Invitation = Type.Object({
  id: Id,
  name: Type.String(),
  organization: OrganizationRef,
  regionName: Type.String(),
  roles: Roles,
  isHead: Type.Boolean(),
  status: Enum(['open', 'accepted', 'revoked', 'expired']),
  createdAt: Instant,
  expiresAt: Instant,
  invitedBy: Type.Optional(PersonRef),
  acceptedBy: Type.Optional(PersonRef),
});
export type Invitation = Static<typeof Invitation>;

/** An invitation as the one sees it who holds its code. */
export const InvitationOffer = Type.Object({
  name: Type.String(),
  organization: OrganizationRef,
  regionName: Type.String(),
  roles: Roles,
  expiresAt: Instant,
});
export type InvitationOffer = Static<typeof InvitationOffer>;

const Code = Text(20, 'Eight characters; spaces, dashes and small letters are forgiven');
const OfficeInput = {
  roles: Roles,
  isHead: Type.Optional(Type.Boolean()),
  isOnDuty: Type.Optional(Type.Boolean()),
};

/** What became of somebody's open issues when their office changed. */
const Changed = Type.Object({
  reassignedIssues: Type.Integer({ description: 'Open issues that somebody else answers for now' }),
});

export const officerRoutes = {
  'GET /offices': {
    summary: 'People and roles of the bodies I administer',
    querystring: Type.Object({
      organizationId: Type.Optional(Id),
      role: Type.Optional(Enum(officerRoles)),
      ...PageQuery,
    }),
    response: { 200: Page(OfficeRow) },
  },
  'PUT /offices/:id': {
    summary: 'Change somebody’s roles in a body',
    params: IdParams,
    body: Type.Object(OfficeInput),
    response: { 200: Changed },
  },
  'PUT /offices/:id/organization': {
    summary: 'Move somebody to another body of mine, with the same roles',
    params: IdParams,
    body: Type.Object({ organizationId: Id }),
    response: { 200: Changed },
  },
  'DELETE /offices/:id': {
    summary: 'End somebody’s roles in a body',
    params: IdParams,
    response: { 200: Changed },
  },
  'GET /invitations': {
    summary: 'Invitations of the bodies I administer, newest first',
    querystring: Type.Object({ organizationId: Type.Optional(Id), ...PageQuery }),
    response: { 200: Page(Invitation) },
  },
  'POST /invitations': {
    summary: 'Invite an officer; the code is shown this once',
    body: Type.Object({
      name: Text(20),
      organizationId: Id,
      roles: Roles,
      isHead: Type.Optional(Type.Boolean()),
    }),
    response: { 201: Type.Object({ invitation: Invitation, code: Type.String() }) },
  },
  'DELETE /invitations/:id': { summary: 'Revoke an invitation', params: IdParams, response: { 200: Ok } },
  'POST /invitations/previews': {
    summary: 'What a code invites to',
    body: Type.Object({ code: Code }),
    response: { 200: InvitationOffer },
  },
  'POST /invitations/acceptances': {
    summary: 'Take up the office a code invites to',
    body: Type.Object({ code: Code }),
    response: { 201: Me },
  },
} as const;
