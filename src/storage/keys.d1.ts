import type { KeyStore } from '../application/ports.ts';
import { createKey, isKey } from '../domain/key.ts';
import { randomBase62 } from '../domain/random-base62.ts';

/** Workspaces and keys in D1. */
export function keyStoreD1(db: D1Database): KeyStore {
  return {
    async createWorkspace(name) {
      const workspaceId = `wsp_${randomBase62(22)}`;
      const key = createKey();
      const now = new Date().toISOString();
      await db.batch([
        db
          .prepare('INSERT INTO workspaces (workspace_id, name, created_at) VALUES (?, ?, ?)')
          .bind(workspaceId, name, now),
        db
          .prepare('INSERT INTO keys (key_digest, workspace_id, created_at) VALUES (?, ?, ?)')
          .bind(await digestKey(key), workspaceId, now),
      ]);
      return { workspaceId, key };
    },

    async findWorkspace(key) {
      if (!isKey(key)) return null;
      return db
        .prepare('SELECT workspace_id FROM keys WHERE key_digest = ?')
        .bind(await digestKey(key))
        .first<string>('workspace_id');
    },
  };
}

async function digestKey(key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
