-- What stands in the inbox of a person, as the backend last said.
CREATE TABLE approval (
  account  TEXT    NOT NULL,
  viewer   TEXT    NOT NULL,                            -- who sees it
  scope    TEXT    NOT NULL CHECK (scope IN ('mine', 'waiting', 'decided')),
  position INTEGER NOT NULL,                            -- in the order of the backend
  id       TEXT    NOT NULL,
  body     TEXT    NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (account, viewer, scope, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX approval_by_item ON approval (account, id);
CREATE INDEX approval_by_inbox ON approval (account, viewer, scope, id); -- counts without the bodies

CREATE TABLE fetched_approvals (
  account    TEXT    NOT NULL,
  viewer     TEXT    NOT NULL,
  scope      TEXT    NOT NULL,
  fetched_at INTEGER NOT NULL,                          -- epoch milliseconds
  PRIMARY KEY (account, viewer, scope)
) STRICT, WITHOUT ROWID;

ALTER TABLE outbox ADD COLUMN holder TEXT; -- the lock of the process that may still take a held row back

-- What one person asks for says nothing about what another one may do again.
DROP VIEW redoable;
CREATE VIEW redoable AS SELECT * FROM standing AS row WHERE undoes IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM standing AS redo WHERE redo.redoes = row.id)
  AND NOT EXISTS (SELECT 1 FROM standing AS new WHERE new.account = row.account
    AND new.person = row.person AND new.position > row.position
    AND new.undoes IS NULL AND new.redoes IS NULL);
