ALTER TABLE outbox ADD COLUMN action TEXT; -- id of the first of several rows that were asked for as one
ALTER TABLE outbox ADD COLUMN redoes TEXT REFERENCES outbox (id); -- the undoing row that this one takes back
CREATE INDEX outbox_action ON outbox (action) WHERE action IS NOT NULL;
CREATE INDEX outbox_redoes ON outbox (redoes) WHERE redoes IS NOT NULL;

-- What was asked for and still stands, what of it may be undone, and which undo may be taken back.
CREATE VIEW standing AS SELECT * FROM outbox WHERE state NOT IN ('refused', 'dropped');
CREATE VIEW undoable AS SELECT * FROM standing AS row WHERE undoes IS NULL
  AND NOT EXISTS (SELECT 1 FROM standing AS undo WHERE undo.undoes = row.id);
CREATE VIEW redoable AS SELECT * FROM standing AS row WHERE undoes IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM standing AS redo WHERE redo.redoes = row.id)
  AND NOT EXISTS (SELECT 1 FROM standing AS new WHERE new.account = row.account
    AND new.position > row.position AND new.undoes IS NULL AND new.redoes IS NULL);

-- Weeks that were handed in, as the backend last said.
CREATE TABLE submitted_week (
  account TEXT NOT NULL,
  person  TEXT NOT NULL,
  first   TEXT NOT NULL,                                -- YYYY-MM-DD
  last    TEXT NOT NULL,                                -- YYYY-MM-DD
  body    TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (account, person, first)
) STRICT, WITHOUT ROWID;
