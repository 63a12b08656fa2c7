-- A plan's accounts are a set. plans.set_number is the set in force; an upload that must be whole to count fills another one beside it.
-- ended is 1 when nothing may be written to a set any more: what is left of it is deleted by the next upload.
-- replaces is 1 for a set that is to take the place of the one in force. touched_at is when an upload last wrote to the set.
CREATE TABLE account_sets (
  set_number INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  replaces INTEGER NOT NULL DEFAULT 0,
  ended INTEGER NOT NULL DEFAULT 0,
  touched_at TEXT NOT NULL
) STRICT;
CREATE INDEX account_sets_by_plan ON account_sets (plan_number);

ALTER TABLE plans ADD COLUMN set_number INTEGER;
INSERT INTO account_sets (set_number, plan_number, touched_at) SELECT plan_number, plan_number, created_at FROM plans;
UPDATE plans SET set_number = plan_number;

-- The first set of a plan has had the plan's number: rows keep theirs.
CREATE TABLE accounts_in_sets (
  set_number INTEGER NOT NULL REFERENCES account_sets (set_number),
  account_id TEXT NOT NULL,
  name TEXT NOT NULL,
  lat REAL NOT NULL,
  lng REAL NOT NULL,
  cell TEXT NOT NULL,
  attributes TEXT NOT NULL,
  upload_id TEXT NOT NULL,
  metric_1 REAL NOT NULL DEFAULT 0,
  metric_2 REAL NOT NULL DEFAULT 0,
  metric_3 REAL NOT NULL DEFAULT 0,
  metric_4 REAL NOT NULL DEFAULT 0,
  metric_5 REAL NOT NULL DEFAULT 0,
  metric_6 REAL NOT NULL DEFAULT 0,
  metric_7 REAL NOT NULL DEFAULT 0,
  metric_8 REAL NOT NULL DEFAULT 0,
  metric_9 REAL NOT NULL DEFAULT 0,
  metric_10 REAL NOT NULL DEFAULT 0,
  metric_11 REAL NOT NULL DEFAULT 0,
  metric_12 REAL NOT NULL DEFAULT 0,
  metric_13 REAL NOT NULL DEFAULT 0,
  metric_14 REAL NOT NULL DEFAULT 0,
  metric_15 REAL NOT NULL DEFAULT 0,
  metric_16 REAL NOT NULL DEFAULT 0,
  PRIMARY KEY (set_number, account_id)
) STRICT, WITHOUT ROWID;
INSERT INTO accounts_in_sets SELECT * FROM accounts;
DROP TABLE accounts;
ALTER TABLE accounts_in_sets RENAME TO accounts;
CREATE INDEX accounts_by_cell ON accounts (set_number, cell);
