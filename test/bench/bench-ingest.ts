/**
 * `npm run bench:ingest`: 250,000 CSV accounts through the API against the same rows parsed by the same parser and inserted by one bulk statement per
 * 20,000 rows with nothing else done, in the same process, in turns. Prints both and their ratio; fails above 1.5.
 */
import { rmSync } from 'node:fs';
import { madeCsv } from './scale/made-accounts.ts';
import { bundleWorker, type ServedBundle, serveBundle } from './scale/served-bundle.ts';

const ROWS = Number(process.argv[2] ?? 250_000);
const ROUNDS = Number(process.argv[3] ?? 5);
const MOST_RATIO = 1.5;

interface Spent {
  readonly cpuSeconds: number;
  readonly seconds: number;
}

async function send({ origin, key, workerd }: ServedBundle, method: string, path: string, body: Uint8Array<ArrayBuffer>): Promise<Spent> {
  const [startMs, startCpu] = [performance.now(), workerd.cpuSeconds()];
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' };
  const answer = await fetch(`${origin}${path}`, { method, headers, body });
  const { accepted, rows } = (await answer.json()) as { accepted?: number; rows?: number };
  if ((accepted ?? rows) !== ROWS) throw new Error(`${path}: ${accepted ?? rows} of ${ROWS} rows`);
  return { cpuSeconds: workerd.cpuSeconds() - startCpu, seconds: (performance.now() - startMs) / 1000 };
}

async function createPlan({ origin, key }: ServedBundle): Promise<string> {
  const answer = await fetch(`${origin}/v1/plans`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'ingest', metrics: ['revenue', 'visits'] }),
  });
  return ((await answer.json()) as { planId: string }).planId;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const bundle = bundleWorker('test/metered/metered-worker.ts');
const served = await serveBundle(bundle);
try {
  const body = madeCsv(0, ROWS);
  const rounds: { api: Spent; bulk: Spent }[] = [];
  // The first round warms both up.
  for (let round = 0; round <= ROUNDS; round++) {
    const planId = await createPlan(served);
    const api = await send(served, 'PUT', `/v1/plans/${planId}/accounts`, body);
    const bulk = await send(served, 'POST', '/bulk', body);
    if (round > 0) rounds.push({ api, bulk });
    const figures = (spent: Spent) => `${spent.seconds.toFixed(2)} s (${spent.cpuSeconds.toFixed(2)} s of CPU)`;
    console.log(`${round === 0 ? 'warm-up' : `round ${round}`}: API ${figures(api)}, bulk ${figures(bulk)}, ratio ${(api.cpuSeconds / bulk.cpuSeconds).toFixed(2)} of CPU`);
  }
  const ratio = (of: keyof Spent) => median(rounds.map(({ api, bulk }) => api[of] / bulk[of]));
  console.log(`${ROWS} accounts, median of ${ROUNDS} rounds: ${ratio('seconds').toFixed(2)} times the time, ${ratio('cpuSeconds').toFixed(2)} times the CPU; ${MOST_RATIO} allowed`);
  if (ratio('cpuSeconds') > MOST_RATIO) process.exitCode = 1;
} finally {
  await served.stop();
  rmSync(bundle, { recursive: true, force: true });
}
