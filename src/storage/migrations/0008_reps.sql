-- skills is a JSON array of text, leave one of {from, to}; dates are ISO 8601 days.
CREATE TABLE reps (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  rep_id TEXT NOT NULL,
  name TEXT NOT NULL,
  home_lat REAL,
  home_lng REAL,
  capacity_hours REAL,
  skills TEXT NOT NULL,
  tenure_since TEXT,
  leave TEXT NOT NULL,
  PRIMARY KEY (plan_number, rep_id)
) STRICT, WITHOUT ROWID;
