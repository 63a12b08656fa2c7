/** A territory as somebody drew it. */
export interface TerritoryShape {
  readonly id: string;
  readonly name: string;
  /** Who serves it, as the file says. */
  readonly repId: string | null;
  readonly parts: readonly ShapePart[];
}

/** A polygon: its exterior ring and its holes, wound either way. A place is inside where it is inside an odd number of rings. */
export interface ShapePart {
  readonly rings: readonly Ring[];
}

/** lng, lat, lng, lat ... in degrees, the first position again at the end. A ring over the antimeridian goes on beyond 180 or -180. */
export type Ring = Float64Array;
