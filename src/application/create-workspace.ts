import { randomBase62 } from '../domain/random-base62.ts';
import { SCOPES } from '../domain/scope.ts';
import { newKey } from './create-key.ts';
import type { Ports } from './ports.ts';

/** Makes a workspace and its first key, which may do everything and does not expire. */
export async function createWorkspace(ports: Ports, name: string): Promise<{ workspaceId: string; key: string }> {
  const workspaceId = `wsp_${randomBase62(22)}`;
  const { key, record } = newKey({ name: 'first key', scopes: SCOPES, expiresAt: null }, null);
  await ports.keys.createWorkspace(workspaceId, name, key, record);
  return { workspaceId, key };
}
