import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { csvBody, dataOf, layoutOf, type Schemas, type TypedClient } from './typed-client.ts';

const SAMPLE = join(import.meta.dirname, '../../src/local/sample/us_zip_business_2016.csv.gz');

/** A plan with a layout of it. */
export interface Market {
  readonly planId: string;
  readonly layout: Schemas['Layout'];
}

/** The business market of three states in eight territories: small enough to be solved at once. */
export async function openMarket(client: TypedClient): Promise<Market> {
  const [head = '', ...rows] = gunzipSync(readFileSync(SAMPLE)).toString('utf8').split('\n');
  const ofStates = rows.filter((row) => /, (OH|IN|MI)",/.test(row));
  const { planId } = dataOf(await client.POST('/v1/plans', { body: { name: 'Midwest' } }));
  const path = { planId };
  const file = csvBody([head, ...ofStates].join('\n'));
  dataOf(await client.PUT('/v1/plans/{planId}/accounts', { params: { path }, ...file }));
  const body = { territories: 8, balance: { establishments: 0.05, employees: 0.2 }, seed: 1 };
  return {
    planId,
    layout: layoutOf(dataOf(await client.POST('/v1/plans/{planId}/layouts', { params: { path }, body }))),
  };
}

/** Adds 200 accounts in Columbus, so that its territory has too much. */
export async function growColumbus(client: TypedClient, planId: string): Promise<void> {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const [lat, lng] = [39.9 + 0.001 * i, -83.1 + 0.0007 * ((i * 37) % 200)];
    return `columbus-${i},${lat.toFixed(4)},${lng.toFixed(4)},60,900`;
  });
  const file = csvBody(['id,lat,lng,establishments,employees', ...rows].join('\n'));
  dataOf(await client.PUT('/v1/plans/{planId}/accounts', { params: { path: { planId } }, ...file }));
}
