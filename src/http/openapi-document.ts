import type { App } from './app.ts';
import { describeManners, type Operation } from './describe-manners.ts';

const INFO = {
  title: 'Hexalign',
  version: '0.1.0',
  description:
    'Territory API: send accounts, get balanced, contiguous, compact sales territories. ' +
    'Every error is an RFC 9457 problem document whose `type` leads to a page that says how to fix it.',
};
const SECURITY = [{ key: [] }];

/** The OpenAPI 3.1 document of the application. */
export function openapiDocument(app: App) {
  const document = app.getOpenAPI31Document({ openapi: '3.1.0', info: INFO, security: SECURITY });
  for (const [method, operation] of operationsOf(document)) describeManners(method, operation);
  return document;
}

/** The same in OpenAPI 3.0, for tools that have not moved on. */
export function openapi30Document(app: App) {
  const document = app.getOpenAPIDocument({ openapi: '3.0.3', info: INFO, security: SECURITY });
  for (const [method, operation] of operationsOf(document)) {
    describeManners(method, operation);
    // Scopes of a scheme that is not OAuth came with 3.1.
    const { security } = operation;
    if (security) operation.security = security.map((scheme) => withoutScopes(scheme));
  }
  return document;
}

function* operationsOf(document: { paths?: object }): Iterable<[method: string, operation: Operation]> {
  for (const item of Object.values(document.paths ?? {})) yield* Object.entries(item as Record<string, Operation>);
}

function withoutScopes(scheme: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.keys(scheme).map((name) => [name, []]));
}
