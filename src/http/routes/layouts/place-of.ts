import type { Place } from '../../../application/find-owner.ts';
import { parseCell } from '../../../domain/cell.ts';
import { Failure } from '../../../domain/failure.ts';

/** A place as it comes: a point or a cell. */
export interface GivenPlace {
  readonly lat?: number | undefined;
  readonly lng?: number | undefined;
  readonly cell?: string | undefined;
}

/** The place that is meant. Throws `invalid-parameter` for half a point, both, or neither; `path` comes before the names of fields. */
export function placeOf({ lat, lng, cell }: GivenPlace, path: string): Place {
  if (cell !== undefined && lat === undefined && lng === undefined) return { cell: parseCell(cell, `${path}cell`) };
  if (cell === undefined && lat !== undefined && lng !== undefined) return { latDeg: lat, lngDeg: lng };
  throw Failure.invalid('invalid-parameter', {
    field: path + (cell === undefined ? (lat === undefined ? 'lat' : 'lng') : 'cell'),
    value: cell?.slice(0, 100) ?? '',
    detail: cell === undefined ? 'is missing' : 'comes beside a point',
    remedy: 'send lat and lng, or cell alone',
  });
}
