import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../../src/console/page/api-client.ts';
import { ensureDevSecret } from '../../src/local/dev-secret.ts';
import { openLocalKey } from '../../src/local/local-key.ts';
import { LocalServer, migrateLocally } from '../../src/local/wrangler.ts';
import { openClient, type TypedClient } from './typed-client.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** A server of its own with an empty database. */
export interface Served {
  readonly origin: string;
  readonly key: string;
  /** The client of the map page. */
  readonly api: ApiClient;
  /** The client of the description. */
  readonly client: TypedClient;
  readonly stop: () => Promise<void>;
}

/** Starts the Worker on a free port of the loopback, with its state in a directory that goes with it. */
export async function serve(): Promise<Served> {
  const state = mkdtempSync(join(tmpdir(), 'hexalign-browser-'));
  const secret = ensureDevSecret(ROOT);
  migrateLocally(ROOT, state);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = LocalServer.start(ROOT, state, port);
  const stop = async () => {
    await server.stop();
    rmSync(state, { recursive: true, force: true });
  };
  try {
    await server.ready(origin);
    const key = await openLocalKey(state, origin, secret);
    return { origin, key, api: new ApiClient(origin, key), client: openClient(origin, key), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A port of the loopback that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
