import { VectorTile } from '@mapbox/vector-tile';
import { cellToLatLng } from 'h3-js';
import { PbfReader } from 'pbf';
import { describe, expect, test } from 'vitest';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { openWorkspace } from '../open-workspace.ts';
import { measureOutlines, type OutlineFeature } from '../outline-owners.ts';
import { solve } from '../solve-accounts.ts';

const workspace = await openWorkspace();
const market = { count: 400, seed: 12, west: -3, south: 51, widthDeg: 3, heightDeg: 2 };
const query = 'territories=8&balance=revenue:0.1&effort=fast';
const { answer: layout } = await solve(workspace, query, toCsv(scatterAccounts(market)));
/** The layout of the same market across the antimeridian. */
const { answer: fiji } = await solve(workspace, query, toCsv(scatterAccounts({ ...market, west: 178.5, south: -18 })));

/** A place well inside the first territory: the center of its coarsest cell. */
const [lat, lng] = cellToLatLng(layout.territories[0]?.cells[0] ?? '');
const tilejson = await workspace.fetch(`/v1/layouts/${layout.layoutId}/tilejson.json`);
const { vector_layers } = (await tilejson.clone().json()) as { vector_layers: { minzoom: number }[] };
const leafZoom = vector_layers[1]?.minzoom ?? 0;

/** The tile of a zoom that holds a place. */
function tileAt(z: number, lat: number, lng: number): string {
  const x = Math.floor(((lng + 180) / 360) * 2 ** z);
  const y = Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z);
  return `${z}/${x}/${y}`;
}

async function fetchTile(path: string, layoutId: string = layout.layoutId) {
  return workspace.fetch(`/v1/layouts/${layoutId}/tiles/${path}`);
}

async function geojsonTile(path: string, layoutId?: string) {
  const response = await fetchTile(`${path}.geojson`, layoutId);
  expect(response.status).toBe(200);
  const { features } = (await response.json()) as { features: OutlineFeature[] };
  const layer = (name: string) => features.filter(({ properties }) => properties.layer === name);
  return { territories: layer('territories'), cells: layer('cells') };
}

