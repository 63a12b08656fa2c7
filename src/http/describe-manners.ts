import type { FailureKind } from '../domain/failure.ts';
import { DEPRECATED_MEMBER, SUNSET_MEMBER } from './deprecated-since.ts';
import { problemAnswers } from './problem-answers.ts';
import { PROBLEM_TYPES } from './problem-types.ts';

/** A body of one media type, as far as it is read or changed here. */
export interface DescribedMedia {
  schema?: Record<string, unknown>;
  example?: unknown;
  examples?: Record<string, unknown>;
}

interface DescribedResponse {
  description?: string;
  headers?: Record<string, unknown>;
  content?: Record<string, DescribedMedia>;
}

/** What both versions of OpenAPI call an operation, as far as it is read or changed here. */
export interface Operation {
  description?: string;
  [DEPRECATED_MEMBER]?: number;
  [SUNSET_MEMBER]?: number;
  parameters?: { readonly name?: string; readonly $ref?: string }[];
  requestBody?: { content?: Record<string, DescribedMedia> };
  security?: Record<string, string[]>[];
  responses: Record<string, DescribedResponse>;
}

const DEPRECATION = {
  description: 'Since when the operation is deprecated (RFC 9745), in seconds of Unix time after `@`.',
  schema: { type: 'string', pattern: '^@\\d+$' },
  example: '@1798761600',
};
const SUNSET = {
  description: 'When the operation ends (RFC 8594).',
  schema: { type: 'string' },
  example: 'Tue, 04 Jan 2028 00:00:00 GMT',
};

/** Adds to the description of an operation what middleware does for all of its kind: answers first, then the headers that all of them have. */
export function describeManners(method: string, operation: Operation): void {
  describeScope(operation);
  if (method === 'get') describeConditions(operation);
  if (operation.responses['202']) addParameter(operation, 'Prefer');
  if (method === 'patch') addHeader(operation.responses['200'], 'ETag', 'ETag');
  if (operation.responses['412']) {
    addParameter(operation, 'IfMatch');
    addHeader(operation.responses['412'], 'ETag', 'ETag');
  }
  if (['post', 'put', 'patch'].includes(method)) describeRepetition(operation);
  if (operation.parameters?.some(({ name }) => name === 'cursor')) describePages(operation);
  addProblem(operation, 'internal');
  if (operation.security?.[0]?.key) describeLimits(operation);
  describeEveryAnswer(operation);
}

/** Says which scope an operation needs, and what a key without it gets. */
function describeScope(operation: Operation): void {
  const { 401: closed } = operation.responses;
  addHeader(closed, 'WWW-Authenticate', 'WWWAuthenticate');
  const scope = operation.security?.[0]?.key?.[0];
  if (scope === undefined) return;
  operation.description = [operation.description, `Needs the scope \`${scope}\`.`].filter(Boolean).join(' ');
  addProblem(operation, 'insufficient-scope');
  addHeader(operation.responses['403'], 'WWW-Authenticate', 'WWWAuthenticate');
}

function describeConditions(operation: Operation): void {
  addParameter(operation, 'IfNoneMatch');
  operation.responses['304'] ??= { description: 'The client has it already.' };
  const isImmutable = operation.responses['200']?.headers?.['Cache-Control'] !== undefined;
  for (const status of ['200', '204', '304']) {
    addHeader(operation.responses[status], 'ETag', 'ETag');
    if (isImmutable) addHeader(operation.responses[status], 'Cache-Control', 'CacheControlImmutable');
  }
}

function describePages(operation: Operation): void {
  addHeader(operation.responses['200'], 'Link', 'Link');
  // The cursor may be one of another list.
  addProblem(operation, 'not-found');
}

function describeLimits(operation: Operation): void {
  addProblem(operation, 'too-many-requests');
  addHeader(operation.responses['429'], 'Retry-After', 'RetryAfter');
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
  addHeader(operation.responses['409'], 'Retry-After', 'RetryAfter');
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!['401', '403', '406', '412', '428', '429', '409'].includes(status)) {
      addHeader(response, 'Idempotency-Replayed', 'IdempotencyReplayed');
    }
  }
}

function describeEveryAnswer(operation: Operation): void {
  for (const response of Object.values(operation.responses)) {
    addHeader(response, 'X-Request-Id', 'XRequestId');
    addHeader(response, 'Vary', 'Vary');
    addHeader(response, 'Access-Control-Allow-Origin', 'AccessControlAllowOrigin');
    addHeader(response, 'Access-Control-Expose-Headers', 'AccessControlExposeHeaders');
    if (response.content?.['text/event-stream']) addHeader(response, 'Cache-Control', 'CacheControlOfEvents');
    if (operation[DEPRECATED_MEMBER] !== undefined) {
      response.headers = { ...response.headers, Deprecation: DEPRECATION };
    }
    if (operation[SUNSET_MEMBER] !== undefined) response.headers = { ...response.headers, Sunset: SUNSET };
  }
}

function addParameter(operation: Operation, name: string): void {
  operation.parameters = [...(operation.parameters ?? []), { $ref: `#/components/parameters/${name}` }];
}

function addHeader(response: DescribedResponse | undefined, name: string, component: string): void {
  if (response === undefined) return;
  response.headers = { ...response.headers, [name]: { $ref: `#/components/headers/${component}` } };
}

/** Adds a problem to those that an operation names itself. */
function addProblem(operation: Operation, kind: FailureKind): void {
  const { status } = PROBLEM_TYPES[kind];
  const { description = '', content } = problemAnswers(kind)[status] ?? {};
  const before = operation.responses[status];
  if (before?.description?.includes(description)) return;
  const type = 'application/problem+json';
  operation.responses[status] = {
    ...before,
    description: [before?.description, description].filter(Boolean).join(' '),
    content: {
      ...before?.content,
      [type]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: { ...before?.content?.[type]?.examples, ...content?.[type].examples },
      },
    },
  };
}
