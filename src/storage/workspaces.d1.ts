import type { WorkspaceStore } from '../application/workspace-store.ts';

interface WorkspaceRow {
  readonly name: string;
  readonly cors_origins: string;
  readonly created_at: string;
  readonly version: number;
}

/** Settings of workspaces in D1. */
export function workspaceStoreD1(db: D1Database): WorkspaceStore {
  return {
    async find(workspaceId) {
      const row = await db
        .prepare(
          'SELECT name, cors_origins, created_at, version FROM workspaces WHERE workspace_id = ? AND ends_at IS NULL',
        )
        .bind(workspaceId)
        .first<WorkspaceRow>();
      return (
        row && {
          workspaceId,
          name: row.name,
          corsOrigins: JSON.parse(row.cors_origins) as string[],
          createdAt: row.created_at,
          version: row.version,
        }
      );
    },

    async change(workspaceId, version, { name, corsOrigins }) {
      const { meta } = await db
        .prepare(
          `UPDATE workspaces SET name = ?3, cors_origins = ?4, version = version + 1
           WHERE workspace_id = ?1 AND version = ?2 AND ends_at IS NULL`,
        )
        .bind(workspaceId, version, name, JSON.stringify(corsOrigins))
        .run();
      return meta.changes > 0;
    },

    async end(workspaceId, version, now) {
      const [ended] = await db.batch([
        db
          .prepare(
            `UPDATE workspaces SET ends_at = ?3, name = '', cors_origins = '[]', version = version + 1
             WHERE workspace_id = ?1 AND (?2 IS NULL OR version = ?2) AND ends_at IS NULL`,
          )
          .bind(workspaceId, version, now),
        db
          .prepare(
            `DELETE FROM keys WHERE workspace_id = ?1
               AND EXISTS (SELECT 1 FROM workspaces WHERE workspace_id = ?1 AND ends_at IS NOT NULL)`,
          )
          .bind(workspaceId),
      ]);
      return (ended?.meta.changes ?? 0) > 0;
    },
  };
}
