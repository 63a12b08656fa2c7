import accountsReplaced from '../openapi/problems/accounts-replaced.md';
import idempotencyKeyInUse from '../openapi/problems/idempotency-key-in-use.md';
import idempotencyKeyReused from '../openapi/problems/idempotency-key-reused.md';
import insufficientScope from '../openapi/problems/insufficient-scope.md';
import internal from '../openapi/problems/internal.md';
import invalidAssignment from '../openapi/problems/invalid-assignment.md';
import invalidHierarchy from '../openapi/problems/invalid-hierarchy.md';
import invalidParameter from '../openapi/problems/invalid-parameter.md';
import invalidProblem from '../openapi/problems/invalid-problem.md';
import invalidReferences from '../openapi/problems/invalid-references.md';
import invalidRows from '../openapi/problems/invalid-rows.md';
import jobEnded from '../openapi/problems/job-ended.md';
import keyNotActive from '../openapi/problems/key-not-active.md';
import lastKey from '../openapi/problems/last-key.md';
import layoutInUse from '../openapi/problems/layout-in-use.md';
import malformedBody from '../openapi/problems/malformed-body.md';
import mergeConflict from '../openapi/problems/merge-conflict.md';
import methodNotAllowed from '../openapi/problems/method-not-allowed.md';
import momentTaken from '../openapi/problems/moment-taken.md';
import notAcceptable from '../openapi/problems/not-acceptable.md';
import notFound from '../openapi/problems/not-found.md';
import nothingInForce from '../openapi/problems/nothing-in-force.md';
import outsideCover from '../openapi/problems/outside-cover.md';
import payloadTooLarge from '../openapi/problems/payload-too-large.md';
import planHasAccounts from '../openapi/problems/plan-has-accounts.md';
import planRequired from '../openapi/problems/plan-required.md';
import preconditionFailed from '../openapi/problems/precondition-failed.md';
import preconditionRequired from '../openapi/problems/precondition-required.md';
import secondKeyNeeded from '../openapi/problems/second-key-needed.md';
import solveOutOfMemory from '../openapi/problems/solve-out-of-memory.md';
import solveTooLong from '../openapi/problems/solve-too-long.md';
import tooManyJobs from '../openapi/problems/too-many-jobs.md';
import tooManyRequests from '../openapi/problems/too-many-requests.md';
import tooManyWebhooks from '../openapi/problems/too-many-webhooks.md';
import unauthorized from '../openapi/problems/unauthorized.md';
import unsupportedMediaType from '../openapi/problems/unsupported-media-type.md';
import wrongState from '../openapi/problems/wrong-state.md';
import type { ProblemPages } from './http/app.ts';

/** The pages under `openapi/problems`, bundled as text. */
export const PROBLEM_PAGES: ProblemPages = {
  unauthorized,
  'insufficient-scope': insufficientScope,
  'key-not-active': keyNotActive,
  'last-key': lastKey,
  'not-found': notFound,
  'outside-cover': outsideCover,
  'nothing-in-force': nothingInForce,
  'method-not-allowed': methodNotAllowed,
  'not-acceptable': notAcceptable,
  'unsupported-media-type': unsupportedMediaType,
  'payload-too-large': payloadTooLarge,
  'malformed-body': malformedBody,
  'invalid-parameter': invalidParameter,
  'invalid-rows': invalidRows,
  'invalid-problem': invalidProblem,
  'invalid-assignment': invalidAssignment,
  'invalid-hierarchy': invalidHierarchy,
  'plan-required': planRequired,
  'merge-conflict': mergeConflict,
  'accounts-replaced': accountsReplaced,
  'plan-has-accounts': planHasAccounts,
  'layout-in-use': layoutInUse,
  'solve-out-of-memory': solveOutOfMemory,
  'solve-too-long': solveTooLong,
  'job-ended': jobEnded,
  'wrong-state': wrongState,
  'moment-taken': momentTaken,
  'second-key-needed': secondKeyNeeded,
  'invalid-references': invalidReferences,
  'idempotency-key-in-use': idempotencyKeyInUse,
  'idempotency-key-reused': idempotencyKeyReused,
  'too-many-requests': tooManyRequests,
  'too-many-jobs': tooManyJobs,
  'too-many-webhooks': tooManyWebhooks,
  'precondition-failed': preconditionFailed,
  'precondition-required': preconditionRequired,
  internal,
};
