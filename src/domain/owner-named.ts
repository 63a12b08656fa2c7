import { Failure, type Violation } from './failure.ts';
import type { NamedOwner } from './plan-event.ts';
import { shorten } from './shorten.ts';

/** What owners may be named at a moment. */
export interface Nameable {
  /** Territories of the layout in force, by id; null where nothing is in force. */
  readonly territories: ReadonlyMap<string, string> | null;
  /** Whether the plan has a rep. */
  readonly hasRep: (repId: string) => boolean;
}

/** What is wrong with an owner, or null. `path` is the JSON pointer to it. */
export function blameOwner(
  owner: NamedOwner | null,
  { territories, hasRep }: Nameable,
  path: string,
): Violation | null {
  if (owner === null) return null;
  if ('repId' in owner) {
    if (hasRep(owner.repId)) return null;
    const remedy = 'name a rep of the plan: GET /v1/plans/{planId}/reps lists them';
    return { field: `${path}/repId`, value: shorten(owner.repId), detail: 'is no rep of the plan', remedy };
  }
  if (territories?.has(owner.territoryId)) return null;
  return {
    field: `${path}/territoryId`,
    value: shorten(owner.territoryId),
    detail:
      territories === null ? 'cannot be: no layout is in force then' : 'is no territory of the layout in force then',
    remedy: 'name a territory of the layout in force, or a rep',
  };
}

/** Throws one failure with everything that is wrong, where anything is. */
export function refuseAll(violations: readonly (Violation | null)[]): void {
  const [first, ...rest] = violations.filter((violation) => violation !== null);
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest.slice(0, 999));
}
