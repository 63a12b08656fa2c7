import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { V8_FLAGS } from '../../../src/local/v8-flags.ts';
import { WorkerdProcess } from './workerd-process.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SECRET = 'a-bootstrap-secret-of-the-bench-0123456789';

/** A Worker in workerd on the loopback, with an empty database of its own. */
export interface ServedBundle {
  readonly origin: string;
  readonly workerd: WorkerdProcess;
  /** A key of a new workspace. */
  readonly key: string;
  /** The Worker's database, past the Worker. */
  readonly db: Awaited<ReturnType<Miniflare['getD1Database']>>;
  readonly stop: () => Promise<void>;
}

/** Bundles the Worker as a deploy does, by its entry, and answers the folder. */
export function bundleWorker(entry = 'src/worker.ts'): string {
  const bundle = mkdtempSync(join(tmpdir(), 'hexalign-bundle-'));
  const args = ['wrangler', 'deploy', join(ROOT, entry), '--dry-run', '--outdir', bundle];
  execFileSync('npx', args, { cwd: ROOT, stdio: 'pipe' });
  return bundle;
}

/** Serves a bundle. Rate limits are multiplied by `rateLimitScale`. */
export async function serveBundle(bundle: string, rateLimitScale = 1000): Promise<ServedBundle> {
  const state = mkdtempSync(join(tmpdir(), 'hexalign-state-'));
  const options = convertV4MiniflareOptions({
    modules: modulesOf(bundle),
    modulesRoot: bundle,
    compatibilityDate: '2026-11-02',
    compatibilityFlags: ['nodejs_compat'],
    d1Databases: ['DB'],
    kvNamespaces: ['CACHE'],
    durableObjects: { COUNTERS: { className: 'RequestCounter', useSQLite: true } },
    workflows: {
      SOLVES: { name: 'hexalign-solve', className: 'SolveLayoutWorkflow' },
      REVIEWS: { name: 'hexalign-review', className: 'ReviewPlanWorkflow' },
      DELIVERIES: { name: 'hexalign-deliver', className: 'DeliverEventsWorkflow' },
    },
    bindings: { BOOTSTRAP_SECRET: SECRET, RATE_LIMIT_SCALE: String(rateLimitScale) },
    resourcePersistencePath: state,
  });
  process.env.MINIFLARE_WORKERD_V8_FLAGS = V8_FLAGS;
  const worker = new Miniflare(options);
  const stop = async () => {
    await worker.dispose();
    rmSync(state, { recursive: true, force: true });
  };
  try {
    const db = await worker.getD1Database('DB');
    await db.batch(migrations().map((statement) => db.prepare(statement)));
    const { origin } = await worker.ready;
    const opened = await fetch(`${origin}/v1/workspaces`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
      body: '{"name":"bench"}',
    });
    const { key } = (await opened.json()) as { key: string };
    return { origin, workerd: WorkerdProcess.find(), key, db, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function migrations(): string[] {
  const folder = join(ROOT, 'src/storage/migrations');
  const files = readdirSync(folder).sort();
  return files.flatMap((file) =>
    (
      readFileSync(join(folder, file), 'utf8')
        .replace(/--.*$/gm, '')
        .match(/\s*CREATE TRIGGER.*?\bEND;|[^;]+;/gs) ?? []
    )
      .map((statement) => statement.replace(/\s+/g, ' ').trim())
      .filter(Boolean),
  );
}

/** The bundle's modules, the entry first. */
function modulesOf(bundle: string) {
  const names = readdirSync(bundle);
  const entry = names.find((name) => name.endsWith('.js')) ?? '';
  const types = { wasm: 'CompiledWasm', md: 'Text' } as const;
  return [
    { type: 'ESModule' as const, path: join(bundle, entry) },
    ...names.flatMap((name) => {
      const type = types[name.split('.').at(-1) as keyof typeof types];
      return type === undefined ? [] : [{ type, path: join(bundle, name) }];
    }),
  ];
}
