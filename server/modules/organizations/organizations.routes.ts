import { organizationRoutes as table } from '@contract/organizations';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { findIndustries } from '../enterprises/industries';
import { bodyRoutes } from './bodies.routes';
import { listOrganizations } from './organizations.service';
import { regions } from './regions';
import { windowRoutes } from './windows.routes';

/** Routes of the directory of bodies and of the code tables. */
export async function organizationRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /organizations', 'public'),
    handler: (req) => listOrganizations(req.query),
  });
  await app.register(bodyRoutes);
  await app.register(windowRoutes);
  app.route({
    ...endpoint(table, 'GET /regions', 'public'),
    handler: () => [...regions],
  });
  app.route({
    ...endpoint(table, 'GET /industries', 'public'),
    handler: (req) => findIndustries(req.query),
  });
}
