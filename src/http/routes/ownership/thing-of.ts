import type { OwnedThing } from '../../../application/find-plan-owner.ts';
import { Failure } from '../../../domain/failure.ts';
import { type GivenPlace, placeOf } from '../layouts/place-of.ts';

/** What is asked about as it comes: a point, a cell or an account. */
export interface GivenThing extends GivenPlace {
  readonly account?: string | undefined;
}

/** What is meant. Throws `invalid-parameter` for none or more than one of them; `path` comes before the names of fields. */
export function thingOf({ account, ...place }: GivenThing, path: string): OwnedThing {
  if (account === undefined) return placeOf(place, path);
  const { lat, lng, cell } = place;
  if (lat === undefined && lng === undefined && cell === undefined) return { accountId: account };
  throw Failure.invalid('invalid-parameter', {
    field: `${path}account`,
    value: account.slice(0, 100),
    detail: 'comes beside a place',
    remedy: 'send lat and lng, cell or account alone',
  });
}
