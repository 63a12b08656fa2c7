import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Layout } from '../../domain/layout.ts';
import { type Coloring, fillOf } from './coloring.ts';
import { NO_FILL, TERRITORY_FILLS } from './palette.ts';
import type { Standings } from './standings.ts';

/** Names of the map's sources. */
export const TERRITORY_SOURCE = 'layout';
export const MOVES_SOURCE = 'moves';

/** Layers of a layout's tiles, the lowest first. */
export function territoryLayers(): LayerSpecification[] {
  const source = TERRITORY_SOURCE;
  return [
    {
      id: 'territories',
      type: 'fill',
      source,
      'source-layer': 'territories',
      paint: { 'fill-color': fillByTerritory(), 'fill-opacity': 0.72, 'fill-antialias': false },
    },
    {
      id: 'cells',
      type: 'line',
      source,
      'source-layer': 'cells',
      paint: {
        'line-color': '#22303a',
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 5, 0.12, 8, 0.35],
        'line-width': 0.6,
      },
    },
    {
      id: 'territory-borders',
      type: 'line',
      source,
      'source-layer': 'territories',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': '#ffffff', 'line-width': ['interpolate', ['linear'], ['zoom'], 3, 1, 7, 2.4] },
    },
    {
      id: 'territory-selected',
      type: 'line',
      source,
      'source-layer': 'territories',
      filter: selects(null),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': '#111a21', 'line-width': 3 },
    },
  ];
}

/** Layers of what moved. */
export function moveLayers(): LayerSpecification[] {
  return [
    {
      id: 'moved-cells',
      type: 'fill',
      source: MOVES_SOURCE,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': '#ffe14a', 'fill-opacity': 0.55, 'fill-outline-color': '#3a2f00' },
    },
    {
      id: 'moved-points',
      type: 'circle',
      source: MOVES_SOURCE,
      maxzoom: 9,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-color': '#ffe14a',
        'circle-stroke-color': '#3a2f00',
        'circle-stroke-width': 1.4,
        'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'share']], 0, 2.5, 1, 8],
      },
    },
  ];
}

/** The features of one territory. */
export function selects(territoryId: string | null): FilterSpecification {
  return ['==', ['get', 'id'], territoryId ?? ''];
}

/** A fill for each territory that differs from its neighbours'. */
export function fillByTerritory(): ExpressionSpecification {
  const position: ExpressionSpecification = ['%', ['get', 'color'], TERRITORY_FILLS.length];
  return ['to-color', ['at', position, ['literal', [...TERRITORY_FILLS]]]];
}

/** A fill for each territory by what the colours say of it. */
export function fillBy(
  coloring: Exclude<Coloring, null>,
  layout: Layout,
  standings: Standings,
): ExpressionSpecification {
  const fills = layout.territories.flatMap((one) => [one.id, fillOf(coloring, layout, standings, one)]);
  return ['match', ['get', 'id'], ...fills, NO_FILL] as unknown as ExpressionSpecification;
}
