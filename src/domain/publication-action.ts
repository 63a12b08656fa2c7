import { Failure } from './failure.ts';
import type { PublicationState } from './publication.ts';

/** What can be done with a publication. */
export type PublicationAction = 'change' | 'submit' | 'approve' | 'return' | 'publish' | 'withdraw';

const POSSIBLE: Readonly<Record<PublicationState, readonly PublicationAction[]>> = {
  draft: ['change', 'submit', 'publish', 'withdraw'],
  submitted: ['approve', 'return', 'publish', 'withdraw'],
  approved: ['return', 'publish', 'withdraw'],
  scheduled: ['withdraw'],
  'in-force': ['withdraw'],
  archived: [],
};

/** What can be done in a state. Where a plan wants approval, only what is approved is published. */
export function possibleActions(state: PublicationState, approvalRequired: boolean): readonly PublicationAction[] {
  const mayPublish = state === 'approved' || !approvalRequired;
  return POSSIBLE[state].filter((action) => action !== 'publish' || mayPublish);
}

/** Throws `wrong-state` where an action is not possible: it names the state and what can be done now. */
export function expectAction(action: PublicationAction, state: PublicationState, approvalRequired: boolean): void {
  const possible = possibleActions(state, approvalRequired);
  if (possible.includes(action)) return;
  const why = POSSIBLE[state].includes(action) ? ' and the plan wants approval first' : '';
  throw wrongState(`the publication is ${state}${why}`, state, possible);
}

/** The failure of an action in another state than it needs. */
export function wrongState(what: string, state: string, possible: readonly string[]): Failure {
  const now = possible.length === 0 ? 'nothing can be done with it now' : `now one can ${possible.join(', ')}`;
  return new Failure('wrong-state', `${what}: ${now}`, [], 0, { state, possible });
}
