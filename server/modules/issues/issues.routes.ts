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

/** Issues of enterprises: raising, lists, every step of the desk and of the bodies, the enterprise's verdict. */
export async function issueRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'POST /issues/preview', ['create', 'issue']),
    handler: (req) => previewIssue(req.ctx, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues', ['create', 'issue']),
    handler: async (req, reply) => reply.code(201).send(await openIssue(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'GET /issues', ['read', 'issue']),
    handler: (req) => listIssues(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /issues/counts', ['read', 'issue']),
    handler: (req) => countIssues(req.ctx, req.query.as),
  });
  app.route({
    ...endpoint(table, 'GET /issues/:id', ['read', 'issue']),
    handler: (req) => getIssue(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/acceptance', ['accept', 'issue']),
    handler: (req) => acceptIssue(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/dispatches', ['dispatch', 'issue']),
    handler: (req) => dispatchIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/receipt', ['work', 'issue']),
    handler: (req) => receiveIssue(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/returns', ['work', 'issue']),
    handler: (req) => returnIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/notes', ['note', 'issue']),
    handler: (req) => noteIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/answers', ['work', 'issue']),
    handler: (req) => answerIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/resolution', ['resolve', 'issue']),
    handler: (req) => resolveIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/withdrawal', ['withdraw', 'issue']),
    handler: (req) => withdrawIssue(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /issues/:id/contact-views', ['work', 'issue']),
    handler: (req) => viewContact(req.ctx, req.params.id, req.body),
  });
}
