import { gridDisk } from 'h3-js';
import type { Cell } from './cell.ts';
import { type CellNumber, cellNumber, cellText } from './cell-number.ts';

/** Rings that close gaps of four cells, as the optimizer's cover closes them. */
const RINGS = 2;

/**
 * The cells that a closing adds: those within two steps of `cells`, less those within two steps of what lies beyond. Gaps and bays up to four cells wide are
 * filled; the outside does not grow.
 *
 * @param cells of one resolution
 */
export function closeGaps(cells: ReadonlySet<CellNumber>): CellNumber[] {
  const closed = new Map<CellNumber, boolean>();
  for (const cell of cells) closed.set(cell, true);
  const added: CellNumber[] = [];
  let frontier = [...cells];
  for (let ring = 0; ring < RINGS; ring++) {
    const next: CellNumber[] = [];
    for (const neighbor of frontier.flatMap(neighborsOf)) {
      if (closed.has(neighbor)) continue;
      closed.set(neighbor, true);
      next.push(neighbor);
    }
    added.push(...next);
    frontier = next;
  }
  frontier = frontier.filter((cell) => neighborsOf(cell).some((neighbor) => !closed.has(neighbor)));
  for (const cell of frontier) closed.set(cell, false);
  for (let ring = 1; ring < RINGS; ring++) {
    const next = frontier.flatMap(neighborsOf).filter((neighbor) => closed.get(neighbor) === true);
    for (const cell of next) closed.set(cell, false);
    frontier = next;
  }
  return added.filter((cell) => closed.get(cell) === true);
}

/** The cells that touch a cell. */
export function neighborsOf(cell: CellNumber): CellNumber[] {
  const own = cellText(cell);
  return gridDisk(own, 1)
    .filter((neighbor) => neighbor !== own)
    .map((neighbor) => cellNumber(neighbor as Cell));
}
