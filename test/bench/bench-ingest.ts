/**
 * `npm run bench:ingest`: 250,000 CSV accounts through the API against the same rows parsed by the same parser and inserted by one bulk statement per
 * 20,000 rows with nothing else done, in the same process, in turns: into the same table, with the cells given, and into a bare table without an index.
 * Fails above 1.5 times the CPU of the former.
 */
import { rmSync } from 'node:fs';
import { latLngToCell } from 'h3-js';
import { createPlan } from './scale/create-plan.ts';
import { CSV_HEADER, csvRow, madeAccount, madeCsv } from './scale/made-accounts.ts';
import { bundleWorker, type ServedBundle, serveBundle } from './scale/served-bundle.ts';

const ROWS = Number(process.argv[2] ?? 250_000);
const ROUNDS = Number(process.argv[3] ?? 5);
const MOST_RATIO = 1.5;

interface Spent {
  readonly cpuSeconds: number;
  readonly seconds: number;
}

async function send(
  { origin, key, workerd }: ServedBundle,
  method: string,
  path: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<Spent> {
  const [startMs, startCpu] = [performance.now(), workerd.cpuSeconds()];
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' };
  const answer = await fetch(`${origin}${path}`, { method, headers, body });
  const { accepted, rows } = (await answer.json()) as { accepted?: number; rows?: number };
  if ((accepted ?? rows) !== ROWS) throw new Error(`${path}: ${accepted ?? rows} of ${ROWS} rows`);
  return { cpuSeconds: workerd.cpuSeconds() - startCpu, seconds: (performance.now() - startMs) / 1000 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The same rows with the cell of each behind it, which the table of accounts needs and the baseline does not work out. */
function withCells(): Uint8Array<ArrayBuffer> {
  const lines = Array.from({ length: ROWS }, (_, number) => {
    const account = madeAccount(number);
    return `${csvRow(account).trimEnd()},${latLngToCell(account.lat, account.lng, 9)}\n`;
  });
  return new TextEncoder().encode(`${CSV_HEADER.trimEnd()},cell\n${lines.join('')}`);
}

const bundle = bundleWorker('test/metered/metered-worker.ts');
const served = await serveBundle(bundle);
try {
  const [body, celled] = [madeCsv(0, ROWS), withCells()];
  const rounds: Record<'api' | 'accounts' | 'bare', Spent>[] = [];
  const figures = ({ seconds, cpuSeconds }: Spent) => `${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s of CPU)`;
  // The first round warms all of it up.
  for (let round = 0; round <= ROUNDS; round++) {
    const planId = await createPlan(served);
    const api = await send(served, 'PUT', `/v1/plans/${planId}/accounts`, body);
    const accounts = await send(served, 'POST', '/bulk?into=accounts', celled);
    const bare = await send(served, 'POST', '/bulk?into=bare', body);
    if (round > 0) rounds.push({ api, accounts, bare });
    const name = round === 0 ? 'warm-up' : `round ${round}`;
    console.log(
      `${name}: API ${figures(api)}, bulk into its table ${figures(accounts)}, into a bare one ${figures(bare)}`,
    );
  }
  const ratio = (of: keyof Spent, to: 'accounts' | 'bare') =>
    median(rounds.map((round) => round.api[of] / round[to][of]));
  for (const [to, table] of [
    ['accounts', 'the same table with its index'],
    ['bare', 'a bare table without one'],
  ] as const) {
    console.log(
      `${ROWS} accounts, median of ${ROUNDS}, against bulk into ${table}: ${ratio('seconds', to).toFixed(2)} times the time, ${ratio('cpuSeconds', to).toFixed(2)} times the CPU`,
    );
  }
  if (ratio('cpuSeconds', 'accounts') > MOST_RATIO) process.exitCode = 1;
} finally {
  await served.stop();
  rmSync(bundle, { recursive: true, force: true });
}
