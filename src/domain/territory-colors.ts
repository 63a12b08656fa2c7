/** Colors that a palette must have at least. */
export const TERRITORY_COLORS = 8;

/**
 * A color for each territory, so that neighbours differ.
 *
 * Welsh and Powell's greedy order: most neighbours first, each takes the color least used so far among those its neighbours
 * have not taken. Maps of territories rarely need more than five; with eight the palette is used evenly. Where eight do not
 * suffice a ninth is used, and so on.
 *
 * @param neighbors positions of each territory's neighbours
 * @param before colors to keep where neighbours do not clash, as after a rebalance
 */
export function colorTerritories(
  neighbors: readonly (readonly number[])[],
  before: readonly (number | undefined)[] = [],
): readonly number[] {
  const colors = new Array<number>(neighbors.length).fill(-1);
  const used = new Array<number>(TERRITORY_COLORS).fill(0);
  const order = neighbors.map((_, territory) => territory);
  const degree = (territory: number) => neighbors[territory]?.length ?? 0;
  order.sort((a, b) => degree(b) - degree(a) || a - b);
  const take = (territory: number, color: number) => {
    colors[territory] = color;
    used[color] = (used[color] ?? 0) + 1;
  };
  for (const territory of order) {
    const color = before[territory];
    if (color !== undefined && !takenBy(neighbors[territory], colors).has(color)) take(territory, color);
  }
  for (const territory of order) {
    if (colors[territory] === -1) take(territory, freeColor(takenBy(neighbors[territory], colors), used));
  }
  return colors;
}

function takenBy(neighbors: readonly number[] | undefined, colors: readonly number[]): Set<number> {
  return new Set(neighbors?.map((neighbor) => colors[neighbor] ?? -1));
}

function freeColor(taken: Set<number>, used: readonly number[]): number {
  let best = -1;
  for (let color = 0; color < used.length; color++) {
    if (!taken.has(color) && (best === -1 || (used[color] ?? 0) < (used[best] ?? 0))) best = color;
  }
  return best === -1 ? used.length : best;
}
