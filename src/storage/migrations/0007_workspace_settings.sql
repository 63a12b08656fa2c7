-- cors_origins is a JSON array of the origins whose pages may read answers; "*" is every origin. version counts changes.
ALTER TABLE workspaces ADD COLUMN cors_origins TEXT NOT NULL DEFAULT '["*"]';
ALTER TABLE workspaces ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
