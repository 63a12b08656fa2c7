-- Times are ISO 8601 in UTC. Cells are 15 hex digits: as numbers they would lose their last bits.
CREATE TABLE workspaces (
  workspace_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- key_digest is the SHA-256 of the key in hex: the key itself is kept nowhere.
CREATE TABLE keys (
  key_digest TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (workspace_id),
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- metrics is a JSON array of names. Plans are listed in the order of plan_number, which also stands for the plan in its accounts.
CREATE TABLE plans (
  plan_number INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL REFERENCES workspaces (workspace_id),
  plan_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  metrics TEXT NOT NULL,
  finest_resolution INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX plans_by_workspace ON plans (workspace_id, plan_number);

-- metric_1 to metric_16 are the plan's metrics in their order; attributes is a JSON object; cell is at the plan's finest resolution.
-- upload_id is the upload that wrote the row last: an id met again in the same upload is a duplicate.
CREATE TABLE accounts (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
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
  PRIMARY KEY (plan_number, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_by_cell ON accounts (plan_number, cell);
