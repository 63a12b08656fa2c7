/** Every kind of failure the product can name. Each has a page under `openapi/problems` and an entry in `http/problem-types.ts`. */
export type FailureKind =
  | 'unauthorized'
  | 'insufficient-scope'
  | 'key-not-active'
  | 'last-key'
  | 'not-found'
  | 'outside-cover'
  | 'nothing-in-force'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'unsupported-media-type'
  | 'payload-too-large'
  | 'malformed-body'
  | 'invalid-parameter'
  | 'invalid-rows'
  | 'invalid-problem'
  | 'invalid-assignment'
  | 'invalid-hierarchy'
  | 'plan-required'
  | 'merge-conflict'
  | 'accounts-replaced'
  | 'plan-has-accounts'
  | 'layout-in-use'
  | 'solve-out-of-memory'
  | 'solve-too-long'
  | 'job-ended'
  | 'wrong-state'
  | 'moment-taken'
  | 'second-key-needed'
  | 'invalid-references'
  | 'idempotency-key-in-use'
  | 'idempotency-key-reused'
  | 'too-many-requests'
  | 'too-many-jobs'
  | 'too-many-webhooks'
  | 'precondition-failed'
  | 'precondition-required'
  | 'internal';

/** Most violations that an answer names. */
const MAX_NAMED = 1_000;

/** One thing wrong with a request. */
export interface Violation {
  /** Query parameter, column, or JSON pointer. */
  readonly field: string;
  /** What was sent, shortened to 100 characters. */
  readonly value: string;
  /** What is wrong with it. */
  readonly detail: string;
  /** What would be right. */
  readonly remedy: string;
  /** Line of the upload on which the row starts, counted from 1, where there is one. */
  readonly line?: number;
}

/** The one error class of the product: a kind, a sentence, and every violation at once. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly violations: readonly Violation[];
  /** Violations in all, of which `violations` may be the first ones only. */
  readonly violationCount: number;
  /** What else the problem document tells, by member name. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    kind: FailureKind,
    detail: string,
    violations: readonly Violation[] = [],
    violationCount: number = violations.length,
    members: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.name = 'Failure';
    this.kind = kind;
    this.violations = violations;
    this.violationCount = violationCount;
    this.members = members;
  }

  /** The same failure with more that is wrong, of which it names as much as an answer does. */
  and(more: Pick<Failure, 'violations' | 'violationCount'>): Failure {
    const violations = [...this.violations, ...more.violations].slice(0, MAX_NAMED);
    return new Failure(this.kind, this.message, violations, this.violationCount + more.violationCount, this.members);
  }

  /** A failure of one or more violations, told in one sentence. */
  static invalid(kind: FailureKind, ...violations: readonly [Violation, ...Violation[]]): Failure {
    const [first] = violations;
    const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : '';
    return new Failure(kind, `${first.field}: ${first.detail}${more}`, violations);
  }
}
