import type { App } from './app.ts';

const INFO = {
  title: 'Hexalign',
  version: '0.1.0',
  description:
    'Territory API: send accounts, get balanced, contiguous, compact sales territories. ' +
    'Every error is an RFC 9457 problem document whose `type` leads to a page that says how to fix it.',
};

/** The OpenAPI 3.1 document of the application. */
export function openapiDocument(app: App) {
  return app.getOpenAPI31Document({ openapi: '3.1.0', info: INFO, security: [{ key: [] }] });
}

/** The same in OpenAPI 3.0, for tools that have not moved on. */
export function openapi30Document(app: App) {
  return app.getOpenAPIDocument({ openapi: '3.0.3', info: INFO, security: [{ key: [] }] });
}
