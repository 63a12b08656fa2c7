import type { FailureKind } from '../domain/failure.ts';

/** How a kind of failure looks over HTTP. */
export interface ProblemType {
  readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 500 | 507;
  readonly title: string;
}

/** Every failure kind as an RFC 9457 problem type. A kind without an entry does not compile. */
export const PROBLEM_TYPES = {
  unauthorized: { status: 401, title: 'No valid key' },
  'insufficient-scope': { status: 403, title: 'The key may not do this' },
  'key-not-active': { status: 409, title: 'The key has ended' },
  'last-key': { status: 409, title: 'The last key that makes keys' },
  'not-found': { status: 404, title: 'Not found' },
  'outside-cover': { status: 404, title: 'Outside the cover of the layout' },
  'nothing-in-force': { status: 404, title: 'Nothing is in force then' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'not-acceptable': { status: 406, title: 'No representation that the client accepts' },
  'precondition-failed': { status: 412, title: 'Changed in the meantime' },
  'precondition-required': { status: 428, title: 'If-Match is needed' },
  'unsupported-media-type': { status: 415, title: 'Media type not supported' },
  'payload-too-large': { status: 413, title: 'Body too large' },
  'malformed-body': { status: 400, title: 'Body cannot be read' },
  'invalid-parameter': { status: 400, title: 'Parameter not valid' },
  'invalid-rows': { status: 422, title: 'Rows not valid' },
  'invalid-problem': { status: 422, title: 'No layout can exist' },
  'invalid-assignment': { status: 422, title: 'No assignment can be like that' },
  'invalid-hierarchy': { status: 422, title: 'Not a tree over the territories' },
  'plan-required': { status: 409, title: 'The layout belongs to no plan' },
  'merge-conflict': { status: 409, title: 'Both layouts changed the same' },
  'accounts-replaced': { status: 409, title: 'The accounts were replaced meanwhile' },
  'plan-has-accounts': { status: 409, title: 'The plan has accounts' },
  'layout-in-use': { status: 409, title: 'The plan needs the layout' },
  'solve-out-of-memory': { status: 507, title: 'The solve needs more memory than there is' },
  'solve-too-long': { status: 422, title: 'More than a request waits for' },
  'job-ended': { status: 409, title: 'The job has ended' },
  'wrong-state': { status: 409, title: 'Not in this state' },
  'moment-taken': { status: 409, title: 'Another comes in force at that moment' },
  'second-key-needed': { status: 403, title: 'Another key must approve' },
  'invalid-references': { status: 422, title: 'What is named is not there' },
  'idempotency-key-in-use': { status: 409, title: 'A request with this idempotency key is running' },
  'idempotency-key-reused': { status: 422, title: 'Another request had this idempotency key' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'too-many-jobs': { status: 429, title: 'Too many jobs' },
  'too-many-webhooks': { status: 409, title: 'Too many webhooks' },
  internal: { status: 500, title: 'Internal error' },
} as const satisfies Record<FailureKind, ProblemType>;

/** Address of the page that explains a kind. */
export function problemPath(kind: FailureKind): string {
  return `/problems/${kind}`;
}
