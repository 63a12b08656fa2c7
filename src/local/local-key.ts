import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiClient } from '../console/page/api-client.ts';
import { ProblemError } from '../console/page/problem.ts';

/** The key that an earlier start kept beside the database, or null. */
export function readLocalKey(state: string): string | null {
  try {
    return readFileSync(keyPath(state), 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** A key that opens the database: the kept one, or that of a new workspace when the database does not know it. */
export async function openLocalKey(state: string, origin: string, secret: string): Promise<string> {
  const kept = readLocalKey(state);
  if (kept !== null && (await stillOpens(origin, kept))) return kept;
  const bootstrap = new ApiClient(origin, secret);
  const body = JSON.stringify({ name: 'local' });
  const { key } = await bootstrap.send<{ key: string }>('POST', '/v1/workspaces', 'application/json', body);
  const path = keyPath(state);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${key}\n`, { mode: 0o600 });
  return key;
}

async function stillOpens(origin: string, key: string): Promise<boolean> {
  try {
    await new ApiClient(origin, key).get('/v1/plans?limit=1');
    return true;
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
}

function keyPath(state: string): string {
  return join(state, 'local.key');
}
