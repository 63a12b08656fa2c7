-- Trees over the territories of a layout, which go with it. head: levels, connected, origin, violations, and the parent of each territory.
CREATE TABLE hierarchies (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL,
  hierarchy_id TEXT NOT NULL,
  layout_id TEXT NOT NULL,
  head TEXT NOT NULL,
  parent_count INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (workspace_id, hierarchy_id),
  FOREIGN KEY (workspace_id, layout_id) REFERENCES layouts (workspace_id, layout_id) ON DELETE CASCADE
);
CREATE INDEX hierarchies_by_layout ON hierarchies (workspace_id, layout_id, sequence);

-- Inner parts of the trees. place never changes: id, level, parent, pieces, neighbors. manager is JSON, null where there is none.
CREATE TABLE hierarchy_parents (
  workspace_id TEXT NOT NULL,
  hierarchy_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  manager TEXT,
  place TEXT NOT NULL,
  PRIMARY KEY (workspace_id, hierarchy_id, position),
  FOREIGN KEY (workspace_id, hierarchy_id) REFERENCES hierarchies (workspace_id, hierarchy_id) ON DELETE CASCADE
) WITHOUT ROWID;
