import { matchmakingRoutes as table } from '@contract/matchmaking';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import {
  decideIntroduction,
  expressInterest,
  getIntroduction,
  listIntroductions,
} from './introductions.service';
import { countListings, getListing, listListings } from './listing-reading.service';
import { createListing, reviewListing, withdrawListing } from './listings.service';
import { matchesForEnterprise } from './matches.service';

/** Listings, their matches and the introductions that come of them. */
export async function matchmakingRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /listings', 'signed-in'),
    handler: (req) => listListings(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /listings/counts', 'signed-in'),
    handler: (req) => countListings(req.ctx),
  });
  app.route({
    ...endpoint(table, 'GET /listings/matches', ['read', 'listing', 'enterprise']),
    handler: (req) => matchesForEnterprise(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /listings/:id', 'signed-in'),
    handler: (req) => getListing(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /listings', ['create', 'listing']),
    handler: async (req, reply) => {
      reply.code(201);
      return createListing(req.ctx, req.body);
    },
  });
  app.route({
    ...endpoint(table, 'POST /listings/:id/review', ['review', 'listing']),
    handler: (req) => reviewListing(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /listings/:id/withdrawal', ['withdraw', 'listing']),
    handler: (req) => withdrawListing(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /listings/:id/interests', ['create', 'introduction']),
    handler: async (req, reply) => {
      reply.code(201);
      return expressInterest(req.ctx, req.params.id, req.body);
    },
  });
  app.route({
    ...endpoint(table, 'GET /introductions', ['read', 'introduction']),
    handler: (req) => listIntroductions(req.ctx),
  });
  app.route({
    ...endpoint(table, 'GET /introductions/:id', ['read', 'introduction']),
    handler: (req) => getIntroduction(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /introductions/:id/decision', ['decide', 'introduction']),
    handler: (req) => decideIntroduction(req.ctx, req.params.id, req.body),
  });
}
