-- A layout never changes: its id is a digest of what it follows from. It belongs to no plan; plans list it.
CREATE TABLE layouts (
  workspace_id TEXT NOT NULL,
  layout_id TEXT NOT NULL,
  head TEXT NOT NULL,
  territory_count INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace_id, layout_id)
);

CREATE TABLE layout_territories (
  workspace_id TEXT NOT NULL,
  layout_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  territory TEXT NOT NULL,
  PRIMARY KEY (workspace_id, layout_id, position),
  FOREIGN KEY (workspace_id, layout_id) REFERENCES layouts (workspace_id, layout_id) ON DELETE CASCADE
) WITHOUT ROWID;

-- Leaves by a coarse ancestor, so that the leaf of a point is in one row.
CREATE TABLE layout_leaves (
  workspace_id TEXT NOT NULL,
  layout_id TEXT NOT NULL,
  parent TEXT NOT NULL,
  leaves TEXT NOT NULL,
  PRIMARY KEY (workspace_id, layout_id, parent),
  FOREIGN KEY (workspace_id, layout_id) REFERENCES layouts (workspace_id, layout_id) ON DELETE CASCADE
);

CREATE TABLE plan_layouts (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  layout_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (workspace_id, plan_id, layout_id),
  FOREIGN KEY (workspace_id, layout_id) REFERENCES layouts (workspace_id, layout_id) ON DELETE CASCADE
);

CREATE INDEX plan_layouts_by_layout ON plan_layouts (workspace_id, layout_id);
