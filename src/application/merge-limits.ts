import { Failure, type Violation } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import { MAX_LEAVES, MAX_MADE_TERRITORIES } from '../domain/layout-limits.ts';

/** Throws `invalid-problem` where a merge has more cells or territories than a layout can. */
export function expectMergeFits(theirs: LayoutId, leaves: number, territories: number): void {
  const [first, ...rest] = [
    ...tooMany(theirs, 'cells', leaves, MAX_LEAVES),
    ...tooMany(theirs, 'territories', territories, MAX_MADE_TERRITORIES),
  ];
  if (first !== undefined) throw Failure.invalid('invalid-problem', first, ...rest);
}

function tooMany(theirs: LayoutId, what: string, count: number, most: number): Violation[] {
  if (count <= most) return [];
  return [
    {
      field: '/with',
      value: theirs,
      detail: `and the layout make ${count} ${what} together, and a layout has at most ${most}`,
      remedy: `merge layouts that have fewer ${what}`,
    },
  ];
}
