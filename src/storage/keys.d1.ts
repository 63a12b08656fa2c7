import type { KeyStore } from '../application/key-store.ts';
import type { OpenedKey } from '../application/open-with-key.ts';
import type { ApiKey } from '../domain/api-key.ts';
import { digestHex } from '../domain/digest-hex.ts';
import { invalidCursor } from '../domain/invalid-cursor.ts';
import { isKey } from '../domain/key.ts';
import type { Scope } from '../domain/scope.ts';
import { RecentReads, type WriteOrder } from './recent-reads.ts';
import type { SharedRead, SharedReads } from './shared-reads.ts';

interface KeyRow {
  readonly key_id: string;
  readonly name: string;
  readonly ending: string;
  readonly scopes: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly last_used_at: string | null;
  readonly replaces: string | null;
}

const COLUMNS = 'key_id, name, ending, scopes, created_at, expires_at, revoked_at, last_used_at, replaces';
/** Separates the parts of a cursor. */
const SEPARATOR = ' ';

const OPEN = `SELECT keys.key_digest, keys.workspace_id, ${COLUMNS.replaceAll(/\w+/g, 'keys.$&')}, workspaces.cors_origins
  FROM keys JOIN workspaces USING (workspace_id)
  WHERE key_digest IN (SELECT value FROM json_each(?)) AND workspaces.ends_at IS NULL`;

interface OpenedRow extends KeyRow {
  readonly key_digest: string;
  readonly workspace_id: string;
  readonly cors_origins: string;
}

/** Keys that an isolate remembers. */
const MAX_KEYS = 1_000;

function toOpened(row: OpenedRow): OpenedKey {
  return { workspaceId: row.workspace_id, key: toKey(row), corsOrigins: JSON.parse(row.cors_origins) as string[] };
}

/** Workspaces and keys in D1. */
export function keyStoreD1(db: D1Database, reads: SharedReads, order: WriteOrder): KeyStore {
  async function insertion(workspaceId: string, key: string, record: ApiKey): Promise<D1PreparedStatement> {
    const { keyId, name, ending, scopes, createdAt, expiresAt, replaces } = record;
    const values = [keyId, name, ending, JSON.stringify(scopes), createdAt, expiresAt, replaces];
    return db
      .prepare(
        `INSERT INTO keys (key_digest, workspace_id, key_id, name, ending, scopes, created_at, expires_at, replaces)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .bind(await digestHex(key), workspaceId, ...values);
  }

  const openings: SharedRead<string, OpenedKey | null> = {
    statements: (digests) => [db.prepare(OPEN).bind(JSON.stringify([...new Set(digests)]))],
    pick: (digests, [rows = []]) => {
      const opened = new Map((rows as OpenedRow[]).map((row) => [row.key_digest, toOpened(row)]));
      return digests.map((digest) => opened.get(digest) ?? null);
    },
  };

  /** Of keys that were opened: so they are read again along with what else a request asks for in the same moment. */
  const digests = new Map<string, string>();

  async function openFirst(text: string): Promise<OpenedKey | null> {
    if (!isKey(text)) return null;
    const digest = await digestHex(text);
    const opened = await reads.ask(openings, digest);
    if (opened === null) return null;
    digests.set(text, digest);
    const [oldest] = digests.keys();
    if (digests.size > MAX_KEYS && oldest !== undefined) digests.delete(oldest);
    return opened;
  }

  const recent = new RecentReads<string, OpenedKey>(order, {
    read: (text) => {
      const digest = digests.get(text);
      return digest === undefined ? openFirst(text) : reads.ask(openings, digest);
    },
    keyOf: (text) => text,
    workspaceOf: ({ workspaceId }) => workspaceId,
    capacity: MAX_KEYS,
  });

  return {
    async createWorkspace(workspaceId, name, key, record) {
      await db.batch([
        db
          .prepare('INSERT INTO workspaces (workspace_id, name, created_at) VALUES (?, ?, ?)')
          .bind(workspaceId, name, record.createdAt),
        await insertion(workspaceId, key, record),
      ]);
    },

    recall: (text) => recent.recall(text),

    async open(text, asOf) {
      return asOf === 'now' ? recent.askNow(text) : recent.ask(text);
    },

    async noteUse(workspaceId, keyId, now, notAfter) {
      await db
        .prepare(
          `UPDATE keys SET last_used_at = ?3
           WHERE workspace_id = ?1 AND key_id = ?2 AND (last_used_at IS NULL OR last_used_at < ?4)`,
        )
        .bind(workspaceId, keyId, now, notAfter)
        .run();
    },

    async add(workspaceId, key, record) {
      await (await insertion(workspaceId, key, record)).run();
    },

    async find(workspaceId, keyId) {
      const row = await db
        .prepare(`SELECT ${COLUMNS} FROM keys WHERE workspace_id = ? AND key_id = ?`)
        .bind(workspaceId, keyId)
        .first<KeyRow>();
      return row && toKey(row);
    },

    async list(workspaceId, { cursor, limit }) {
      const [createdAt, keyId] = cursor === null ? ['', ''] : cursor.split(SEPARATOR);
      if (createdAt === undefined || keyId === undefined) throw invalidCursor(cursor ?? '');
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM keys WHERE workspace_id = ? AND (created_at, key_id) > (?, ?)
           ORDER BY created_at, key_id LIMIT ?`,
        )
        .bind(workspaceId, createdAt, keyId, limit + 1)
        .all<KeyRow>();
      const items = results.slice(0, limit).map(toKey);
      const last = items.at(-1);
      const next = results.length > limit && last !== undefined ? `${last.createdAt}${SEPARATOR}${last.keyId}` : null;
      return { items, next };
    },

    async replace(workspaceId, keyId, endsAt, key, record) {
      const insert = await insertion(workspaceId, key, record);
      const [shortened] = await db.batch([
        db
          .prepare(
            `UPDATE keys SET expires_at = min(coalesce(expires_at, ?3), ?3)
             WHERE workspace_id = ?1 AND key_id = ?2 AND revoked_at IS NULL`,
          )
          .bind(workspaceId, keyId, endsAt),
        insert,
        // What was revoked in between must not come back as its successor.
        db
          .prepare(
            `DELETE FROM keys WHERE workspace_id = ?1 AND key_id = ?2
             AND EXISTS (SELECT 1 FROM keys WHERE workspace_id = ?1 AND key_id = ?3 AND revoked_at IS NOT NULL)`,
          )
          .bind(workspaceId, record.keyId, keyId),
      ]);
      return (shortened?.meta.changes ?? 0) > 0;
    },

    async revoke(workspaceId, keyId, now, expected) {
      const { meta } = await db
        .prepare(
          `UPDATE keys SET revoked_at = ?3
           WHERE workspace_id = ?1 AND key_id = ?2 AND revoked_at IS NULL AND (?4 IS NULL OR expires_at IS ?5)
             AND (scopes NOT LIKE '%"keys:write"%' OR expires_at <= ?3 OR EXISTS (
               SELECT 1 FROM keys WHERE workspace_id = ?1 AND key_id <> ?2 AND revoked_at IS NULL AND expires_at IS NULL
                 AND scopes LIKE '%"keys:write"%'))`,
        )
        .bind(workspaceId, keyId, now, expected && 1, expected?.expiresAt ?? null)
        .run();
      return meta.changes > 0;
    },
  };
}

function toKey(row: KeyRow): ApiKey {
  return {
    keyId: row.key_id,
    name: row.name,
    ending: row.ending,
    scopes: JSON.parse(row.scopes) as Scope[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    replaces: row.replaces,
  };
}
