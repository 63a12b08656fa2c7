-- Lines of a plan: filters over its accounts. filter is JSON of {segments, productLines, sizes, skills, attributes}, without what does not matter.
CREATE TABLE lines (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  line_id TEXT NOT NULL,
  name TEXT NOT NULL,
  filter TEXT NOT NULL,
  PRIMARY KEY (plan_number, line_id)
) STRICT, WITHOUT ROWID;

-- The line whose accounts were solved; null: all accounts. The line may be gone since.
ALTER TABLE plan_layouts ADD COLUMN line_id TEXT;
ALTER TABLE jobs ADD COLUMN line_id TEXT;
