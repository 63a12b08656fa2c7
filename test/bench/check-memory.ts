/**
 * `npm run check:memory`: uploads files of 150,000 and of 250,000 accounts in one request each to the deployable bundle in workerd, and compares the
 * most memory that the process ever held, its database included. The collector lets the heap grow for the first 100,000 rows, whatever happens; from
 * there it stays. Fails where the larger file took more on top than its own additional size: a row that is held takes several times that.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SIZES = [150_000, 250_000];
/** The larger file is 33 MB longer. */
const MOST_GROWTH_MB = 33;
/** Attributes make rows as long as a CRM's. */
const FILLER = 'x'.repeat(300);
const SECRET = 'a-bootstrap-secret-of-the-check-0123456789';

function* csv(rows: number): Generator<string> {
  yield 'id,name,lat,lng,revenue,note\n';
  for (let at = 0; at < rows; at++) {
    yield `a${at},Account ${at},${(25 + ((at * 7919) % 24_000) / 1000).toFixed(4)},${(-124 + ((at * 104_729) % 57_000) / 1000).toFixed(4)},${at % 1000},${FILLER}\n`;
  }
}

function stream(rows: number): ReadableStream<Uint8Array> {
  const lines = csv(rows);
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      let text = '';
      for (let count = 0; count < 200; count++) text += lines.next().value ?? '';
      if (text === '') controller.close();
      else controller.enqueue(encoder.encode(text));
    },
  });
}

function migrations(): string[] {
  const folder = join(root, 'src/storage/migrations');
  const files = readdirSync(folder).sort();
  return files.flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .replace(/--.*$/gm, '')
      .split(';')
      .map((statement) => statement.replace(/\s+/g, ' ').trim())
      .filter(Boolean),
  );
}

/** The bundle's modules, the entry first. */
function modulesOf(bundle: string) {
  const others = readdirSync(bundle).filter((name) => name !== 'worker.js');
  const types = { wasm: 'CompiledWasm', md: 'Text' } as const;
  return [
    { type: 'ESModule' as const, path: join(bundle, 'worker.js') },
    ...others.flatMap((name) => {
      const type = types[name.split('.').at(-1) as keyof typeof types];
      return type === undefined ? [] : [{ type, path: join(bundle, name) }];
    }),
  ];
}

/** The most memory that this process's workerd ever held, in MB. */
function peakMb(): number {
  const pids = execFileSync('pgrep', ['--parent', String(process.pid), 'workerd'], { encoding: 'utf8' })
    .trim()
    .split('\n');
  const peaks = pids.map((pid) => /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0');
  return Math.max(...peaks.map(Number)) / 1024;
}

async function peakOf(bundle: string, rows: number): Promise<number> {
  const state = mkdtempSync(join(tmpdir(), 'hexalign-memory-'));
  const options = convertV4MiniflareOptions({
    modules: modulesOf(bundle),
    modulesRoot: bundle,
    compatibilityDate: '2026-11-02',
    compatibilityFlags: ['nodejs_compat'],
    d1Databases: ['DB'],
    kvNamespaces: ['CACHE'],
    durableObjects: { COUNTERS: { className: 'RequestCounter', useSQLite: true } },
    bindings: { BOOTSTRAP_SECRET: SECRET },
    resourcePersistencePath: state,
  });
  const worker = new Miniflare(options);
  try {
    const db = await worker.getD1Database('DB');
    await db.batch(migrations().map((statement) => db.prepare(statement)));
    const origin = (await worker.ready).origin;
    const post = async (path: string, key: string, body: object) => {
      const answer = await fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await answer.json()) as Record<string, string>;
    };
    const { key = '' } = await post('/v1/workspaces', SECRET, { name: 'memory' });
    const { planId } = await post('/v1/plans', key, { name: 'memory', metrics: ['revenue'] });
    const answer = await fetch(`${origin}/v1/plans/${planId}/accounts`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
      body: stream(rows),
      duplex: 'half',
    } as RequestInit);
    const { accepted } = (await answer.json()) as { accepted?: number };
    if (accepted !== rows) throw new Error(`${accepted} of ${rows} rows were accepted`);
    return peakMb();
  } finally {
    await worker.dispose();
    rmSync(state, { recursive: true, force: true });
  }
}

const bundle = mkdtempSync(join(tmpdir(), 'hexalign-bundle-'));
try {
  execFileSync('npx', ['wrangler', 'deploy', '--dry-run', '--outdir', bundle], { cwd: root, stdio: 'pipe' });
  const peaks: number[] = [];
  for (const rows of SIZES) {
    const peak = await peakOf(bundle, rows);
    const fileMb = (rows * (FILLER.length + 50)) / 2 ** 20;
    console.log(
      `${rows} accounts in a file of some ${fileMb.toFixed(0)} MB: workerd held ${peak.toFixed(0)} MB at most`,
    );
    peaks.push(peak);
  }
  const growth = (peaks.at(-1) ?? 0) - (peaks[0] ?? 0);
  console.log(`grew by ${growth.toFixed(0)} MB, ${MOST_GROWTH_MB} MB allowed`);
  if (growth > MOST_GROWTH_MB) process.exitCode = 1;
} finally {
  rmSync(bundle, { recursive: true, force: true });
}
