-- When plans are reviewed, and by which limits. limits is JSON. due_ms is when the next review is due, wake_ms when the next run is: of that review, or of a
-- reading between. Until its run is recorded next_ms is when the cron looks at it: wake_ms, or later where a run was started, of which tries are counted.
-- marks is JSON of what the last run saw beside its readings. Times that end in ms are milliseconds since 1970.
CREATE TABLE review_settings (
  plan_number INTEGER PRIMARY KEY REFERENCES plans (plan_number),
  limits TEXT NOT NULL,
  rhythm TEXT NOT NULL,
  first_day TEXT NOT NULL,
  due_ms INTEGER NOT NULL,
  wake_ms INTEGER NOT NULL,
  next_ms INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  marks TEXT NOT NULL DEFAULT 'null'
) STRICT;
CREATE INDEX review_settings_by_next ON review_settings (next_ms);

-- How what is in force in a line ('': the plan as a whole) stood at a moment. body is base64 of the gzip of JSON.
CREATE TABLE review_readings (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  line TEXT NOT NULL,
  read_ms INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (plan_number, line, read_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_readings_by_age ON review_readings (read_ms);
CREATE INDEX review_readings_by_line ON review_readings (plan_number, line, read_ms);

-- due_ms is null for a review that somebody asked for. summary is JSON of what a list tells.
CREATE TABLE reviews (
  review_number INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  review_id TEXT NOT NULL,
  due_ms INTEGER,
  read_ms INTEGER NOT NULL,
  summary TEXT NOT NULL,
  UNIQUE (plan_number, review_id)
) STRICT;

-- Layouts that reviews name, which are kept for that.
CREATE TABLE review_layouts (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  review_id TEXT NOT NULL,
  layout_id TEXT NOT NULL,
  PRIMARY KEY (layout_id, plan_number, review_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_layouts_by_plan ON review_layouts (plan_number);

-- What runs leave for their next step, and, as the part named body, what a review tells. piece is base64 of a part of its gzip.
CREATE TABLE review_parts (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  run_id TEXT NOT NULL,
  name TEXT NOT NULL,
  part INTEGER NOT NULL,
  piece TEXT NOT NULL,
  PRIMARY KEY (plan_number, run_id, name, part)
) STRICT, WITHOUT ROWID;
