-- What was decided about a plan, entry by entry: rows are only ever added. recorded_at is in milliseconds since 1970 and ascends with seq. event is
-- JSON with the kind; subject is the publication or the challenge that it is about, by which its plan is found. digest is the SHA-256 in hex of
-- the entry and of the digest before it (previous).
CREATE TABLE plan_log (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  seq INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT,
  event TEXT NOT NULL,
  previous TEXT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (plan_number, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_log_by_subject ON plan_log (subject) WHERE subject IS NOT NULL;

CREATE TRIGGER plan_log_is_only_added_to BEFORE UPDATE ON plan_log
BEGIN
  SELECT RAISE(ABORT, 'the log of a plan is only added to');
END;

-- Accounts that have an owner by name, as entries of the log say it: one row for each account of an entry. owner is JSON, null where it ends. Times are
-- milliseconds since 1970; until_ms is null where it is open. line is empty for the plan as a whole.
CREATE TABLE named_accounts (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  account_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  line TEXT NOT NULL,
  owner TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  until_ms INTEGER,
  is_correction INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (plan_number, account_id, seq)
) STRICT, WITHOUT ROWID;
