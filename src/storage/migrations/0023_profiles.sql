-- status: customer, prospect or dormant; null where nobody says.
ALTER TABLE accounts ADD COLUMN status TEXT;

-- The metrics that are current value and potential; null: not named. quality_weights is JSON of the weights of the parts of a territory's score.
ALTER TABLE plans ADD COLUMN value_metric TEXT;
ALTER TABLE plans ADD COLUMN potential_metric TEXT;
ALTER TABLE plans ADD COLUMN quality_weights TEXT NOT NULL DEFAULT '{"potential":1,"customers":1,"room":1,"service":1}';

-- What managers write about a plan ('' as territory) and its territories: every version that there ever was.
CREATE TABLE plan_texts (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  territory_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  text TEXT NOT NULL,
  key_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (plan_number, territory_id, kind, version)
) STRICT;
