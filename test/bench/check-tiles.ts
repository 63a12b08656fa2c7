import type { Served } from '../browser/served.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';
import { measureOutlines, type OutlineFeature } from '../outline-owners.ts';
import type { Checklist } from './checklist.ts';

const ZOOMS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
const TILES_PER_ZOOM = 6;

/** At every zoom tiles over the country are partitions: no side twice, and cells cover the same as territories. */
export async function checkTiles(checks: Checklist, { origin, api }: Served, layoutId: string): Promise<void> {
  const random = seededRandom(14);
  for (const z of ZOOMS) {
    let repeated = 0;
    let off = 0;
    let slowestMs = 0;
    for (let tile = 0; tile < TILES_PER_ZOOM; tile++) {
      const [lat, lng] = [30 + random() * 15, -120 + random() * 40];
      const path = `/v1/layouts/${layoutId}/tiles/${tileAt(z, lat, lng)}`;
      const startMs = performance.now();
      const mvt = await fetch(`${origin}${path}.mvt`, { headers: api.headers });
      await mvt.arrayBuffer();
      slowestMs = Math.max(slowestMs, performance.now() - startMs);
      const geojson = await fetch(`${origin}${path}.geojson`, { headers: api.headers });
      const { features } = (await geojson.json()) as { features: OutlineFeature[] };
      const layer = (name: string) => measureOutlines(features.filter(({ properties }) => properties.layer === name));
      const [territories, cells] = [layer('territories'), layer('cells')];
      repeated += territories.repeatedSides + cells.repeatedSides;
      if (cells.areaDeg2 !== 0) off = Math.max(off, Math.abs(cells.areaDeg2 / territories.areaDeg2 - 1));
    }
    const holds = repeated === 0 && off < 1e-9;
    checks.holds(`tiles at zoom ${z} are partitions`, holds, `off by ${off}, slowest ${slowestMs.toFixed(0)} ms`);
  }
}

function tileAt(z: number, lat: number, lng: number): string {
  const x = Math.floor(((lng + 180) / 360) * 2 ** z);
  const y = Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z);
  return `${z}/${x}/${y}`;
}
