import { Type, type Static } from 'typebox';
import { Enum, IdParams, Instant, Text } from './common';
import { Policy } from './policies';

/** One version of a published policy. */
export const PolicyVersion = Type.Object({
  number: Type.Integer({ description: 'From 1, the version that was published' }),
  at: Instant,
  note: Type.Optional(Type.String({ description: 'What was corrected, and why' })),
});
export type PolicyVersion = Static<typeof PolicyVersion>;

export const DifferencePiece = Type.Object({
  kind: Enum(['same', 'added', 'removed']),
  text: Type.String(),
});
export type DifferencePiece = Static<typeof DifferencePiece>;

/** One paragraph of the comparison. */
export const DifferenceRow = Type.Object({
  kind: Enum(['same', 'added', 'removed', 'changed', 'left-out']),
  pieces: Type.Array(DifferencePiece),
  count: Type.Optional(Type.Integer({ description: 'Of left-out: paragraphs that are the same' })),
});
export type DifferenceRow = Static<typeof DifferenceRow>;

export const PolicyDifference = Type.Object({
  to: Type.Integer({ description: 'The version that is compared with the one before it' }),
  fields: Type.Array(
    Type.Object({
      label: Type.String(),
      from: Type.Optional(Type.String()),
      to: Type.Optional(Type.String()),
    }),
  ),
  rows: Type.Array(DifferenceRow, { description: 'Items, then the text; empty where nothing changed' }),
});
export type PolicyDifference = Static<typeof PolicyDifference>;

export const policyVersionRoutes = {
  'GET /policies/:id/versions': {
    summary: 'Versions of a policy, the first one first',
    params: IdParams,
    response: { 200: Type.Array(PolicyVersion) },
  },
  'GET /policies/:id/difference': {
    summary: 'What a version changed of the one before it; the latest where none is named',
    params: IdParams,
    querystring: Type.Object({ to: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) }),
    response: { 200: PolicyDifference },
  },
  'POST /policies/:id/withdrawal': {
    summary: 'Withdraw a published policy, with the reason readers see',
    params: IdParams,
    body: Type.Object({ reason: Text(200) }),
    response: { 200: Policy },
  },
} as const;
