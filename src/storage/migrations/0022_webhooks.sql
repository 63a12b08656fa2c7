-- Whom to tell of what happens. events is a JSON array of types, plan_ids one of plans, null for all; state is enabled or disabled, reason why it is
-- disabled: by-request, gone or failing. secret is sealed where the installation has a key to seal with; secret_before signs, too, until
-- before_until_ms. Times that end in ms are milliseconds since 1970. failing_since_ms is the first failure since the last success.
CREATE TABLE webhooks (
  webhook_number INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL,
  webhook_id TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  plan_ids TEXT,
  description TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  failing_since_ms INTEGER,
  secret TEXT NOT NULL,
  secret_before TEXT,
  before_until_ms INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX webhooks_by_workspace ON webhooks (workspace_id, webhook_number);

-- What happened, and when it counts (due_ms), which may be to come. The same fact is one event. is_spread is 1 once there is a delivery for each
-- webhook that wants it.
CREATE TABLE events (
  event_number INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  event_id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  fact TEXT NOT NULL,
  due_ms INTEGER NOT NULL,
  data TEXT NOT NULL,
  is_spread INTEGER NOT NULL DEFAULT 0,
  UNIQUE (workspace_id, fact)
) STRICT;
CREATE INDEX events_to_spread ON events (due_ms, event_number) WHERE is_spread <> 1;
CREATE INDEX events_by_plan ON events (workspace_id, plan_id);
CREATE INDEX events_by_age ON events (due_ms);

-- Events of one plan go to one webhook one after the other. wake_ms is when there is something to send next, null where nothing waits. Who holds the lease
-- sends; started_ms is when somebody was last asked to.
CREATE TABLE webhook_lanes (
  lane_number INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_number INTEGER NOT NULL REFERENCES webhooks (webhook_number) ON DELETE CASCADE,
  plan_id TEXT NOT NULL,
  wake_ms INTEGER,
  started_ms INTEGER,
  lease TEXT,
  lease_until_ms INTEGER,
  UNIQUE (webhook_number, plan_id)
) STRICT;
CREATE INDEX webhook_lanes_to_wake ON webhook_lanes (wake_ms) WHERE wake_ms IS NOT NULL;
CREATE INDEX webhook_lanes_by_plan ON webhook_lanes (plan_id);

-- state is pending, delivered or dead. first_ms is when it was first tried, last_ms when last; status is that of the last answer, null where there was none.
CREATE TABLE webhook_deliveries (
  webhook_number INTEGER NOT NULL REFERENCES webhooks (webhook_number) ON DELETE CASCADE,
  event_number INTEGER NOT NULL REFERENCES events (event_number) ON DELETE CASCADE,
  lane_number INTEGER NOT NULL REFERENCES webhook_lanes (lane_number) ON DELETE CASCADE,
  due_ms INTEGER NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  first_ms INTEGER,
  last_ms INTEGER,
  next_ms INTEGER,
  status INTEGER,
  error TEXT,
  PRIMARY KEY (webhook_number, event_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event_number);
CREATE INDEX webhook_deliveries_by_lane ON webhook_deliveries (lane_number);
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (lane_number, due_ms, event_number) WHERE state = 'pending';

-- What is scheduled already.
INSERT INTO events (workspace_id, plan_id, event_id, type, fact, due_ms, data)
SELECT workspace_id, plan_id, 'evt_' || lower(hex(randomblob(16))), 'publication.in_force', 'publication/' || subject, event ->> 'fromMs',
  json_object('planId', plan_id, 'publicationId', subject, 'layoutId', event ->> 'toLayoutId',
    'from', strftime('%Y-%m-%dT%H:%M:%fZ', (event ->> 'fromMs') / 1000.0, 'unixepoch'), 'line', (
    SELECT event ->> 'line' FROM plan_log AS said WHERE said.plan_number = plan_log.plan_number AND said.subject = plan_log.subject
      AND said.kind IN ('publication-drafted', 'publication-changed') ORDER BY said.seq DESC LIMIT 1))
FROM plan_log JOIN plans USING (plan_number)
WHERE kind = 'publication-published' AND event ->> 'fromMs' > unixepoch('now') * 1000
  AND NOT EXISTS (SELECT 1 FROM plan_log AS taken WHERE taken.plan_number = plan_log.plan_number AND taken.subject = plan_log.subject
    AND taken.kind = 'publication-withdrawn');

-- Keys that may do everything still may.
UPDATE keys SET scopes = json_insert(scopes, '$[#]', 'webhooks:write')
WHERE 6 = (SELECT count(*) FROM json_each(keys.scopes)
  WHERE value IN ('plans:read', 'plans:write', 'layouts:write', 'layouts:publish', 'tiles:read', 'keys:write'));
