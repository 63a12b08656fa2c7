import { nameLikeness, normalisedName } from './name-likeness.ts';
import { eachSquare, metersApart, type Places } from './near-places.ts';

/** Accounts within this distance and with names this much alike are taken for one. */
export const TWIN_METERS = 50;
export const TWIN_LIKENESS = 0.8;
/** Of more places in a square than this, each is compared with those alone whose names are next to its own in the alphabet. */
const MOST_PAIRED = 64;
const NEXT_NAMES = 8;

/** Two accounts that may be one. Positions of accounts in their order. */
export interface Twins {
  readonly a: number;
  readonly b: number;
  readonly meters: number;
  readonly likeness: number;
}

/** Finds accounts that may be one: near each other and of like names. */
export function findTwins(places: Places, nameOf: (at: number) => string, found: (twins: Twins) => void): void {
  eachSquare(places, TWIN_METERS, (own, beside) => {
    const names = new Map([...own, ...beside].map((at) => [at, normalisedName(nameOf(at))]));
    const compare = (first: number, second: number) => {
      const [a, b] = first < second ? [first, second] : [second, first];
      const meters = metersApart(places, a, b);
      if (meters > TWIN_METERS) return;
      const likeness = nameLikeness(names.get(a) ?? '', names.get(b) ?? '');
      if (likeness >= TWIN_LIKENESS) found({ a, b, meters, likeness });
    };
    if (own.length + beside.length <= MOST_PAIRED) {
      own.forEach((one, at) => {
        for (const other of [...own.slice(at + 1), ...beside]) compare(one, other);
      });
      return;
    }
    const isOwn = new Set(own);
    const byName = [...own, ...beside].sort((a, b) => compareText(names.get(a) ?? '', names.get(b) ?? '') || a - b);
    byName.forEach((one, at) => {
      for (const other of byName.slice(at + 1, at + 1 + NEXT_NAMES)) {
        if (isOwn.has(one) || isOwn.has(other)) compare(one, other);
      }
    });
  });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
