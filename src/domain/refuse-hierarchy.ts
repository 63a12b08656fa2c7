import { Failure, type Violation } from './failure.ts';
import { MAX_NAMED } from './hierarchy.ts';

/** Throws `invalid-hierarchy` where anything is wrong. */
export function refuseHierarchy(violations: readonly Violation[]): void {
  const [first, ...rest] = violations;
  if (first === undefined) return;
  const { kind, message } = Failure.invalid('invalid-hierarchy', first, ...rest);
  throw new Failure(kind, message, violations.slice(0, MAX_NAMED), violations.length);
}
