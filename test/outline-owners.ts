/** A feature of a GeoJSON FeatureCollection of outlines. */
export interface OutlineFeature {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: { readonly type: string; readonly coordinates: [number, number][][][] };
}

interface Edge {
  readonly owner: number;
  readonly fromLng: number;
  readonly fromLat: number;
  readonly toLng: number;
  readonly toLat: number;
}

/** Height of the strips by which edges are found. */
const STRIP_DEG = 0.02;
const METERS_PER_DEG = 111_195;

/** Which outlines hold a point, worked out from their edges alone by counting those east of the point. */
export class OutlineOwners {
  readonly #strips = new Map<number, Edge[]>();
  readonly #features: readonly OutlineFeature[];

  constructor(features: readonly OutlineFeature[]) {
    this.#features = features;
    features.forEach(({ geometry }, owner) => {
      for (const ring of geometry.coordinates.flat()) {
        ring.slice(1).forEach(([toLng, toLat], at) => {
          const [fromLng, fromLat] = ring[at] as [number, number];
          this.#add({ owner, fromLng, fromLat, toLng, toLat });
        });
      }
    });
  }

  #add(edge: Edge): void {
    const [low, high] = [Math.min(edge.fromLat, edge.toLat), Math.max(edge.fromLat, edge.toLat)];
    for (let strip = Math.floor(low / STRIP_DEG); strip <= Math.floor(high / STRIP_DEG); strip++) {
      const edges = this.#strips.get(strip);
      if (edges === undefined) this.#strips.set(strip, [edge]);
      else edges.push(edge);
    }
  }

  /** Ids of the features that hold the point. */
  ownersAt(lat: number, lng: number): string[] {
    const odd = new Set<number>();
    for (const { owner, fromLng, fromLat, toLng, toLat } of this.#strips.get(Math.floor(lat / STRIP_DEG)) ?? []) {
      if (fromLat > lat === toLat > lat) continue;
      const crossingLng = fromLng + ((lat - fromLat) / (toLat - fromLat)) * (toLng - fromLng);
      if (crossingLng <= lng) continue;
      if (!odd.delete(owner)) odd.add(owner);
    }
    return [...odd].map((owner) => this.#features[owner]?.id ?? '');
  }

  /** Meters from the point to the nearest edge in its strip, as far as that is below some hundred meters. */
  edgeDistanceMeters(lat: number, lng: number): number {
    const lngMeters = METERS_PER_DEG * Math.cos((lat * Math.PI) / 180);
    let nearest = Number.POSITIVE_INFINITY;
    for (const { fromLng, fromLat, toLng, toLat } of this.#strips.get(Math.floor(lat / STRIP_DEG)) ?? []) {
      const [ax, ay] = [(fromLng - lng) * lngMeters, (fromLat - lat) * METERS_PER_DEG];
      const [dx, dy] = [(toLng - fromLng) * lngMeters, (toLat - fromLat) * METERS_PER_DEG];
      const along = Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
      nearest = Math.min(nearest, Math.hypot(ax + along * dx, ay + along * dy));
    }
    return nearest;
  }

  /** A point on the way along some edge, `share` from 0 to 1 of all edges. */
  pointOnEdge(share: number): [lat: number, lng: number] {
    const strips = [...this.#strips.values()];
    const edges = strips[Math.floor(share * strips.length)] ?? [];
    const edge = edges[Math.floor(share * 7919 * edges.length) % edges.length] as Edge;
    const along = (share * 104_729) % 1;
    return [edge.fromLat + along * (edge.toLat - edge.fromLat), edge.fromLng + along * (edge.toLng - edge.fromLng)];
  }
}

/** Signed area of outlines in square degrees, and whether each side occurs once in each direction at most. */
export function measureOutlines(features: readonly OutlineFeature[]) {
  let areaDeg2 = 0;
  let repeatedSides = 0;
  const sides = new Set<string>();
  for (const { geometry } of features) {
    for (const ring of geometry.coordinates.flat()) {
      ring.slice(1).forEach(([x, y], at) => {
        const [fromX, fromY] = ring[at] as [number, number];
        areaDeg2 += (fromX * y - x * fromY) / 2;
        const side = `${fromX},${fromY},${x},${y}`;
        if (sides.has(side)) repeatedSides++;
        sides.add(side);
      });
    }
  }
  return { areaDeg2, repeatedSides, sides };
}
