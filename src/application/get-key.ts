import type { ApiKey } from '../domain/api-key.ts';
import { Failure } from '../domain/failure.ts';
import type { Ports } from './ports.ts';

/** What is on record of a key. Throws `not-found`, also for a key of another workspace. */
export async function getKey(ports: Ports, workspaceId: string, keyId: string): Promise<ApiKey> {
  const key = await ports.keys.find(workspaceId, keyId);
  if (key === null) throw new Failure('not-found', 'no key of this workspace has this id');
  return key;
}
