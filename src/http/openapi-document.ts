import type { App } from './app.ts';
import { problemAnswers } from './problem-answers.ts';

const INFO = {
  title: 'Hexalign',
  version: '0.1.0',
  description:
    'Territory API: send accounts, get balanced, contiguous, compact sales territories. ' +
    'Every error is an RFC 9457 problem document whose `type` leads to a page that says how to fix it.',
};
const SECURITY = [{ key: [] }];

/** What both versions of OpenAPI call an operation, as far as it is read or changed here. */
interface Operation {
  description?: string;
  security?: Record<string, string[]>[];
  responses: Record<string, unknown>;
}

/** The OpenAPI 3.1 document of the application. */
export function openapiDocument(app: App) {
  const document = app.getOpenAPI31Document({ openapi: '3.1.0', info: INFO, security: SECURITY });
  for (const operation of operationsOf(document)) describeScope(operation);
  return document;
}

/** The same in OpenAPI 3.0, for tools that have not moved on. */
export function openapi30Document(app: App) {
  const document = app.getOpenAPIDocument({ openapi: '3.0.3', info: INFO, security: SECURITY });
  for (const operation of operationsOf(document)) {
    describeScope(operation);
    // Scopes of a scheme that is not OAuth came with 3.1.
    const { security } = operation;
    if (security) operation.security = security.map((scheme) => withoutScopes(scheme));
  }
  return document;
}

function* operationsOf(document: { paths?: object }): Iterable<Operation> {
  for (const item of Object.values(document.paths ?? {})) yield* Object.values(item as Record<string, Operation>);
}

/** Says which scope an operation needs, and what a key without it gets. */
function describeScope(operation: Operation): void {
  const scope = operation.security?.[0]?.key?.[0];
  if (scope === undefined) return;
  operation.description = [operation.description, `Needs the scope \`${scope}\`.`].filter(Boolean).join(' ');
  const { 403: answer } = problemAnswers('insufficient-scope');
  operation.responses['403'] = {
    description: answer?.description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function withoutScopes(scheme: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.keys(scheme).map((name) => [name, []]));
}
