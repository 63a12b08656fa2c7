import { OpenAPIHono } from '@hono/zod-openapi';
import { requestId } from 'hono/request-id';
import type { Ports } from '../application/ports.ts';
import { Failure, type FailureKind } from '../domain/failure.ts';
import type { Env } from '../env.ts';
import type { HttpEnv } from './http-env.ts';
import { admitRequests } from './middleware/admit-requests.ts';
import { answerMethods } from './middleware/answer-methods.ts';
import { frameAnswers } from './middleware/frame-answers.ts';
import { providePorts } from './middleware/provide-ports.ts';
import { replayAnswers } from './middleware/replay-answers.ts';
import { answerError, problemResponse } from './problem-response.ts';
import { RouterByMethod } from './router-by-method.ts';
import { registerGetHealth } from './routes/health/get-health.ts';
import { registerGetOpenapi } from './routes/openapi/get-openapi.ts';
import { registerGetProblemPage } from './routes/problems/get-problem-page.ts';
import { registerAssignmentRoutes } from './routes/register-assignment-routes.ts';
import { registerConflictRoutes } from './routes/register-conflict-routes.ts';
import { registerContactRoutes } from './routes/register-contact-routes.ts';
import { registerGoalRoutes } from './routes/register-goal-routes.ts';
import { registerHierarchyRoutes } from './routes/register-hierarchy-routes.ts';
import { registerJobRoutes } from './routes/register-job-routes.ts';
import { registerKeyRoutes } from './routes/register-key-routes.ts';
import { registerLayoutRoutes } from './routes/register-layout-routes.ts';
import { registerLineRoutes } from './routes/register-line-routes.ts';
import { registerOwnershipRoutes } from './routes/register-ownership-routes.ts';
import { registerPerformanceRoutes } from './routes/register-performance-routes.ts';
import { registerProfileRoutes } from './routes/register-profile-routes.ts';
import { registerPublicationRoutes } from './routes/register-publication-routes.ts';
import { registerRecordRoutes } from './routes/register-record-routes.ts';
import { registerRepRoutes } from './routes/register-rep-routes.ts';
import { registerReviewRoutes } from './routes/register-review-routes.ts';
import { registerWebhookRoutes } from './routes/register-webhook-routes.ts';
import { registerWorkspaceRoutes } from './routes/register-workspace-routes.ts';
import { registerCreateWorkspace } from './routes/workspaces/create-workspace.ts';
import { throwAllViolations } from './throw-violations.ts';
import { wireOnce } from './wire-once.ts';

/** The API's Hono application. */
export type App = OpenAPIHono<HttpEnv>;

/** The page of each kind of failure, as Markdown. */
export type ProblemPages = Readonly<Record<FailureKind, string>>;

/** What the application needs from outside; kept out of its imports so that it can be built in plain Node. */
export interface AppParts {
  readonly wire: (env: Env) => Ports;
  readonly problemPages: ProblemPages;
}

/** Builds the application: middleware, routes that need no key, the key, all other routes. */
export function createApp({ wire, problemPages }: AppParts): App {
  const app: App = new OpenAPIHono<HttpEnv>({
    router: new RouterByMethod(),
    defaultHook: throwAllViolations(() => app),
  });
  app.onError(answerError);
  app.notFound((c) => problemResponse(c, new Failure('not-found', `nothing at ${c.req.path.slice(0, 200)}`)));

  app.use(requestId(), frameAnswers(app), answerMethods(app), providePorts(wireOnce(wire)));

  registerGetProblemPage(app, problemPages);
  registerGetOpenapi(app, problemPages);
  registerGetHealth(app);
  registerCreateWorkspace(app);

  app.use('/v1/*', admitRequests(app), replayAnswers);
  registerWorkspaceRoutes(app);
  registerKeyRoutes(app);
  registerRecordRoutes(app);
  registerRepRoutes(app);
  registerLineRoutes(app);
  registerProfileRoutes(app);
  registerLayoutRoutes(app);
  registerAssignmentRoutes(app);
  registerHierarchyRoutes(app);
  registerOwnershipRoutes(app);
  registerConflictRoutes(app);
  registerJobRoutes(app);
  registerPublicationRoutes(app);
  registerWebhookRoutes(app);
  registerGoalRoutes(app);
  registerPerformanceRoutes(app);
  registerReviewRoutes(app);
  registerContactRoutes(app);
  return app;
}
