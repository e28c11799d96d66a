import { Type, type Static } from 'typebox';
import { introductionStatuses, listingSides, listingStatuses, markets, matchParts } from './enums';
import {
  AmountFen,
  Day,
  EnterpriseRef,
  Enum,
  Id,
  IdParams,
  IndustryCode,
  Instant,
  Page,
  PageQuery,
  RegionCode,
  Text,
} from './common';

const listingFields = {
  market: Enum(markets),
  side: Enum(listingSides),
  title: Text(40),
  text: Text(500),
  quantity: Type.Optional(Text(40, 'e.g. 每月 2,000 件')),
  amountFen: Type.Optional(AmountFen),
  industryCode: Type.Optional(IndustryCode),
  regionCode: Type.Optional(RegionCode),
  validUntil: Day,
  isNameHidden: Type.Boolean({ description: 'The enterprise’s name shows only after both agree' }),
};
export const ListingInput = Type.Object(listingFields);
export type ListingInput = Static<typeof ListingInput>;

export const Listing = Type.Object({
  id: Id,
  ...listingFields,
  status: Enum(listingStatuses),
  ownerName: Type.String({
    description: 'Enterprise, or a description such as 洛阳市一家专用设备制造企业 where the name is hidden',
  }),
  regionName: Type.Optional(Type.String()),
  industryName: Type.Optional(Type.String()),
  isMine: Type.Boolean(),
  publishedAt: Type.Optional(Instant),
  returnReason: Type.Optional(Type.String()),
  resembles: Type.Optional(
    Type.Object(
      { id: Id, title: Type.String() },
      { description: 'For reviewers: an open listing of the same owner that is much like it' },
    ),
  ),
  interestCount: Type.Integer({ description: 'For the owner; else 0' }),
});
export type Listing = Static<typeof Listing>;

export const Match = Type.Object({
  mine: Type.Object({ id: Id, title: Type.String() }),
  listing: Listing,
  score: Type.Number({ minimum: 0, maximum: 1 }),
  parts: Type.Array(
    Type.Object({
      part: Enum(matchParts),
      score: Type.Number({ minimum: 0, maximum: 1 }),
      weight: Type.Number(),
      reason: Type.String(),
    }),
  ),
});
export type Match = Static<typeof Match>;

export const Introduction = Type.Object({
  id: Id,
  status: Enum(introductionStatuses),
  listing: Listing,
  side: Enum(['asked', 'owner'], 'Whether my enterprise asked, or owns the listing'),
  otherName: Type.String({
    description: 'The other side; its name only after acceptance where it is hidden',
  }),
  contact: Type.Optional(
    Type.Object({ enterprise: EnterpriseRef, name: Type.String(), phone: Type.Optional(Type.String()) }),
  ),
  note: Type.Optional(Type.String()),
  createdAt: Instant,
  decidedAt: Type.Optional(Instant),
});
export type Introduction = Static<typeof Introduction>;

export const matchmakingRoutes = {
  'GET /listings': {
    summary: 'Published listings; mine; or those waiting for review in my scope',
    querystring: Type.Object({
      ...PageQuery,
      group: Type.Optional(Enum(['published', 'mine', 'to-review'])),
      market: Type.Optional(Enum(markets)),
      side: Type.Optional(Enum(listingSides)),
      q: Type.Optional(Type.String({ maxLength: 60 })),
    }),
    response: { 200: Page(Listing) },
  },
  'GET /listings/counts': {
    summary: 'Published listings per market',
    response: { 200: Type.Record(Type.String(), Type.Integer()) },
  },
  'GET /listings/matches': {
    summary: 'Scored matches for my enterprise’s listings, best first',
    querystring: Type.Object({
      listingId: Type.Optional(Id),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10 })),
    }),
    response: { 200: Type.Array(Match) },
  },
  'GET /listings/:id': { summary: 'One listing', params: IdParams, response: { 200: Listing } },
  'POST /listings': { summary: 'Post an offer or a need', body: ListingInput, response: { 201: Listing } },
  'POST /listings/:id/review': {
    summary: 'Publish a listing or send it back',
    params: IdParams,
    body: Type.Object({ publish: Type.Boolean(), reason: Type.Optional(Text(200)) }),
    response: { 200: Listing },
  },
  'POST /listings/:id/withdrawal': {
    summary: 'Take my listing down',
    params: IdParams,
    response: { 200: Listing },
  },
  'POST /listings/:id/interests': {
    summary: 'Express interest in a listing',
    params: IdParams,
    body: Type.Object({ note: Type.Optional(Text(200)) }),
    response: { 201: Introduction },
  },
  'GET /introductions': {
    summary: 'Introductions of my enterprise',
    response: { 200: Type.Array(Introduction) },
  },
  'GET /introductions/:id': {
    summary: 'One introduction',
    params: IdParams,
    response: { 200: Introduction },
  },
  'POST /introductions/:id/decision': {
    summary: 'Owner accepts or declines; acceptance reveals both contacts',
    params: IdParams,
    body: Type.Object({ accept: Type.Boolean() }),
    response: { 200: Introduction },
  },
} as const;
