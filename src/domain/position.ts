/** A place as GeoJSON has it: longitude, latitude. */
export type Position = readonly [lngDeg: number, latDeg: number];

/** Whether a value is a position on the globe; a height is let pass. */
export function isPosition(value: unknown): value is Position {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return false;
  const [lng, lat] = value as unknown[];
  return typeof lng === 'number' && typeof lat === 'number' && Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
}
