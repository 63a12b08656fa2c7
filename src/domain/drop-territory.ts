/** Which leaves touch, in compressed rows. */
export interface LeafNeighbors {
  readonly start: Uint32Array;
  readonly neighbors: Uint32Array;
}

/**
 * The territory by which each leaf of a territory is taken over when that is dropped.
 *
 * Leaf by leaf: of the territories next to what is left the one with least takes the leaf that has most of its neighbours in it, so that each stays in one piece and
 * the lighter ones get more. Ties go to the lower position.
 *
 * Shape: `weights` by leaf, `loads` by territory in the same unit. Leaves that nothing reaches are not in the answer.
 * Cost: about the dropped leaves times the logarithm of their number.
 */
export function takeOver(
  graph: LeafNeighbors,
  territories: Uint32Array,
  dropped: number,
  weights: ArrayLike<number>,
  loads: readonly number[],
): Map<number, number> {
  const owners = territories.slice();
  const sums = loads.slice();
  const taken = new Map<number, number>();
  /** By territory: leaves next to it that are still to be taken, with how many neighbours they have in it. */
  const fronts = new Map<number, Map<number, number>>();
  const reach = (leaf: number, from: number) => {
    const front = fronts.get(from) ?? new Map<number, number>();
    front.set(leaf, (front.get(leaf) ?? 0) + 1);
    fronts.set(from, front);
  };
  const neighborsOf = (leaf: number) => graph.neighbors.subarray(graph.start[leaf], graph.start[leaf + 1]);
  owners.forEach((owner, leaf) => {
    if (owner !== dropped) return;
    for (const next of neighborsOf(leaf)) {
      const other = owners[next] ?? dropped;
      if (other !== dropped) reach(leaf, other);
    }
  });
  while (fronts.size > 0) {
    const territory = [...fronts.keys()].reduce((a, b) => (before(sums[b] ?? 0, b, sums[a] ?? 0, a) ? b : a));
    const front = fronts.get(territory) ?? new Map<number, number>();
    const leaf = nextLeaf(front);
    for (const [other, own] of fronts) {
      own.delete(leaf);
      if (own.size === 0) fronts.delete(other);
    }
    owners[leaf] = territory;
    taken.set(leaf, territory);
    sums[territory] = (sums[territory] ?? 0) + (weights[leaf] ?? 0);
    for (const next of neighborsOf(leaf)) if (owners[next] === dropped) reach(next, territory);
  }
  return taken;
}

function before(a: number, atA: number, b: number, atB: number): boolean {
  return a < b || (a === b && atA < atB);
}

function nextLeaf(front: ReadonlyMap<number, number>): number {
  let [best, most] = [-1, 0];
  for (const [leaf, count] of front) {
    if (count > most || (count === most && leaf < best)) [best, most] = [leaf, count];
  }
  return best;
}
