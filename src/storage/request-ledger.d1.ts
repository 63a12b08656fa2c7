import type { RequestLedger } from '../application/request-ledger.ts';

interface LedgerRow {
  readonly lease: string;
  readonly lease_ends_at: number;
  readonly fingerprint: string | null;
  readonly body_bytes: number | null;
  readonly status: number | null;
  readonly headers: string | null;
  readonly body: string | null;
  readonly sealed: number | null;
}

/** How long a request has its key to itself without saying that it still runs. */
const LEASE_MS = 30_000;
/** How long an answer is kept from its request on. */
const KEPT_MS = 24 * 3_600_000;
/** Expired records deleted beside each new one: more than come in. */
const SWEPT = 10;

const OWN = 'workspace_id = ?1 AND route = ?2 AND key_digest = ?3 AND lease = ?4 AND status IS NULL';

/** Answers by idempotency key in D1. */
export function requestLedgerD1(db: D1Database): RequestLedger {
  return {
    async claim({ workspaceId, route, keyDigest, lease }) {
      const now = Date.now();
      const [, , found] = await db.batch<LedgerRow>([
        db
          .prepare(
            'DELETE FROM idempotency WHERE record IN (SELECT record FROM idempotency WHERE expires_at <= ? LIMIT ?)',
          )
          .bind(now, SWEPT),
        db
          .prepare(
            `INSERT INTO idempotency (workspace_id, route, key_digest, lease, lease_ends_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5 + ?6, ?5 + ?7)
             ON CONFLICT (workspace_id, route, key_digest) DO UPDATE SET
               lease = ?4, lease_ends_at = ?5 + ?6, expires_at = ?5 + ?7,
               fingerprint = NULL, body_bytes = NULL, status = NULL, headers = NULL, body = NULL, sealed = NULL
             WHERE expires_at <= ?5 OR (status IS NULL AND lease_ends_at <= ?5)`,
          )
          .bind(workspaceId, route, keyDigest, lease, now, LEASE_MS, KEPT_MS),
        db
          .prepare(
            `SELECT lease, lease_ends_at, fingerprint, body_bytes, status, headers, body, sealed FROM idempotency
             WHERE workspace_id = ? AND route = ? AND key_digest = ?`,
          )
          .bind(workspaceId, route, keyDigest),
      ]);
      const row = found?.results[0];
      if (row === undefined) throw new Error('a claimed idempotency key has no row');
      if (row.lease === lease) return { state: 'claimed' };
      if (row.status === null) return { state: 'running', endsInMs: Math.max(0, row.lease_ends_at - now) };
      return {
        state: 'answered',
        answer: {
          fingerprint: row.fingerprint ?? '',
          bodyBytes: row.body_bytes ?? 0,
          status: row.status,
          headers: JSON.parse(row.headers ?? '{}') as Record<string, string>,
          body: row.body ?? '',
          sealed: row.sealed === 1,
        },
      };
    },

    async renew({ workspaceId, route, keyDigest, lease }) {
      await db
        .prepare(`UPDATE idempotency SET lease_ends_at = ?5 WHERE ${OWN}`)
        .bind(workspaceId, route, keyDigest, lease, Date.now() + LEASE_MS)
        .run();
    },

    async record({ workspaceId, route, keyDigest, lease }, answer) {
      const { fingerprint, bodyBytes, status, headers, body, sealed } = answer;
      await db
        .prepare(
          `UPDATE idempotency SET fingerprint = ?5, body_bytes = ?6, status = ?7, headers = ?8, body = ?9, sealed = ?10
           WHERE ${OWN}`,
        )
        .bind(
          workspaceId,
          route,
          keyDigest,
          lease,
          fingerprint,
          bodyBytes,
          status,
          JSON.stringify(headers),
          body,
          +sealed,
        )
        .run();
    },

    async release({ workspaceId, route, keyDigest, lease }) {
      await db.prepare(`DELETE FROM idempotency WHERE ${OWN}`).bind(workspaceId, route, keyDigest, lease).run();
    },
  };
}
