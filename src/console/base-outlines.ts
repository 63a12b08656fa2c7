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
    land: collection(...feature(world, world.objects.land).features.map((one) => rounded(one))),
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
  return rounded({ type: 'Feature', properties: { kind }, geometry });
}

/** Three decimals are a hundred metres, finer than the sources. */
function rounded(one: Feature): Feature {
  const round = (value: number) => Math.round(value * 1e3) / 1e3;
  const walk = (value: unknown): unknown =>
    Array.isArray(value) ? (typeof value[0] === 'number' ? (value as Position).map(round) : value.map(walk)) : value;
  const { geometry } = one;
  if (geometry.type === 'GeometryCollection') return one;
  return { ...one, geometry: { ...geometry, coordinates: walk(geometry.coordinates) } as Feature['geometry'] };
}
