import type { FeatureCollection } from 'geojson';
import { type GeoJSONSource, Map as MapLibre, NavigationControl, type VectorTileSource } from 'maplibre-gl';
import type { Layout } from '../../domain/layout.ts';
import { BASE_LINES, baseStyle } from './base-style.ts';
import type { Coloring } from './coloring.ts';
import type { Standings } from './standings.ts';
import { TerritoryLabels } from './territory-labels.ts';
import {
  fillBy,
  fillByTerritory,
  MOVES_SOURCE,
  moveLayers,
  selects,
  TERRITORY_SOURCE,
  territoryLayers,
} from './territory-layers.ts';
import { mainBounds, type TerritoryPlace } from './territory-places.ts';

const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** What the map asks and tells. */
export interface LayoutMapOptions {
  readonly origin: string;
  /** Headers that open tiles. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** A territory was clicked, or (null) the ground beside them. */
  readonly onSelect: (territoryId: string | null) => void;
}

/** The map: a layout's territories as vector tiles on a base of land and borders. */
export class LayoutMap {
  readonly map: MapLibre;
  readonly #options: LayoutMapOptions;
  readonly #labels: TerritoryLabels;
  readonly #ready: Promise<void>;

  constructor(container: HTMLElement, options: LayoutMapOptions) {
    this.#options = options;
    const { origin, headers } = options;
    this.map = new MapLibre({
      container,
      style: baseStyle(origin),
      center: [-40, 30],
      zoom: 1.5,
      maxZoom: 17,
      dragRotate: false,
      pitchWithRotate: false,
      transformRequest: (url) => (url.startsWith(`${origin}/v1/`) ? { url, headers: { ...headers() } } : { url }),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    this.#labels = new TerritoryLabels(this.map);
    this.#ready = new Promise((resolve) => this.map.once('load', () => resolve()));
    this.#listen();
  }

  /** Shows a layout in place of the one before. */
  async show(layout: Layout, places: ReadonlyMap<string, TerritoryPlace>): Promise<void> {
    await this.#ready;
    const url = `${this.#options.origin}/v1/layouts/${layout.layoutId}/tilejson.json`;
    const source = this.map.getSource<VectorTileSource>(TERRITORY_SOURCE);
    if (source !== undefined) source.setUrl(url);
    else this.#addSources(url);
    this.#labels.show(layout, places);
  }

  /** Moves the view to most of the territories. */
  fitAll(places: ReadonlyMap<string, TerritoryPlace>): void {
    this.fit(mainBounds(places.values()));
  }

  /** Moves the view to [west, south, east, north]. */
  fit(bounds: readonly [number, number, number, number]): void {
    this.map.fitBounds([...bounds], { padding: 36, maxZoom: 11, duration: 500 });
  }

  /** Marks one territory, or none. */
  async select(territoryId: string | null): Promise<void> {
    await this.#ready;
    if (this.map.getLayer('territory-selected')) this.map.setFilter('territory-selected', selects(territoryId));
    this.#labels.select(territoryId);
  }

  /** Colours the territories so that neighbours differ (null), or by what is known of them. */
  async colorBy(layout: Layout, coloring: Coloring, standings: Standings): Promise<void> {
    await this.#ready;
    const fill = coloring === null ? fillByTerritory() : fillBy(coloring, layout, standings);
    this.map.setPaintProperty('territories', 'fill-color', fill);
  }

  /** Waits until all is drawn. */
  async atRest(): Promise<void> {
    await this.#ready;
    if (this.map.loaded() && !this.map.isMoving()) return;
    await new Promise((resolve) => this.map.once('idle', resolve));
  }

  /** Marks cells that moved, or none. */
  async showMoves(cells: FeatureCollection | null): Promise<void> {
    await this.#ready;
    this.map.getSource<GeoJSONSource>(MOVES_SOURCE)?.setData(cells ?? NOTHING);
  }

  #addSources(url: string): void {
    this.map.addSource(TERRITORY_SOURCE, { type: 'vector', url });
    this.map.addSource(MOVES_SOURCE, { type: 'geojson', data: NOTHING });
    for (const layer of territoryLayers()) this.map.addLayer(layer, BASE_LINES);
    for (const layer of moveLayers()) this.map.addLayer(layer);
  }

  #listen(): void {
    this.map.on('click', (event) => {
      if (!this.map.getLayer('territories')) return;
      const [hit] = this.map.queryRenderedFeatures(event.point, { layers: ['territories'] });
      const id: unknown = hit?.properties.id;
      this.#options.onSelect(typeof id === 'string' ? id : null);
    });
    this.map.on('mousemove', (event) => {
      if (!this.map.getLayer('territories')) return;
      const hits = this.map.queryRenderedFeatures(event.point, { layers: ['territories'] });
      this.map.getCanvas().style.cursor = hits.length > 0 ? 'pointer' : '';
    });
  }
}
