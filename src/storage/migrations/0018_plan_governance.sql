-- time_zone is the IANA name in which days and times of a plan are meant; approval_required is 1 where only an approved publication may be published.
ALTER TABLE plans ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE plans ADD COLUMN approval_required INTEGER NOT NULL DEFAULT 0;
-- Which layouts publications refer to: retention leaves them alone.
CREATE INDEX plan_log_by_layout ON plan_log (json_extract(event, '$.layoutId')) WHERE json_extract(event, '$.layoutId') IS NOT NULL;
