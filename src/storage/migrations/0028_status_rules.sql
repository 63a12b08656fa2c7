-- Rules and lines look at the status of accounts, too: what was read of a set does not count any more where one changes.
DROP TRIGGER accounts_change;

CREATE TRIGGER accounts_change AFTER UPDATE OF cell, segment, product_lines, size, required_skills, attributes, status ON accounts
WHEN old.cell <> new.cell OR old.segment IS NOT new.segment OR old.product_lines <> new.product_lines OR old.size IS NOT new.size
  OR old.required_skills <> new.required_skills OR old.attributes <> new.attributes OR old.status IS NOT new.status
BEGIN
  UPDATE account_sets SET version = version + 1 WHERE set_number = new.set_number;
END;
