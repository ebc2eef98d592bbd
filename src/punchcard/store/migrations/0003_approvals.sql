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

CREATE TABLE fetched_approvals (
  account    TEXT    NOT NULL,
  viewer     TEXT    NOT NULL,
  scope      TEXT    NOT NULL,
  fetched_at INTEGER NOT NULL,                          -- epoch milliseconds
  PRIMARY KEY (account, viewer, scope)
) STRICT, WITHOUT ROWID;

ALTER TABLE outbox ADD COLUMN holder TEXT; -- the lock of the process that may still take a held row back
