import { readFileSync } from 'node:fs';
import { setImmediate as noticeClosed } from 'node:timers/promises';
import { drawOutlines, initSync } from '../../optimizer/pkg/hexalign_optimizer.js';
import type { Served } from '../browser/served.ts';
import { dataOf } from '../browser/typed-client.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';
import { measureOutlines, type OutlineFeature, OutlineOwners } from '../outline-owners.ts';
import type { Checklist } from './checklist.ts';

/** How much is looked at. */
export interface OutlineExtent {
  /** The finest resolution whose outlines are added up. */
  readonly finest: number;
  /** Points whose owner is looked up, and those of them that are also looked up one by one. */
  readonly points: number;
  readonly alone: number;
}

const PLACES_PER_REQUEST = 10_000;
/** Points closer to a border than this are drawn again: a cell's true sides bend by less, and outlines are rounded to a centimetre. */
const BORDER_WIDTH_METERS = 0.05;

interface Place {
  readonly lat: number;
  readonly lng: number;
}

async function fetchOutlines({ origin, api }: Served, layoutId: string, resolution: number): Promise<OutlineFeature[]> {
  await noticeClosed();
  const response = await fetch(`${origin}/v1/layouts/${layoutId}/territories?resolution=${resolution}`, {
    headers: { ...api.headers, accept: 'application/geo+json' },
  });
  if (!response.ok) throw new Error(await response.text());
  return ((await response.json()) as { features: OutlineFeature[] }).features;
}

/** The area of the whole cover drawn as one owner, in square degrees: worked out here, not by the server. */
function unionArea(cells: readonly string[], resolution: number): number {
  initSync({ module: readFileSync(new URL('../../optimizer/pkg/hexalign_optimizer_bg.wasm', import.meta.url)) });
  const leaves = BigUint64Array.from(cells, (cell) => BigInt(`0x${cell}`));
  const drawn = drawOutlines(leaves, new Uint32Array(leaves.length), resolution, new Float64Array());
  const [rings, points] = [drawn.ringStart(), drawn.pointsE7()];
  drawn.free();
  let area = 0;
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    const [start, end] = [rings[ring] ?? 0, rings[ring + 1] ?? 0];
    for (let at = start; at < end; at++) {
      const next = at + 1 < end ? at + 1 : start;
      const [x, y] = [(points[2 * at] ?? 0) / 1e7, (points[2 * at + 1] ?? 0) / 1e7];
      const [nextX, nextY] = [(points[2 * next] ?? 0) / 1e7, (points[2 * next + 1] ?? 0) / 1e7];
      area += (x * nextY - nextX * y) / 2;
    }
  }
  return area;
}

/** At every resolution, as far as is looked, the outlines are a partition: no side twice, areas add up to that of the union. */
export async function checkPartitions(
  checks: Checklist,
  served: Served,
  layout: { readonly layoutId: string; readonly cells: readonly string[] },
  { finest }: OutlineExtent,
): Promise<void> {
  for (let resolution = 0; resolution <= finest; resolution++) {
    const { areaDeg2, repeatedSides, sides } = measureOutlines(
      await fetchOutlines(served, layout.layoutId, resolution),
    );
    const union = unionArea(layout.cells, resolution);
    const off = union === 0 ? Math.abs(areaDeg2) : Math.abs(areaDeg2 / union - 1);
    const holds = repeatedSides === 0 && off < 1e-9;
    checks.holds(
      `outlines at resolution ${resolution} add up to their union`,
      holds,
      `${sides.size} sides, off by ${off}`,
    );
  }
}

/** The owner by look-up is the territory whose outline at the finest resolution holds the point; half of the points are near borders. */
export async function checkOwners(
  checks: Checklist,
  served: Served,
  { layoutId, finest }: { readonly layoutId: string; readonly finest: number },
  { points, alone }: OutlineExtent,
): Promise<void> {
  const outlines = new OutlineOwners(await fetchOutlines(served, layoutId, finest));
  const random = seededRandom(2016);
  const places: Place[] = [];
  while (places.length < points) {
    const anywhere = { lat: 18 + random() * 54, lng: -170 + random() * 105 };
    const [lat, lng] = outlines.pointOnEdge(random());
    const near = { lat: lat + (random() - 0.5) * 0.006, lng: lng + (random() - 0.5) * 0.006 };
    for (const place of [anywhere, near]) {
      if (outlines.edgeDistanceMeters(place.lat, place.lng) > BORDER_WIDTH_METERS) places.push(place);
    }
  }
  let owned = 0;
  let wrong = 0;
  for (let from = 0; from < points; from += PLACES_PER_REQUEST) {
    const asked = places.slice(from, from + PLACES_PER_REQUEST);
    const { owners } = await askOwners(served, layoutId, asked);
    asked.forEach(({ lat, lng }, at) => {
      const owner = owners[at];
      if (owner) owned++;
      if (outlines.ownersAt(lat, lng).join() !== (owner?.territoryId ?? '')) wrong++;
    });
  }
  checks.holds(
    `the owner of ${points} points is the outline that holds it`,
    wrong === 0,
    `${wrong} differ, ${owned} owned`,
  );
  await checkSingleLookUps(checks, served, layoutId, places.slice(0, alone));
}

async function askOwners({ client }: Served, layoutId: string, places: readonly Place[]) {
  // While something was computed the server has closed what was idle; a request on such a connection would fail.
  await noticeClosed();
  const params = { path: { layoutId } };
  return dataOf(await client.POST('/v1/layouts/{layoutId}/owner', { params, body: { places: [...places] } }));
}

/** A look-up of one place says the same as that of many. */
async function checkSingleLookUps(
  checks: Checklist,
  served: Served,
  layoutId: string,
  places: readonly Place[],
): Promise<void> {
  const { owners } = await askOwners(served, layoutId, places);
  const startMs = performance.now();
  let wrong = 0;
  for (const [at, { lat, lng }] of places.entries()) {
    const params = { path: { layoutId }, query: { lat, lng } };
    const { data } = await served.client.GET('/v1/layouts/{layoutId}/owner', { params });
    if (data?.territory.id !== owners[at]?.territoryId) wrong++;
  }
  const eachMs = (performance.now() - startMs) / places.length;
  checks.holds(`${places.length} single look-ups say the same`, wrong === 0, `${eachMs.toFixed(2)} ms each`);
}
