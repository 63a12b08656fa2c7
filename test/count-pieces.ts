import { cellToParent, getResolution, gridDisk } from 'h3-js';

/**
 * The number of connected pieces of cells of mixed resolution, worked out with h3-js alone.
 *
 * A finer cell touches a coarser one where one of its neighbours at its own resolution is the coarser one or lies inside it.
 *
 * @param links pairs of cells that count as touching, such as joined islands
 */
export function countPieces(cells: readonly string[], links: readonly { from: string; to: string }[] = []): number {
  const parent = new Map(cells.map((cell) => [cell, cell]));
  const coarsest = Math.min(...cells.map(getResolution));
  const rootOf = (cell: string): string => {
    let root = cell;
    while (parent.get(root) !== root) root = parent.get(root) ?? root;
    parent.set(cell, root);
    return root;
  };
  const join = (a: string, b: string) => parent.set(rootOf(a), rootOf(b));
  for (const cell of cells) {
    for (const neighbor of gridDisk(cell, 1)) {
      for (let resolution = getResolution(neighbor); resolution >= coarsest; resolution--) {
        const holder = cellToParent(neighbor, resolution);
        if (parent.has(holder)) {
          join(cell, holder);
          break;
        }
      }
    }
  }
  for (const { from, to } of links) if (parent.has(from) && parent.has(to)) join(from, to);
  return new Set(cells.map(rootOf)).size;
}
