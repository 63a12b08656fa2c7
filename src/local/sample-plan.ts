import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ApiClient } from '../console/page/api-client.ts';
import type { Layout, LayoutSummary } from '../domain/layout.ts';
import type { Plan } from '../domain/plan.ts';
import type { ProgressBar } from './progress-bar.ts';

const SAMPLE = join(import.meta.dirname, 'sample/us_zip_business_2016.csv.gz');
const PLAN = { name: 'US business market 2016 (sample)', metrics: ['establishments', 'employees'] };
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
  const layouts = await api.get<ListPage<LayoutSummary>>(`/v1/plans/${planId}/layouts?limit=1`);
  const [latest] = layouts.items;
  if (latest !== undefined) {
    return { planId, layout: await api.get<Layout>(`/v1/layouts/${latest.layoutId}`), solveMs: null };
  }
  const body = withProgress(gunzipSync(readFileSync(SAMPLE)), (share) => bar.show('Loading accounts', share));
  await api.send('PUT', `/v1/plans/${planId}/accounts`, 'text/csv', body);
  const startMs = performance.now();
  const layout = await api.solve<Layout>(`/v1/plans/${planId}/layouts`, REQUEST, (share, phase) =>
    bar.show(phase === 'solving' ? 'Solving' : phase === 'saving' ? 'Saving' : 'Reading accounts', share),
  );
  return { planId, layout, solveMs: performance.now() - startMs };
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
