-- Rules and lines look at the status of accounts, too: what was read of a set does not count any more where one changes.
DROP TRIGGER accounts_change;

CREATE TRIGGER accounts_change AFTER UPDATE OF cell, segment, product_lines, size, required_skills, attributes, status ON accounts
WHEN old.cell <> new.cell OR old.segment IS NOT new.segment OR old.product_lines <> new.product_lines OR old.size IS NOT new.size
  OR old.required_skills <> new.required_skills OR old.attributes <> new.attributes OR old.status IS NOT new.status
BEGIN
  UPDATE account_sets SET version = version + 1 WHERE set_number = new.set_number;
END;

-- Goals follow accounts that move. places_ms: moves until then have moved goals; those of before there was such a thing do not any more.
ALTER TABLE goal_clocks ADD COLUMN places_ms INTEGER NOT NULL DEFAULT 0;
UPDATE goal_clocks SET places_ms =
  COALESCE((SELECT max(until_ms) FROM account_places WHERE account_places.plan_number = goal_clocks.plan_number), 0);
CREATE INDEX account_places_by_time ON account_places (plan_number, until_ms);

-- Corrections of owners by name, in the order of the log.
CREATE INDEX named_accounts_corrected ON named_accounts (plan_number, seq) WHERE is_correction = 1;