async function vectorTile(path: string) {
  const response = await fetchTile(`${path}.mvt`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile');
  return new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
}

const zooms = [0, 3, 5, 6, 7, 8, 10, 12, 14, 16];

describe('a tile', () => {
  test.each(zooms)('at zoom %i is a partition: sides are shared or at the edge of the cover or tile', async (zoom) => {
    const { territories, cells } = await geojsonTile(tileAt(zoom, lat, lng));
    const measured = measureOutlines(territories);
    expect(measured.areaDeg2).toBeGreaterThan(0);
    expect(measured.repeatedSides).toBe(0);
    if (cells.length === 0) return;
    const ofCells = measureOutlines(cells);
    expect(ofCells.repeatedSides).toBe(0);
    expect(Math.abs(ofCells.areaDeg2 / measured.areaDeg2 - 1)).toBeLessThan(1e-9);
  });

  test('inside one territory is that territory to its buffer', async () => {
    const { territories } = await geojsonTile(tileAt(16, lat, lng));
    expect(territories).toHaveLength(1);
    const widthDeg = 2 ** -16 * 360;
    expect(measureOutlines(territories).areaDeg2).toBeGreaterThan(widthDeg * widthDeg * 0.6);
  });

  test('as a vector tile holds the same features, flat properties and layers', async () => {
    const path = tileAt(leafZoom, lat, lng);
    const [tile, geojson] = [await vectorTile(path), await geojsonTile(path)];
    expect(Object.keys(tile.layers)).toEqual(['territories', 'cells']);
    const territories = tile.layers.territories;
    expect(territories?.extent).toBe(4096);
    expect(territories?.version).toBe(2);
    expect(territories?.length).toBe(geojson.territories.length);
    const ids: unknown[] = [];
    for (let at = 0; at < (territories?.length ?? 0); at++) {
      const { properties } = territories?.feature(at) ?? {};
      const own = layout.territories.find(({ id }) => id === properties?.id);
      expect(properties).toMatchObject({
        name: own?.name,
        color: own?.color,
        accounts: own?.accounts,
        'sums.revenue': own?.sums.revenue,
        'deviations.revenue': own?.deviations.revenue,
      });
      ids.push(properties?.id);
    }
    expect(ids).toEqual(geojson.territories.map(({ properties }) => properties.id));
    const cell = tile.layers.cells?.feature(0).properties;
    expect(cell).toMatchObject({ cell: expect.stringMatching(/^8/), territory: expect.stringMatching(/^t/) });
  });

  test('has cells from where they are some pixels wide', async () => {
    expect((await geojsonTile(tileAt(leafZoom - 1, lat, lng))).cells).toEqual([]);
    expect((await geojsonTile(tileAt(leafZoom, lat, lng))).cells.length).toBeGreaterThan(10);
  });

  test('beside another shows the same territory on their common side', async () => {
    const [, x = '', y = ''] = tileAt(8, lat, lng).split('/');
    const [left, right] = [await geojsonTile(`8/${x}/${y}`), await geojsonTile(`8/${Number(x) + 1}/${y}`)];
    const side = ((Number(x) + 1) / 2 ** 8) * 360 - 180;
    const crossing = (features: OutlineFeature[]) =>
      new Set(
        features
          .filter(({ geometry }) => {
            const lngs = geometry.coordinates.flat(2).map(([lng]) => lng);
            return Math.min(...lngs) < side && Math.max(...lngs) > side;
          })
          .map(({ properties }) => properties.id),
      );
    expect(crossing(left.territories)).toEqual(crossing(right.territories));
  });

  test('on both sides of the antimeridian has its part of the market', async () => {
    const [west, east] = [
      await geojsonTile(tileAt(5, -17, 179.9), fiji.layoutId),
      await geojsonTile(tileAt(5, -17, -179.9), fiji.layoutId),
    ];
    expect(west.territories.length).toBeGreaterThan(2);
    expect(east.territories.length).toBeGreaterThan(2);
    for (const { geometry } of [...west.territories, ...east.territories]) {
      const lngs = geometry.coordinates.flat(2).map(([lng]) => lng);
      expect(Math.max(...lngs) - Math.min(...lngs)).toBeLessThan(15);
    }
  });

  test('with nothing in it is empty, not an error', async () => {
    expect((await fetchTile('5/1/1.mvt')).status).toBe(204);
    expect(await (await fetchTile('5/1/1.geojson')).json()).toEqual({ type: 'FeatureCollection', features: [] });
  });

  test('asked for again is the same, and is not sent to who has it', async () => {
    const path = `${tileAt(6, lat, lng)}.mvt`;
    const [first, second] = [await fetchTile(path), await fetchTile(path)];
    expect(new Uint8Array(await second.arrayBuffer())).toEqual(new Uint8Array(await first.arrayBuffer()));
    const held = await workspace.fetch(`/v1/layouts/${layout.layoutId}/tiles/${path}`, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(held.status).toBe(304);
  });

  test.each([
    ['17/0/0.mvt', 'z'],
    ['1/2/0.mvt', 'x'],
    ['1/0/-1.mvt', 'y'],
    ['one/0/0.mvt', 'z'],
    ['1/0/0.png', 'tile'],
    ['1/0/0', 'tile'],
    ['1/0/0.mvt?scale=2', 'scale'],
  ])('is not to be had at %s', async (path, field) => {
    const response = await fetchTile(path);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ violations: [expect.objectContaining({ field })] });
  });
});

test('TileJSON names the tiles, their zooms, bounds and fields', async () => {
  const described = (await tilejson.json()) as { tiles: string[]; bounds: number[]; vector_layers: { id: string }[] };
  expect(described).toMatchObject({ tilejson: '3.0.0', minzoom: 0, maxzoom: 16 });
  expect(described.tiles).toEqual([`http://hexalign.test/v1/layouts/${layout.layoutId}/tiles/{z}/{x}/{y}.mvt`]);
  const [west = 0, south = 0, east = 0, north = 0] = described.bounds;
  expect([west < -3, south < 51, east > 0, north > 53]).toEqual([true, true, true, true]);
  expect(described.vector_layers.map(({ id }) => id)).toEqual(['territories', 'cells']);
});
