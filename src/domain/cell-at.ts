import { latLngToCell } from 'h3-js';
import type { Cell, Resolution } from './cell.ts';

/** The cell that holds a place. Latitude and longitude are taken as checked: h3 accepts any number. */
export function cellAt(latDeg: number, lngDeg: number, resolution: Resolution): Cell {
  return latLngToCell(latDeg, lngDeg, resolution) as Cell;
}
