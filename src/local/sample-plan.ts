import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ApiClient } from '../console/page/api-client.ts';
import { findPlanLayout } from '../console/page/find-latest-layout.ts';
import type { Layout } from '../domain/layout.ts';
import type { Plan } from '../domain/plan.ts';
import type { ProgressBar } from './progress-bar.ts';
import { readMarket } from './sample/market-places.ts';
import { makeAccounts, type SampleAccount } from './sample/sample-accounts.ts';
import { toCsv } from './sample/to-csv.ts';

const SAMPLE = join(import.meta.dirname, 'sample/us_zip_business_2016.csv.gz');
const PLAN = {
  name: 'US field sales (sample)',
  metrics: [
    { name: 'establishments', kind: 'count' },
    { name: 'employees', kind: 'count' },
    { name: 'revenue', unit: 'USD' },
    { name: 'potential', unit: 'USD' },
  ],
};
const REQUEST = { territories: 50, balance: { establishments: 0.05, employees: 0.2 }, seed: 1 };
const CHUNK_BYTES = 1 << 16;

/** The sample plan with a layout of it. */
export interface OpenedSample {
  readonly planId: string;
  readonly layout: Layout;
  /** How long the server took to solve it; null when the layout was there. */
  readonly solveMs: number | null;
}

interface ListPage<T> {
  readonly items: readonly T[];
}

/** Opens the sample plan: makes it, loads its accounts and solves it as far as that has not been done. */
export async function openSamplePlan(api: ApiClient, bar: ProgressBar): Promise<OpenedSample> {
  const planId = await findOrCreatePlan(api);
  const known = await findPlanLayout(api, planId);
  if (known !== null) return { planId, layout: await api.get<Layout>(`/v1/layouts/${known}`), solveMs: null };
  const csv = new TextEncoder().encode(toCsv(sampleMarket()));
  const body = withProgress(csv, (share) => bar.show('Loading accounts', share));
  await api.send('PUT', `/v1/plans/${planId}/accounts`, 'text/csv', body);
  const startMs = performance.now();
  const layout = await api.solve<Layout>(`/v1/plans/${planId}/layouts`, REQUEST, (share, phase) =>
    bar.show(phase === 'solving' ? 'Solving' : phase === 'saving' ? 'Saving' : 'Reading accounts', share),
  );
  return { planId, layout, solveMs: performance.now() - startMs };
}

/** All accounts of the sample, as they are before anything is sold. */
export function sampleMarket(): SampleAccount[] {
  return makeAccounts(readMarket(gunzipSync(readFileSync(SAMPLE)).toString()));
}

async function findOrCreatePlan(api: ApiClient): Promise<string> {
  for (let path: string | null = '/v1/plans?limit=100'; path !== null; ) {
    const page: ListPage<Plan> & { next: string | null } = await api.get(path);
    const found = page.items.find(({ name }) => name === PLAN.name);
    if (found !== undefined) return found.planId;
    path = page.next === null ? null : `/v1/plans?limit=100&cursor=${encodeURIComponent(page.next)}`;
  }
  return (await api.send<Plan>('POST', '/v1/plans', 'application/json', JSON.stringify(PLAN))).planId;
}

function withProgress(bytes: Uint8Array, watch: (share: number) => void): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes.subarray(at, at + CHUNK_BYTES));
      at = Math.min(bytes.length, at + CHUNK_BYTES);
      watch(at / bytes.length);
      if (at === bytes.length) controller.close();
    },
  });
}
