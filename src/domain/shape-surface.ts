import type { Ring, ShapePart } from './territory-shape.ts';

/** As in the optimizer: the authalic radius of WGS 84. */
const EARTH_RADIUS_KM = 6371.0072;
const RADIANS = Math.PI / 180;

/** The surface of a polygon on the sphere, its edges straight in longitude and latitude as RFC 7946 has them. Units: km2. */
export function partSurfaceKm2({ rings: [exterior, ...holes] }: ShapePart): number {
  if (exterior === undefined) return 0;
  return holes.reduce((surface, hole) => surface - ringSurfaceKm2(hole), ringSurfaceKm2(exterior));
}

/** The surface below an edge is its width in longitude times the mean of the latitude's sine along it. */
export function ringSurfaceKm2(ring: Ring): number {
  let sum = 0;
  for (let at = 2; at < ring.length; at += 2) {
    const [lngA, latA, lngB, latB] = ring.subarray(at - 2, at + 2) as unknown as [number, number, number, number];
    sum += (lngB - lngA) * meanSine(latA * RADIANS, latB * RADIANS);
  }
  return Math.abs(sum) * RADIANS * EARTH_RADIUS_KM ** 2;
}

function meanSine(a: number, b: number): number {
  // The quotient loses its digits where the edge runs almost along a parallel.
  if (Math.abs(b - a) < 1e-6) return Math.sin((a + b) / 2);
  return (Math.cos(a) - Math.cos(b)) / (b - a);
}
