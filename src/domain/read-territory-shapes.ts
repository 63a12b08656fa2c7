import { type BlameShape, shown } from './check-shape.ts';
import { Failure, type Violation } from './failure.ts';
import { isPosition, type Position } from './position.ts';
import { type CrossingBudget, findCrossing } from './ring-crossing.ts';
import { ringSurfaceKm2 } from './shape-surface.ts';
import type { Ring, ShapePart, TerritoryShape } from './territory-shape.ts';

/** Features and positions of one file. */
const MAX_FEATURES = 1_000;
const MAX_POSITIONS = 200_000;
const MAX_LISTED = 1_000;
/** Some seconds of a request. */
const MAX_PAIRS = 100_000_000;
const MAX_ID = 200;

/** Which properties of a feature say what; null: the usual ones. */
export interface ShapeProperties {
  /** Null: the feature's own id, else `id`, else `name`. */
  readonly id: string | null;
  /** Null: `name`. */
  readonly name: string | null;
  /** Null: `rep`, else `repId`. */
  readonly rep: string | null;
}

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads a GeoJSON FeatureCollection of Polygons and MultiPolygons (RFC 7946): one territory by id, of all features that have it. Rings may be wound either way
 * and run over the antimeridian: of an edge of more than 180 degrees the shorter way is meant, unless it is once around the globe.
 *
 * Errors: `invalid-rows` with each fault, by feature and ring; `payload-too-large` for more features or positions than are read.
 */
export function readTerritoryShapes(document: unknown, properties: ShapeProperties): TerritoryShape[] {
  const reader = new ShapeReader(properties);
  if (!isObject(document) || document.type !== 'FeatureCollection' || !Array.isArray(document.features)) {
    reader.blame('', isObject(document) ? document.type : document, 'is not a FeatureCollection', 'send one');
  } else if (document.features.length > MAX_FEATURES) {
    throw new Failure('payload-too-large', `more than ${MAX_FEATURES} features: join those of one territory`);
  } else if (document.features.length === 0) {
    reader.blame('/features', [], 'has no feature', 'send a feature for each territory');
  } else {
    document.features.forEach((feature: unknown, at) => {
      reader.add(feature, `/features/${at}`);
    });
  }
  return reader.finish();
}

class ShapeReader {
  readonly #properties: ShapeProperties;
  readonly #violations: Violation[] = [];
  #count = 0;
  #positions = 0;
  readonly #budget: CrossingBudget = { pairs: MAX_PAIRS };
  readonly #shapes = new Map<string, TerritoryShape & { readonly parts: ShapePart[] }>();

