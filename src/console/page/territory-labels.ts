import { type Map as MapLibre, Marker } from 'maplibre-gl';
import type { Layout } from '../../domain/layout.ts';
import { element } from './element.ts';
import { shortName } from './short-name.ts';
import type { TerritoryPlace } from './territory-places.ts';

interface Label {
  readonly id: string;
  readonly text: HTMLElement;
  readonly marker: Marker;
  readonly place: TerritoryPlace;
}

/** The territories' names on the map, as HTML: the larger first, those that would cover another hidden. */
export class TerritoryLabels {
  readonly #map: MapLibre;
  #labels: Label[] = [];
  #selected: string | null = null;

  constructor(map: MapLibre) {
    this.#map = map;
    map.on('move', () => this.#arrange());
  }

  show(layout: Layout, places: ReadonlyMap<string, TerritoryPlace>): void {
    for (const { marker } of this.#labels) marker.remove();
    const bySize = [...layout.territories].sort((a, b) => b.areaKm2 - a.areaKm2);
    this.#labels = bySize.flatMap(({ id, name }) => {
      const place = places.get(id);
      if (place === undefined) return [];
      const text = element('span', { class: 'label', 'aria-hidden': 'true' }, shortName(name));
      const marker = new Marker({ element: text }).setLngLat(place.label).addTo(this.#map);
      return [{ id, text, marker, place }];
    });
    this.select(this.#selected);
  }

  select(territoryId: string | null): void {
    this.#selected = territoryId;
    for (const { id, text } of this.#labels) text.classList.toggle('selected', id === territoryId);
    this.#arrange();
  }

  #arrange(): void {
    const shown: { x: number; y: number; width: number }[] = [];
    const first = this.#labels.filter(({ id }) => id === this.#selected);
    for (const label of [...first, ...this.#labels]) {
      if (label.id === this.#selected && shown.length > 0) continue;
      const { x, y } = this.#map.project(label.place.label);
      const width = 10 + 8 * (label.text.textContent?.length ?? 0);
      const free = shown.every(
        (other) => Math.abs(other.y - y) > 20 || Math.abs(other.x - x) * 2 > other.width + width,
      );
      label.text.classList.toggle('covered', !free);
      if (free) shown.push({ x, y, width });
    }
  }
}
