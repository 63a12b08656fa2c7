-- When an account was visited last, YYYY-MM-DD; null where nobody says.
ALTER TABLE accounts ADD COLUMN last_visit TEXT;

-- People at accounts, as uploads write them (see 0025 for draft and chunk). address is the e-mail address in lower case: by it the same one is found.
-- consent is granted, refused or unknown, consent_on the day on which it was said.
CREATE TABLE contacts (
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  draft INTEGER NOT NULL,
  contact_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  name TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT NOT NULL,
  address TEXT NOT NULL,
  language TEXT,
  consent TEXT NOT NULL,
  consent_on TEXT,
  do_not_contact INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  PRIMARY KEY (plan_number, draft, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contacts_by_account ON contacts (plan_number, account_id);
CREATE INDEX contacts_by_address ON contacts (plan_number, draft, address, contact_id);

-- A contact goes with its account: one that comes just after it is let fall.
CREATE TRIGGER contacts_need_accounts BEFORE INSERT ON contacts
WHEN NOT EXISTS (SELECT 1 FROM plans JOIN accounts USING (set_number)
  WHERE plans.plan_number = new.plan_number AND accounts.account_id = new.account_id)
BEGIN
  SELECT RAISE(IGNORE);
END;

-- How far the outreach export of a plan is: seq is the number of the last state that was told, and kept_from of the oldest that changes are still known
-- since. epoch tells this row from one of a plan deleted and made again; writer is who may write entries, '' for
-- nobody, begun_ms since when.
CREATE TABLE outreach_clocks (
  plan_number INTEGER PRIMARY KEY REFERENCES plans (plan_number),
  epoch TEXT NOT NULL,
  seq INTEGER NOT NULL,
  kept_from INTEGER NOT NULL,
  writer TEXT NOT NULL,
  begun_ms INTEGER NOT NULL
) STRICT;

-- Who writes to whom, as it was told: no name and no address. digest is of the row that was told, '' once the contact is gone; added_seq and seq are the
-- states in which it came and was last another; gone_ms is when it was found gone, null while it is there.
CREATE TABLE outreach_entries (
  entry_number INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_number INTEGER NOT NULL REFERENCES plans (plan_number),
  contact_id TEXT NOT NULL,
  rep_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  added_seq INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  gone_ms INTEGER,
  UNIQUE (plan_number, contact_id, rep_id)
) STRICT;
CREATE INDEX outreach_entries_by_seq ON outreach_entries (plan_number, seq);
CREATE INDEX outreach_entries_gone ON outreach_entries (plan_number, gone_ms) WHERE gone_ms IS NOT NULL;

-- A key that may do all may do this, too; others are made for it: who reads plans need not know people's addresses.
UPDATE keys SET scopes = json_insert(scopes, '$[#]', 'contacts:read', '$[#]', 'contacts:write')
WHERE 7 = (SELECT count(*) FROM json_each(keys.scopes)
  WHERE value IN ('plans:read', 'plans:write', 'layouts:write', 'layouts:publish', 'tiles:read', 'keys:write', 'webhooks:write'));