  readonly blame: BlameShape = (field, value, detail, remedy) => {
    this.#count++;
    if (this.#violations.length < MAX_LISTED) this.#violations.push({ field, value: shown(value), detail, remedy });
  };

  constructor(properties: ShapeProperties) {
    this.#properties = properties;
  }

  add(feature: unknown, field: string): void {
    if (!isObject(feature) || feature.type !== 'Feature') {
      this.blame(field, feature, 'is not a Feature', 'send {"type": "Feature", "id": "north", ...}');
      return;
    }
    const said = isObject(feature.properties) ? feature.properties : {};
    const id = this.#idOf(feature, said, field);
    const parts = this.#partsOf(feature.geometry, `${field}/geometry`);
    if (id === null) return;
    const name = textOf(said[this.#properties.name ?? 'name']) ?? id;
    const repId = this.#repOf(said, field);
    const before = this.#shapes.get(id);
    if (before === undefined) this.#shapes.set(id, { id, name: name.slice(0, MAX_ID), repId, parts });
    else before.parts.push(...parts);
  }

  finish(): TerritoryShape[] {
    const [first] = this.#violations;
    if (first !== undefined) {
      const more = this.#count > 1 ? ` (and ${this.#count - 1} more)` : '';
      throw new Failure(
        'invalid-rows',
        `${first.field}: ${first.detail}${more}: nothing is imported`,
        this.#violations,
        this.#count,
      );
    }
    return [...this.#shapes.values()];
  }

  #idOf(feature: JsonObject, said: JsonObject, field: string): string | null {
    const { id: property } = this.#properties;
    const value = property === null ? (feature.id ?? said.id ?? said.name) : said[property];
    const id = textOf(value);
    const where = property === null ? `${field}/id` : `${field}/properties/${property}`;
    if (id === null) {
      this.blame(where, value, 'names no territory', 'give each feature an id, or say which property names it: id=...');
    } else if (!isShort(id)) {
      this.blame(where, id, 'cannot name a territory', `send 1 to ${MAX_ID} printable characters`);
    } else return id;
    return null;
  }

  #repOf(said: JsonObject, field: string): string | null {
    const { rep: property } = this.#properties;
    const member = property ?? (said.rep === undefined || said.rep === null ? 'repId' : 'rep');
    const repId = textOf(said[member]);
    if (repId === null || isShort(repId)) return repId;
    const remedy = `send 1 to ${MAX_ID} printable characters`;
    this.blame(`${field}/properties/${member}`, repId, 'cannot be the id of a rep', remedy);
    return null;
  }

  #partsOf(geometry: unknown, field: string): ShapePart[] {
    const { type, coordinates } = isObject(geometry) ? geometry : {};
    const isPolygon = type === 'Polygon' && Array.isArray(coordinates);
    const polygons = isPolygon ? [coordinates] : type === 'MultiPolygon' ? coordinates : null;
    if (!Array.isArray(polygons) || polygons.length === 0) {
      this.blame(field, type ?? geometry, 'is not a Polygon or MultiPolygon', 'send the territory as a polygon');
      return [];
    }
    return polygons.map((polygon: unknown, at): ShapePart => {
      const path = `${field}/coordinates${isPolygon ? '' : `/${at}`}`;
      if (!Array.isArray(polygon) || polygon.length === 0) {
        this.blame(path, polygon, 'is not a list of rings', 'send the exterior ring, then its holes');
        return { rings: [] };
      }
      const [exterior, ...holes] = polygon.flatMap((ring, at) => this.#ringOf(ring, `${path}/${at}`) ?? []);
      return { rings: exterior === undefined ? [] : [exterior, ...holes.map((hole) => shiftedInto(exterior, hole))] };
    });
  }

  #ringOf(positions: unknown, field: string): Ring | null {
    if (!Array.isArray(positions) || positions.length < 4) {
      this.blame(field, positions, 'is a ring of fewer than four positions', 'send a closed ring [[lng, lat], ...]');
      return null;
    }
    this.#positions += positions.length;
    if (this.#positions > MAX_POSITIONS) {
      throw new Failure('payload-too-large', `more than ${MAX_POSITIONS} positions: simplify the polygons`);
    }
    const bad = positions.findIndex((position) => !isPosition(position));
    if (bad >= 0) {
      const remedy = 'send [lng, lat] in degrees, lng from -180 to 180 and lat from -90 to 90; are they swapped?';
      this.blame(`${field}/${bad}`, positions[bad], 'is not a position in WGS 84', remedy);
      return null;
    }
    return this.#checkedRing(positions as Position[], field);
  }

  #checkedRing(positions: readonly Position[], field: string): Ring | null {
    const [first, last] = [positions[0] as Position, positions.at(-1) as Position];
    if (first[0] !== last[0] || first[1] !== last[1]) {
      this.blame(field, [first, last], 'is a ring that is not closed', 'repeat its first position at the end');
      return null;
    }
    const ring = unwrapped(positions);
    if (ring[0] !== ring.at(-2)) {
      this.blame(field, first, 'is a ring around a pole', 'cut it at the antimeridian, as RFC 7946 has it');
      return null;
    }
    if (this.#blameCrossing(ring, positions, field)) return null;
    if (ringSurfaceKm2(ring) > 0) return ring;
    this.blame(field, first, 'is a ring without surface', 'leave it out');
    return null;
  }

  #blameCrossing(ring: Ring, positions: readonly Position[], field: string): boolean {
    try {
      const crossing = findCrossing(ring, this.#budget);
      if (crossing === null) return false;
      const [a, b] = crossing;
      const remedy = 'draw the ring so that it does not cross itself; parts that hang together go into a MultiPolygon';
      this.blame(
        `${field}/${a}`,
        positions[a],
        `begins an edge of the ring that crosses the one from position ${b}`,
        remedy,
      );
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.blame(field, positions.length, 'is too tangled to tell whether it crosses itself', 'simplify the ring');
    }
    return true;
  }
}

/** Longitudes that go on over the antimeridian. */
function unwrapped(positions: readonly Position[]): Ring {
  const ring = new Float64Array(2 * positions.length);
  let turn = 0;
  positions.forEach(([lng, lat], at) => {
    const step = at === 0 ? 0 : lng - (positions[at - 1] as Position)[0];
    if (Math.abs(step) > 180 && Math.abs(step) < 360) turn -= 360 * Math.sign(step);
    ring[2 * at] = lng + turn;
    ring[2 * at + 1] = lat;
  });
  return ring;
}

/** A hole with its longitudes as those of its exterior, which may go on over the antimeridian at the other side. */
function shiftedInto(exterior: Ring, hole: Ring): Ring {
  const [west, east] = spanOf(exterior);
  const [from, to] = spanOf(hole);
  const middle = (from + to) / 2;
  const shift = [0, 360, -360].find((turn) => west <= middle + turn && middle + turn <= east) ?? 0;
  return shift === 0 ? hole : hole.map((degrees, at) => (at % 2 === 0 ? degrees + shift : degrees));
}

/** The westernmost and the easternmost longitude. */
function spanOf(ring: Ring): [number, number] {
  let [west, east] = [Infinity, -Infinity];
  for (let at = 0; at < ring.length; at += 2) {
    west = Math.min(west, ring[at] as number);
    east = Math.max(east, ring[at] as number);
  }
  return [west, east];
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  return String(value).trim() || null;
}

function isShort(id: string): boolean {
  return id.length <= MAX_ID && !/[\p{Cc}\p{Cs}]/u.test(id);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
