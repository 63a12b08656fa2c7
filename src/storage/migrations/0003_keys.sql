-- What a key may do, how long, and what became of it. scopes is a JSON array; times are ISO 8601 in UTC, null where it has not happened or never will.
-- Keys from before may do everything, as they did.
ALTER TABLE keys ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
ALTER TABLE keys ADD COLUMN name TEXT NOT NULL DEFAULT 'first key';
ALTER TABLE keys ADD COLUMN ending TEXT NOT NULL DEFAULT '';
ALTER TABLE keys ADD COLUMN scopes TEXT NOT NULL
  DEFAULT '["plans:read","plans:write","layouts:write","layouts:publish","tiles:read","keys:write"]';
ALTER TABLE keys ADD COLUMN expires_at TEXT;
ALTER TABLE keys ADD COLUMN revoked_at TEXT;
ALTER TABLE keys ADD COLUMN last_used_at TEXT;
ALTER TABLE keys ADD COLUMN replaces TEXT;

UPDATE keys SET key_id = 'key_' || substr(key_digest, 1, 22);
CREATE UNIQUE INDEX keys_by_id ON keys (key_id);
CREATE INDEX keys_by_workspace ON keys (workspace_id, created_at, key_id);
