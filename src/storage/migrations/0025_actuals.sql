-- Uploads of actuals and deals. ended is 1 when nothing may be written for one any more; touched_at is when it last wrote.
CREATE TABLE row_uploads (
  upload_number INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  ended INTEGER NOT NULL DEFAULT 0,
  touched_at TEXT NOT NULL
) STRICT;
CREATE INDEX row_uploads_by_plan ON row_uploads (plan_number);

-- What was achieved with accounts, which the plan need not have (any more). period is a day, YYYY-MM-DD, or a month, YYYY-MM.
-- draft is 0 for rows that count, else the number of the upload that will have them count, or not, all at once.
-- chunk is the number of the upload that wrote a row, times 4096, and which of its chunks.
CREATE TABLE actuals (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  draft INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  metric TEXT NOT NULL,
  period TEXT NOT NULL,
  value REAL NOT NULL,
  chunk INTEGER NOT NULL,
  PRIMARY KEY (plan_number, draft, account_id, metric, period)
) STRICT, WITHOUT ROWID;
CREATE INDEX actuals_by_period ON actuals (plan_number, draft, metric, period);

-- Deals that are open, likewise. metric is NULL for the only metric of the plan's goals, probability for that of the stage.
CREATE TABLE deals (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  draft INTEGER NOT NULL,
  deal_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  name TEXT NOT NULL,
  stage TEXT NOT NULL,
  metric TEXT,
  amount REAL NOT NULL,
  expected_close TEXT NOT NULL,
  probability REAL,
  chunk INTEGER NOT NULL,
  PRIMARY KEY (plan_number, draft, deal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deals_by_account ON deals (plan_number, draft, account_id);

-- The way of a plan's deals, in the order of position, with the chance that one at a stage is won.
CREATE TABLE pipeline_stages (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  probability REAL NOT NULL,
  PRIMARY KEY (plan_number, name)
) STRICT, WITHOUT ROWID;
