import type { FailureKind } from '../domain/failure.ts';
import { problemAnswers } from './problem-answers.ts';
import { PROBLEM_TYPES } from './problem-types.ts';

/** What both versions of OpenAPI call an operation, as far as it is read or changed here. */
export interface Operation {
  description?: string;
  parameters?: unknown[];
  security?: Record<string, string[]>[];
  responses: Record<string, { description?: string; headers?: Record<string, unknown> }>;
}

/** Adds to the description of an operation what middleware does for all of its kind. */
export function describeManners(method: string, operation: Operation): void {
  describeScope(operation);
  if (operation.security?.[0]?.key) describeLimits(operation);
  if (method === 'get') describeConditions(operation);
  if (operation.responses['202']) addParameter(operation, 'Prefer');
  if (operation.responses['412']) addParameter(operation, 'IfMatch');
  if (['post', 'put', 'patch'].includes(method)) describeRepetition(operation);
}

/** Says which scope an operation needs, and what a key without it gets. */
function describeScope(operation: Operation): void {
  const scope = operation.security?.[0]?.key?.[0];
  if (scope === undefined) return;
  operation.description = [operation.description, `Needs the scope \`${scope}\`.`].filter(Boolean).join(' ');
  addProblem(operation, 'insufficient-scope');
}

function describeConditions(operation: Operation): void {
  addParameter(operation, 'IfNoneMatch');
  operation.responses['304'] ??= { description: 'The client has it already.' };
  for (const status of ['200', '304']) {
    const response = operation.responses[status];
    if (response !== undefined) addHeader(response, 'ETag', 'ETag');
  }
}

function describeLimits(operation: Operation): void {
  addProblem(operation, 'too-many-requests');
  const { 429: refusal } = operation.responses;
  if (refusal !== undefined) addHeader(refusal, 'Retry-After', 'RetryAfter');
  for (const [status, response] of Object.entries(operation.responses)) {
    if (status === '401') continue;
    addHeader(response, 'RateLimit', 'RateLimit');
    addHeader(response, 'RateLimit-Policy', 'RateLimitPolicy');
  }
}

function describeRepetition(operation: Operation): void {
  addParameter(operation, 'IdempotencyKey');
  addProblem(operation, 'idempotency-key-in-use');
  addProblem(operation, 'idempotency-key-reused');
  for (const [status, response] of Object.entries(operation.responses)) {
    if (status.startsWith('2')) addHeader(response, 'Idempotency-Replayed', 'IdempotencyReplayed');
  }
}

function addParameter(operation: Operation, name: string): void {
  operation.parameters = [...(operation.parameters ?? []), { $ref: `#/components/parameters/${name}` }];
}

function addHeader(response: Operation['responses'][string], name: string, component: string): void {
  response.headers = { ...response.headers, [name]: { $ref: `#/components/headers/${component}` } };
}

/** Adds a problem to those that an operation names itself. */
function addProblem(operation: Operation, kind: FailureKind): void {
  const { status } = PROBLEM_TYPES[kind];
  const described = problemAnswers(kind)[status]?.description ?? '';
  const before = operation.responses[status];
  if (before?.description?.includes(described)) return;
  operation.responses[status] = {
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    ...before,
    description: [before?.description, described].filter(Boolean).join(' '),
  } as Operation['responses'][string];
}
