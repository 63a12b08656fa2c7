-- Solves that run longer than a request. state is queued, running, succeeded, failed or cancelled. slices are those whose work is saved, engine the
-- optimizer that left it. touched_at is when somebody last worked on it. rebalances is a layout, failure JSON of {kind, detail, violations, violationCount}.
CREATE TABLE jobs (
  job_number INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL,
  job_id TEXT NOT NULL UNIQUE,
  plan_id TEXT NOT NULL,
  rebalances TEXT,
  state TEXT NOT NULL,
  progress REAL NOT NULL,
  slices INTEGER NOT NULL DEFAULT 0,
  engine TEXT,
  layout_id TEXT,
  failure TEXT,
  created_at TEXT NOT NULL,
  touched_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT
) STRICT;
CREATE INDEX jobs_by_workspace ON jobs (workspace_id, job_number);
CREATE INDEX jobs_by_plan ON jobs (workspace_id, plan_id, job_number);

-- What a job under way works on, in pieces: base64 of gzip, since a BLOB comes out of D1 as an array of numbers. slice 0 is the problem, any
-- other the search as that slice left it.
CREATE TABLE job_pieces (
  job_number INTEGER NOT NULL REFERENCES jobs (job_number) ON DELETE CASCADE,
  slice INTEGER NOT NULL,
  position INTEGER NOT NULL,
  piece TEXT NOT NULL,
  PRIMARY KEY (job_number, slice, position)
) STRICT;
