import { etag } from 'hono/etag';
import type { App, ProblemPages } from '../../app.ts';
import { openapiDocument } from '../../openapi-document.ts';
import { registerProblemExamples } from '../../problem-examples.ts';
import { registerSharedComponents } from '../../shared-components.ts';

/** `GET /openapi.json`: the description of this API, generated from its routes. */
export function registerGetOpenapi(app: App, pages: ProblemPages): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of the workspace, as `POST /v1/workspaces` or `POST /v1/keys` gave it.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'bootstrap', {
    type: 'http',
    scheme: 'bearer',
    description: 'The bootstrap secret of the installation.',
  });
  registerSharedComponents(app);
  registerProblemExamples(app, pages);
  app.get('/openapi.json', etag(), (c) => c.json(openapiDocument(app)));
}
