import { type ApiKey, keyState } from '../domain/api-key.ts';
import { Failure } from '../domain/failure.ts';
import type { AsOf } from './as-of.ts';
import type { Ports } from './ports.ts';

/** A key that opens a workspace, as the request that it came with sees it. */
export interface OpenedKey {
  readonly workspaceId: string;
  readonly key: ApiKey;
  /** Origins whose pages may read answers to it. */
  readonly corsOrigins: readonly string[];
}

/** The workspace that a key opens. Throws `unauthorized` for a key that is unknown, expired or revoked. */
export async function openWithKey(ports: Ports, text: string, asOf: AsOf): Promise<OpenedKey> {
  const opened = await ports.keys.open(text, asOf);
  if (opened === null) throw new Failure('unauthorized', 'the key opens no workspace');
  const state = keyState(opened.key, Date.now());
  if (state === 'revoked') throw new Failure('unauthorized', `the key was revoked at ${opened.key.revokedAt}`);
  if (state === 'expired') throw new Failure('unauthorized', `the key expired at ${opened.key.expiresAt}`);
  return opened;
}
