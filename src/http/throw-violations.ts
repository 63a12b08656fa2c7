import type { Context } from 'hono';
import { Failure, type Violation } from '../domain/failure.ts';
import type { App } from './app.ts';
import { findLaterViolations, findViolations, type Outcome } from './find-violations.ts';
import type { HttpEnv } from './http-env.ts';
import { RouteTable } from './route-table.ts';

/** Most violations that one answer lists. */
const MAX_VIOLATIONS = 100;

/** Throws one failure with every violation in one part of a request. */
export function throwViolations(outcome: Outcome): void {
  if (!outcome.success) throw failureOf(findViolations(outcome));
}

/** Hook of every validated route: at the first part of a request that is wrong, throws one failure with every violation in all parts. */
export function throwAllViolations(app: () => App) {
  let routes: RouteTable | undefined;
  return async (outcome: Outcome, c: Context<HttpEnv>): Promise<void> => {
    if (outcome.success) return;
    routes ??= new RouteTable(app());
    const route = routes.find(c);
    const later = route === undefined ? [] : await findLaterViolations(c, route, outcome.target);
    throw failureOf([...findViolations(outcome), ...later]);
  };
}

function failureOf(found: readonly Violation[]): Failure {
  const [first] = found;
  const more = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
  const detail = first === undefined ? 'the request is not valid' : `${first.field}: ${first.detail}${more}`;
  return new Failure('invalid-parameter', detail, found.slice(0, MAX_VIOLATIONS), found.length);
}
