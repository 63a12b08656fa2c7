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
  const find = findAllViolations(app);
  return async (outcome: Outcome, c: Context<HttpEnv>): Promise<void> => {
    if (!outcome.success) throw await find(outcome, c);
  };
}

/** Hook of a route that takes an upload: `refuse` adds what is wrong with the rows, which no schema sees, to the failure of the rest. */
export function throwWithRows(
  app: App,
  refuse: (c: Context<HttpEnv>, failure: Failure) => Promise<Failure>,
): (outcome: Outcome, c: Context<HttpEnv>) => Promise<never> | undefined {
  const find = findAllViolations(() => app);
  const refuseAll = async (outcome: Outcome, c: Context<HttpEnv>): Promise<never> => {
    throw await refuse(c, await find(outcome, c));
  };
  return (outcome, c) => (outcome.success ? undefined : refuseAll(outcome, c));
}

function findAllViolations(app: () => App) {
  let routes: RouteTable | undefined;
  return async (outcome: Outcome, c: Context<HttpEnv>): Promise<Failure> => {
    routes ??= new RouteTable(app());
    const route = routes.find(c);
    const later = route === undefined ? [] : await findLaterViolations(c, route, outcome.target);
    return failureOf([...findViolations(outcome), ...later]);
  };
}

/** The failure of a request with these violations. */
function failureOf(found: readonly Violation[]): Failure {
  const [first] = found;
  const more = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
  const detail = first === undefined ? 'the request is not valid' : `${first.field}: ${first.detail}${more}`;
  return new Failure('invalid-parameter', detail, found.slice(0, MAX_VIOLATIONS), found.length);
}
