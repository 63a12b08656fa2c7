-- version goes up with whatever changes where accounts of a set are, or what rules look at: what was read of them before does not count any more.
ALTER TABLE account_sets ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER accounts_change AFTER UPDATE OF cell, segment, product_lines, size, required_skills, attributes ON accounts
WHEN old.cell <> new.cell OR old.segment IS NOT new.segment OR old.product_lines <> new.product_lines OR old.size IS NOT new.size
  OR old.required_skills <> new.required_skills OR old.attributes <> new.attributes
BEGIN
  UPDATE account_sets SET version = version + 1 WHERE set_number = new.set_number;
END;
