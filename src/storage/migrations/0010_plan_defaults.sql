-- metric_details is a JSON array of {name, unit, kind} for metrics of which more than the name is known. tolerance is what layouts balance the
-- accounts within where nothing else is asked for.
ALTER TABLE plans ADD COLUMN metric_details TEXT NOT NULL DEFAULT '[]';
ALTER TABLE plans ADD COLUMN tolerance REAL NOT NULL DEFAULT 0.1;
