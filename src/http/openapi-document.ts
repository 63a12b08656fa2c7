import type { App } from './app.ts';
import { describeManners, type Operation } from './describe-manners.ts';

const INFO = {
  title: 'Hexalign',
  version: '0.1.0',
  description:
    'Territory API: send accounts, get balanced, contiguous, compact sales territories. ' +
    'Every error is an RFC 9457 problem document whose `type` leads to a page that says how to fix it; it names everything that is wrong ' +
    'at once, in a body by JSON pointers.\n\n' +
    'Every GET answers HEAD, too, has an `ETag` and heeds `If-None-Match`. OPTIONS is 204 with `Allow` at every address. POST, PUT and ' +
    'PATCH take an `Idempotency-Key`. Each answer to a key tells in `RateLimit` what is left of the limits of its workspace.\n\n' +
    'Pages in browsers may call the API from any origin, or from those that the workspace lists (`PATCH /v1/workspace`). A preflight ' +
    'carries no key and is answered for every origin; a page of an origin that is not listed is kept from reading the answer itself. ' +
    'This guards no data: whoever has the key can ask without a browser. Give pages a key with `tiles:read` or `plans:read` alone.',
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
