-- Which layouts a layout was made from, and as what: rebalanced, edited, or the base, ours and theirs of a merge. origin_id may name a layout that is gone.
CREATE TABLE layout_origins (
  workspace_id TEXT NOT NULL,
  layout_id TEXT NOT NULL,
  role TEXT NOT NULL,
  origin_id TEXT NOT NULL,
  PRIMARY KEY (workspace_id, layout_id, role),
  FOREIGN KEY (workspace_id, layout_id) REFERENCES layouts (workspace_id, layout_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX layout_origins_by_origin ON layout_origins (workspace_id, origin_id);

INSERT INTO layout_origins (workspace_id, layout_id, role, origin_id)
SELECT workspace_id, layout_id, 'rebalanced', json_extract(head, '$.rebalance.from') FROM layouts
WHERE json_extract(head, '$.rebalance.from') IS NOT NULL;
DROP INDEX layouts_by_origin;
