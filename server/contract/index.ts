import type { Static, TSchema } from 'typebox';
import { accountRoutes } from './accounts';
import { auditRoutes } from './audit';
import { enterpriseRoutes } from './enterprises';
import { eventRoutes } from './events';
import { fileRoutes } from './files';
import { issueRoutes } from './issues';
import { matchmakingRoutes } from './matchmaking';
import { messageRoutes } from './messages';
import { officerRoutes } from './officers';
import { organizationRoutes } from './organizations';
import { policyRoutes } from './policies';
import { policyVersionRoutes } from './policy-versions';
import { privacyRoutes } from './privacy';
import { sessionRoutes } from './sessions';
import { windowRoutes } from './windows';

/** Every route of the API, keyed 'METHOD /path' below the base path /api. No PATCH: `wx.request` doesn't know it. */
export const routes = {
  ...sessionRoutes,
  ...accountRoutes,
  ...auditRoutes,
  ...privacyRoutes,
  ...officerRoutes,
  ...organizationRoutes,
  ...windowRoutes,
  ...enterpriseRoutes,
  ...fileRoutes,
  ...policyRoutes,
  ...policyVersionRoutes,
  ...messageRoutes,
  ...issueRoutes,
  ...eventRoutes,
  ...matchmakingRoutes,
};

export type Api = typeof routes;
export type Route = keyof Api;

type Part<R extends Route, K extends string> = Api[R] extends { [P in K]: infer S extends TSchema }
  ? Static<S>
  : undefined;
export type Params<R extends Route> = Part<R, 'params'>;
export type Query<R extends Route> = Part<R, 'querystring'>;
export type Body<R extends Route> = Part<R, 'body'>;
/** What the route answers on success. */
export type Reply<R extends Route> = Api[R]['response'] extends infer S
  ? S extends { 200: infer T extends TSchema }
    ? Static<T>
    : S extends { 201: infer T extends TSchema }
      ? Static<T>
      : never
  : never;

export * from './enums';
export * from './errors';
export * from './common';
export * from './accounts';
export * from './audit';
export * from './sessions';
export * from './officers';
export * from './organizations';
export * from './windows';
export * from './enterprises';
export * from './files';
export * from './policies';
export * from './policy-versions';
export * from './privacy';
export * from './messages';
export * from './issues';
export * from './events';
export * from './matchmaking';
