-- Targets of a plan. subject is the text that it is found by; body is JSON of what nothing is found by: subject, weightMetric, unit, step, owner, note,
-- origin. Days are YYYY-MM-DD. version is the number of the last revision.
CREATE TABLE goals (
  goal_number INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  goal_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  metric TEXT NOT NULL,
  start_day TEXT NOT NULL,
  due_day TEXT NOT NULL,
  target INTEGER NOT NULL,
  body TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (plan_number, goal_id)
) STRICT;
CREATE INDEX goals_by_subject ON goals (plan_number, subject, goal_number);

-- What was done to goals: they go with them. delta is what the target changed by from the day on; detail is JSON: reason, target, changes, transfer.
CREATE TABLE goal_revisions (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  goal_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  kind TEXT NOT NULL,
  effective_day TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  key_id TEXT,
  delta INTEGER NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (plan_number, goal_id, revision)
) STRICT, WITHOUT ROWID;

-- How far the goals of a plan have followed its accounts: entries of its log up to seq, what took effect until settled_ms, and the layout in force then.
-- Every write to its goals counts version up, and leaves its own text in write_id: by that the rest of the write knows that it may.
CREATE TABLE goal_clocks (
  plan_number INTEGER PRIMARY KEY REFERENCES plans (plan_number),
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  settled_ms INTEGER NOT NULL,
  layout_id TEXT,
  write_id TEXT NOT NULL
) STRICT;

-- How far territories of a plan are built up. ramp is a JSON array: the share of the full target in each month since.
CREATE TABLE territory_stages (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  territory_id TEXT NOT NULL,
  stage TEXT NOT NULL,
  since TEXT NOT NULL,
  ramp TEXT NOT NULL,
  PRIMARY KEY (plan_number, territory_id)
) STRICT, WITHOUT ROWID;

-- Whose owners by name changed in a time.
CREATE INDEX named_accounts_by_start ON named_accounts (plan_number, from_ms);
CREATE INDEX named_accounts_by_end ON named_accounts (plan_number, until_ms) WHERE until_ms IS NOT NULL;
