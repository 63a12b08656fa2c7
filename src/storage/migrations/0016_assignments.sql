-- Reps matched to the territories of a layout: an assignment never changes. summary is JSON of all that a list tells of it.
CREATE TABLE assignments (
  assignment_number INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL,
  assignment_id TEXT NOT NULL UNIQUE,
  plan_id TEXT NOT NULL,
  layout_id TEXT NOT NULL,
  summary TEXT NOT NULL,
  created_at TEXT NOT NULL,
  FOREIGN KEY (workspace_id, layout_id) REFERENCES layouts (workspace_id, layout_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX assignments_by_plan ON assignments (workspace_id, plan_id, assignment_number);
CREATE INDEX assignments_by_layout ON assignments (workspace_id, layout_id);

-- The rest of it: items is a JSON array of a part of a list, which is pairs, vacant or unassigned.
CREATE TABLE assignment_lists (
  assignment_number INTEGER NOT NULL REFERENCES assignments (assignment_number) ON DELETE CASCADE,
  list TEXT NOT NULL,
  position INTEGER NOT NULL,
  items TEXT NOT NULL,
  PRIMARY KEY (assignment_number, list, position)
) STRICT;
