import type { App } from '../../app.ts';
import { openapiDocument } from '../../openapi-document.ts';

/** `GET /openapi.json`: the description of this API, generated from its routes. */
export function registerGetOpenapi(app: App): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of the workspace, as `POST /v1/workspaces` gave it.',
  });
  app.get('/openapi.json', (c) => c.json(openapiDocument(app)));
}
