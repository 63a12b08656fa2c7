-- The first answer to each idempotency key. Times are milliseconds since 1970. Keys are kept as SHA-256 in hex.
-- While the first request runs, status is null and the row belongs to its lease; a lease that has ended may be taken over.
-- sealed is 1 where the body is encrypted under the API key that asked, as it holds a secret.
CREATE TABLE idempotency (
  record INTEGER PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  route TEXT NOT NULL,
  key_digest TEXT NOT NULL,
  lease TEXT NOT NULL,
  lease_ends_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  fingerprint TEXT,
  body_bytes INTEGER,
  status INTEGER,
  headers TEXT,
  body TEXT,
  sealed INTEGER,
  UNIQUE (workspace_id, route, key_digest)
) STRICT;
CREATE INDEX idempotency_by_end ON idempotency (expires_at);
