import type { Territory } from './layout.ts';
import type { Preference } from './merge-leaves.ts';

/** A territory that both sides gave another name. */
export interface NameClash {
  readonly territory: string;
  readonly base: string | null;
  readonly ours: string;
  readonly theirs: string;
}

/** Territories of a merge. */
export interface MergedTerritories {
  readonly territories: readonly { readonly id: string; readonly name: string }[];
  readonly clashes: readonly NameClash[];
}

type Named = Pick<Territory, 'id' | 'name'>;

/** Ids of the territories of theirs in the merge: those that are new on both sides are different territories, and theirs get the next free `t<number>`. */
export function renumberTheirs(
  base: readonly Named[],
  ours: readonly Named[],
  theirs: readonly Named[],
  lastNumber: number,
): string[] {
  const [inBase, inOurs] = [base, ours].map((side) => new Set(side.map(({ id }) => id)));
  let number = lastNumber;
  return theirs.map(({ id }) => (inBase?.has(id) || !inOurs?.has(id) ? id : `t${++number}`));
}

/**
 * The territories that a merge has: those that both sides have, those that one side made, and those that hold a leaf although one side has them no more.
 *
 * A name that one side changed is that of the merge; where both did, the side that is preferred counts, ours where none is.
 *
 * @param theirs with the ids that they have in the merge
 * @param held ids of territories that hold a leaf
 */
export function mergeTerritories(
  base: readonly Named[],
  ours: readonly Named[],
  theirs: readonly Named[],
  held: ReadonlySet<string>,
  prefer: Preference,
): MergedTerritories {
  const [inBase, inOurs, inTheirs] = [base, ours, theirs].map(
    (side) => new Map(side.map(({ id, name }) => [id, name])),
  );
  const clashes: NameClash[] = [];
  const ids = [...ours, ...theirs.filter(({ id }) => !inOurs?.has(id))].map(({ id }) => id);
  const territories = ids
    .filter((id) => held.has(id) || (inOurs?.has(id) && inTheirs?.has(id)) || !inBase?.has(id))
    .map((id) => {
      const [before, own, other] = [inBase, inOurs, inTheirs].map((names) => names?.get(id));
      if (own === undefined || other === undefined || own === other) return { id, name: own ?? other ?? id };
      if (own === before) return { id, name: other };
      if (other !== before) clashes.push({ territory: id, base: before ?? null, ours: own, theirs: other });
      return { id, name: other !== before && prefer === 'theirs' ? other : own };
    });
  return { territories, clashes };
}
