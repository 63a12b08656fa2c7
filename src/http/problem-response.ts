import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Failure } from '../domain/failure.ts';
import type { HttpEnv } from './http-env.ts';
import { PROBLEM_TYPES, problemPath } from './problem-types.ts';

/** A job takes some such time: none says how long it will be. */
const JOB_ENDS_SECONDS = 10;

/** Answers a failure as an RFC 9457 problem document. */
export function problemResponse(c: Context<HttpEnv>, failure: Failure): Response {
  const { status, title } = PROBLEM_TYPES[failure.kind];
  if (failure.kind === 'unauthorized') c.header('WWW-Authenticate', 'Bearer realm="hexalign"');
  if (failure.kind === 'too-many-jobs') c.header('Retry-After', String(JOB_ENDS_SECONDS));
  const document = {
    type: problemPath(failure.kind),
    title,
    status,
    detail: failure.message,
    requestId: c.var.requestId,
    ...failure.members,
    ...(failure.violationCount > 0 ? { violations: failure.violations, violationCount: failure.violationCount } : {}),
  };
  return c.body(JSON.stringify(document), status, { 'Content-Type': 'application/problem+json' });
}

/** The one place where an error thrown anywhere becomes an answer. What is not a `Failure` goes to the log and never to the client. */
export function answerError(error: Error, c: Context<HttpEnv>): Response {
  return problemResponse(c, asFailure(error, c.var.requestId));
}

function asFailure(error: Error, requestId: string): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof HTTPException) {
    if (error.status === 400) return new Failure('malformed-body', error.message);
    if (error.status === 415) return new Failure('unsupported-media-type', 'send Content-Type: application/json');
  }
  console.error(JSON.stringify({ requestId, error: error.stack ?? String(error) }));
  return new Failure('internal', 'Something went wrong on our side. The log holds the cause under this requestId.');
}
