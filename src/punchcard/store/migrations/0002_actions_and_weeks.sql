ALTER TABLE outbox ADD COLUMN action TEXT; -- id of the first of several rows that were asked for as one
ALTER TABLE outbox ADD COLUMN redoes TEXT REFERENCES outbox (id); -- the undoing row that this one takes back
CREATE INDEX outbox_action ON outbox (action) WHERE action IS NOT NULL;
CREATE INDEX outbox_redoes ON outbox (redoes) WHERE redoes IS NOT NULL;

-- Weeks that were handed in, as the backend last said.
CREATE TABLE submitted_week (
  account TEXT NOT NULL,
  person  TEXT NOT NULL,
  first   TEXT NOT NULL,                                -- YYYY-MM-DD
  last    TEXT NOT NULL,                                -- YYYY-MM-DD
  body    TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (account, person, first)
) STRICT, WITHOUT ROWID;
