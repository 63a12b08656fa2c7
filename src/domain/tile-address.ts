import { Failure, type Violation } from './failure.ts';

/** Tiles beyond this zoom are drawn by the client from this one's data. */
export const MAX_TILE_ZOOM = 16;

/** What a tile holds beyond each side, as a share of it, so that strokes do not end at the side. */
export const TILE_BUFFER_SHARE = 1 / 64;

/** A tile of the web Mercator square: column `x` from the west, row `y` from the north. */
export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Reads a tile's address. Throws `invalid-parameter` that names every number that is wrong. */
export function parseTileAddress(text: { z: string; x: string; y: string }): TileAddress {
  const violations: Violation[] = [];
  const read = (field: 'z' | 'x' | 'y', last: number): number => {
    const value = /^(0|[1-9]\d{0,9})$/.test(text[field]) ? Number(text[field]) : Number.NaN;
    if (!(value <= last)) {
      const detail = field === 'z' ? 'is not a zoom' : 'is not a tile of this zoom';
      violations.push({
        field,
        value: text[field].slice(0, 100),
        detail,
        remedy: `send a whole number from 0 to ${last}`,
      });
    }
    return value;
  };
  const z = read('z', MAX_TILE_ZOOM);
  const last = Number.isNaN(z) || z > MAX_TILE_ZOOM ? 2 ** MAX_TILE_ZOOM - 1 : 2 ** z - 1;
  const address = { z, x: read('x', last), y: read('y', last) };
  const [first, ...rest] = violations;
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
  return address;
}

/** [west, south, east, north] of a tile in degrees, wider by a share of its side on each side, within the poles. It may reach across the antimeridian. */
export function tileWindow({ z, x, y }: TileAddress, marginShare: number): [number, number, number, number] {
  const side = 2 ** -z;
  const left = (x - marginShare) * side;
  const right = (x + 1 + marginShare) * side;
  const top = Math.max(0, (y - marginShare) * side);
  const bottom = Math.min(1, (y + 1 + marginShare) * side);
  return [lngDegAt(left), latDegAt(bottom), lngDegAt(right), latDegAt(top)];
}

/** Longitude of a place in the Mercator square, 0 in the west to 1 in the east. */
export function lngDegAt(x: number): number {
  return x * 360 - 180;
}

/** Latitude of a place in the Mercator square, 0 in the north to 1 in the south. */
export function latDegAt(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}
