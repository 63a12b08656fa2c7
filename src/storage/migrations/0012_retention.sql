-- ends_at is from when on what a workspace holds is deleted; null: it lives. Such a workspace has no keys.
ALTER TABLE workspaces ADD COLUMN ends_at TEXT;
CREATE INDEX workspaces_by_end ON workspaces (ends_at) WHERE ends_at IS NOT NULL;

-- touched_at is when a layout was last made, asked for again, or found in use: retention looks at it no sooner than its period later.
ALTER TABLE layouts ADD COLUMN touched_at TEXT NOT NULL DEFAULT '';
UPDATE layouts SET touched_at = created_at;
CREATE INDEX layouts_by_touch ON layouts (touched_at);
-- Which layouts were rebalanced from another.
CREATE INDEX layouts_by_origin ON layouts (workspace_id, json_extract(head, '$.rebalance.from'));

CREATE INDEX jobs_by_end ON jobs (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_under_way ON jobs (touched_at) WHERE finished_at IS NULL;
CREATE INDEX jobs_by_layout ON jobs (workspace_id, layout_id);
CREATE INDEX jobs_by_rebalanced ON jobs (workspace_id, rebalances);
