import { createRequire } from 'node:module';
import type { Feature, FeatureCollection, Position } from 'geojson';
import { feature, mesh } from 'topojson-client';

/** Outlines of the base map: `land` as polygons, `borders` as lines whose `kind` is `country` or `state`. */
export interface BaseOutlines {
  readonly land: FeatureCollection;
  readonly borders: FeatureCollection;
}

interface Topology<Names extends string> {
  readonly objects: Readonly<Record<Names, object>>;
}

const load = createRequire(import.meta.url);

/**
 * Land and borders of the world, and of the states of the USA.
 *
 * Source: Natural Earth 1:50m (`world-atlas`) and US Census Bureau 1:10m (`us-atlas`), both public domain.
 */
export function baseOutlines(): BaseOutlines {
  const world = load('world-atlas/countries-50m.json') as Topology<'countries' | 'land'>;
  const states = load('us-atlas/states-10m.json') as Topology<'states'>;
  const inner = (a: object, b: object) => a !== b;
  return {
    land: collection(...feature(world, world.objects.land).features.map(prepared)),
    borders: collection(
      line('country', mesh(world, world.objects.countries, inner)),
      line('state', mesh(states, states.objects.states, inner)),
    ),
  };
}

function collection(...features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features };
}

function line(kind: string, geometry: Feature['geometry']): Feature {
  return prepared({ type: 'Feature', properties: { kind }, geometry });
}

/** A feature with few digits whose lines do not jump from one side of the map to the other. */
function prepared(one: Feature): Feature {
  const { geometry } = one;
  if (geometry.type === 'GeometryCollection') return one;
  const isRing = geometry.type.endsWith('Polygon');
  const walk = (value: unknown): unknown => {
    const list = value as unknown[][];
    return typeof list[0]?.[0] === 'number' ? unwrapped(list as Position[], isRing) : list.map(walk);
  };
  return { ...one, geometry: { ...geometry, coordinates: walk(geometry.coordinates) } as Feature['geometry'] };
}

/** A line that crosses the antimeridian goes on beyond 180; a ring around a pole is closed along it. */
function unwrapped(line: readonly Position[], isRing: boolean): Position[] {
  let turns = 0;
  const points = line.map(([lng = 0, lat = 0], at): Position => {
    const jump = lng - (line[at - 1]?.[0] ?? lng);
    if (Math.abs(jump) > 180) turns -= Math.sign(jump) * 360;
    return [rounded(lng + turns), rounded(lat)];
  });
  if (!isRing || turns === 0) return points;
  const [first, last] = [points[0] as Position, points.at(-1) as Position];
  const pole = Math.sign(last[1] as number) * 90;
  return [...points, [last[0] as number, pole], [first[0] as number, pole], first];
}

/** Three decimals are a hundred metres, finer than the sources. */
function rounded(deg: number): number {
  return Math.round(deg * 1e3) / 1e3;
}
