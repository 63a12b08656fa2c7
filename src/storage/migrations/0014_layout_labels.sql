-- What people say of a layout in the list of a plan. labels is a JSON array of text; version counts the changes of these three.
ALTER TABLE plan_layouts ADD COLUMN name TEXT;
ALTER TABLE plan_layouts ADD COLUMN note TEXT;
ALTER TABLE plan_layouts ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
ALTER TABLE plan_layouts ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- What will be said of the layout that the job makes: JSON of {name, note, labels}.
ALTER TABLE jobs ADD COLUMN remarks TEXT NOT NULL DEFAULT '{}';
