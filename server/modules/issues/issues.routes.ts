import { issueRoutes as table } from '@contract/issues';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import {
  acceptIssue,
  answerIssue,
  countIssues,
  dispatchIssue,
  getIssue,
  listIssues,
  noteIssue,
  openIssue,
  previewIssue,
  receiveIssue,
  resolveIssue,
  returnIssue,
  viewContact,
  withdrawIssue,
} from './issues.service';
import { issueRoles, noteRoles, workRoles } from './rules';

const enterprise = ['admin', 'staff'] as const;

/** Issues of enterprises: raising, lists, every step of the desk and of the bodies, the enterprise's verdict. */
export async function issueRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'POST /issues/preview', { enterprise }),
    handler: (req) => previewIssue(req.ctx, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues', { enterprise }),
    handler: async (req, reply) => reply.code(201).send(await openIssue(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'GET /issues', { enterprise, officer: issueRoles }),
    handler: (req) => listIssues(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /issues/counts', { enterprise, officer: issueRoles }),
    handler: (req) => countIssues(req.ctx, req.query.as),
  });
  app.route({
    ...endpoint(table, 'GET /issues/:id', { enterprise, officer: issueRoles }),
    handler: (req) => getIssue(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/acceptance', { officer: ['desk'] }),
    handler: (req) => acceptIssue(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/dispatches', { officer: ['desk'] }),
    handler: (req) => dispatchIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/receipt', { officer: workRoles }),
    handler: (req) => receiveIssue(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/returns', { officer: workRoles }),
    handler: (req) => returnIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/notes', { enterprise, officer: noteRoles }),
    handler: (req) => noteIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/answers', { officer: workRoles }),
    handler: (req) => answerIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/resolution', { enterprise }),
    handler: (req) => resolveIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/withdrawal', { enterprise }),
    handler: (req) => withdrawIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/contact-views', { officer: workRoles }),
    handler: (req) => viewContact(req.ctx, req.params.id, req.body),
  });
}
