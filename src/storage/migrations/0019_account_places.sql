-- Where accounts were before: at the cell until until_ms, from the row before or from the beginning on. Where an account is now is in accounts.
-- Times are milliseconds since 1970.
CREATE TABLE account_places (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  account_id TEXT NOT NULL,
  until_ms INTEGER NOT NULL,
  cell TEXT NOT NULL,
  PRIMARY KEY (plan_number, account_id, until_ms)
) STRICT, WITHOUT ROWID;

-- Only accounts of the set in force are anywhere. One that moves twice in a millisecond was not where it was in between.
CREATE TRIGGER accounts_move AFTER UPDATE OF cell ON accounts WHEN old.cell <> new.cell
BEGIN
  INSERT INTO account_places (plan_number, account_id, until_ms, cell)
  SELECT plan_number, old.account_id, CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER), old.cell
  FROM account_sets JOIN plans USING (plan_number)
  WHERE account_sets.set_number = old.set_number AND plans.set_number = old.set_number
  ON CONFLICT DO NOTHING;
END;

-- Who owns what nobody else owns: JSON, {territoryId} or {repId}; null: nobody. reps_version counts changes of the plan's reps.
ALTER TABLE plans ADD COLUMN catch_all TEXT;
ALTER TABLE plans ADD COLUMN reps_version INTEGER NOT NULL DEFAULT 0;

-- Reps that were deleted, and when: what they owned before they did own. One who comes back was never away.
CREATE TABLE departed_reps (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  rep_id TEXT NOT NULL,
  name TEXT NOT NULL,
  left_ms INTEGER NOT NULL,
  PRIMARY KEY (plan_number, rep_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER reps_leave AFTER DELETE ON reps
BEGIN
  INSERT INTO departed_reps (plan_number, rep_id, name, left_ms)
  VALUES (old.plan_number, old.rep_id, old.name, CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER))
  ON CONFLICT DO UPDATE SET name = excluded.name, left_ms = excluded.left_ms;
  UPDATE plans SET reps_version = reps_version + 1 WHERE plan_number = old.plan_number;
END;

CREATE TRIGGER reps_come AFTER INSERT ON reps
BEGIN
  DELETE FROM departed_reps WHERE plan_number = new.plan_number AND rep_id = new.rep_id;
  UPDATE plans SET reps_version = reps_version + 1 WHERE plan_number = new.plan_number;
END;

CREATE TRIGGER reps_change AFTER UPDATE OF name ON reps WHEN old.name <> new.name
BEGIN
  UPDATE plans SET reps_version = reps_version + 1 WHERE plan_number = new.plan_number;
END;
