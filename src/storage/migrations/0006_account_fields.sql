-- What an account is beside its place and its metrics. product_lines and required_skills are JSON arrays of text.
ALTER TABLE accounts ADD COLUMN segment TEXT;
ALTER TABLE accounts ADD COLUMN product_lines TEXT NOT NULL DEFAULT '[]';
ALTER TABLE accounts ADD COLUMN size TEXT;
ALTER TABLE accounts ADD COLUMN required_skills TEXT NOT NULL DEFAULT '[]';
ALTER TABLE accounts ADD COLUMN visit_minutes REAL;
ALTER TABLE accounts ADD COLUMN visits_per_period REAL;
ALTER TABLE accounts ADD COLUMN rep_id TEXT;
