import type { ApiKey } from '../domain/api-key.ts';
import type { AsOf } from './as-of.ts';
import type { OpenedKey } from './open-with-key.ts';
import type { Page, PageRequest } from './page.ts';

/** Workspaces and the keys that open them. A key is kept as its SHA-256 digest. */
export interface KeyStore {
  /** Makes a workspace and its first key. */
  createWorkspace(workspaceId: string, name: string, key: string, record: ApiKey): Promise<void>;
  /** The workspace of a key, whatever its state, or null. */
  open(key: string, asOf: AsOf): Promise<OpenedKey | null>;
  /** The same as of a moment ago, from memory alone: null where it has to be read. */
  recall(key: string): OpenedKey | null;
  /** Notes that a key was used now, unless that is noted for a time after `notAfter`. */
  noteUse(workspaceId: string, keyId: string, now: string, notAfter: string): Promise<void>;
  add(workspaceId: string, key: string, record: ApiKey): Promise<void>;
  find(workspaceId: string, keyId: string): Promise<ApiKey | null>;
  /** The oldest first. */
  list(workspaceId: string, page: PageRequest): Promise<Page<ApiKey>>;
  /** Adds a key and lets another end no later than `endsAt`. False, and nothing done, where the other is revoked. */
  replace(workspaceId: string, keyId: string, endsAt: string, key: string, record: ApiKey): Promise<boolean>;
  /** False where there is no such key, it is revoked already, no other could make keys for ever, or it does not end when it is `expected` to. */
  revoke(workspaceId: string, keyId: string, now: string, expected: ApiKey | null): Promise<boolean>;
}
