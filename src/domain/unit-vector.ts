/** A place on the sphere: x, y, z of length 1. */
export type UnitVector = readonly [number, number, number];

/** Mean radius of the Earth as H3 has it. */
const EARTH_KM = 6371.007180918475;

/** The unit vector of a place in degrees. */
export function unitVector(latDeg: number, lngDeg: number): UnitVector {
  const [lat, lng] = [(latDeg * Math.PI) / 180, (lngDeg * Math.PI) / 180];
  return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat)];
}

/** Great-circle distance. By the chord, which is exact for near places where the angle's cosine is not. */
export function greatCircleKm(a: UnitVector, b: UnitVector): number {
  const [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  const chord = Math.sqrt(x * x + y * y + z * z);
  return 2 * EARTH_KM * Math.asin(Math.min(1, chord / 2));
}
