-- What the person asked for, one row a thing. The ledger: rows are settled, never deleted.
CREATE TABLE outbox (
  position    INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT    NOT NULL UNIQUE,                  -- UUIDv7
  account     TEXT    NOT NULL,
  person      TEXT    NOT NULL,                         -- whose time it is
  kind        TEXT    NOT NULL,                         -- start, break, … , save_entry, delete_entry
  payload     TEXT    NOT NULL CHECK (json_valid(payload)),
  before      TEXT    NOT NULL CHECK (json_valid(before)), -- the clock as it was known when this was asked for
  made_at     INTEGER NOT NULL,                         -- epoch milliseconds
  not_before  INTEGER NOT NULL DEFAULT 0,               -- epoch milliseconds; held or backing off until then
  depends_on  TEXT    REFERENCES outbox (id),
  undoes      TEXT    REFERENCES outbox (id),
  state       TEXT    NOT NULL CHECK (state IN
                ('held', 'queued', 'sending', 'unknown', 'needs_you', 'confirmed', 'refused', 'dropped')),
  attempts    INTEGER NOT NULL DEFAULT 0,
  fingerprint TEXT    NOT NULL,                         -- what reading back looks for
  answer      TEXT,                                     -- what the backend said, or why it waits
  settled_at  INTEGER                                   -- epoch milliseconds
, action TEXT, redoes TEXT REFERENCES outbox (id), holder TEXT, became TEXT CHECK (became IS NULL OR json_valid(became)), asked_by TEXT) STRICT;

CREATE INDEX outbox_unsettled ON outbox (account, position)
  WHERE state IN ('held', 'queued', 'sending', 'unknown', 'needs_you');
CREATE VIEW unsettled AS SELECT * FROM outbox
  WHERE state IN ('held', 'queued', 'sending', 'unknown', 'needs_you');

CREATE INDEX outbox_by_account ON outbox (account, position);
CREATE INDEX outbox_undoes ON outbox (undoes) WHERE undoes IS NOT NULL;

CREATE TRIGGER outbox_is_a_ledger BEFORE DELETE ON outbox
BEGIN
  SELECT RAISE(ABORT, 'rows of the outbox are settled, never deleted');
END;

-- What the backend last said. All of it can be fetched again.
CREATE TABLE clock (
  account  TEXT    NOT NULL,
  person   TEXT    NOT NULL,
  state    TEXT    NOT NULL CHECK (state IN ('idle', 'working', 'break')),
  reading  TEXT    NOT NULL CHECK (json_valid(reading)),
  read_at  INTEGER NOT NULL                             -- epoch milliseconds
, kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1))) STRICT;

CREATE UNIQUE INDEX one_running_clock ON clock (account, person) WHERE state <> 'idle';
CREATE UNIQUE INDEX one_reading ON clock (account, person);

CREATE TABLE entry (
  account  TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  person   TEXT    NOT NULL,
  begins   INTEGER NOT NULL,                            -- epoch seconds; midnight for day and hour units
  ends     INTEGER NOT NULL,                            -- epoch seconds
  body     TEXT    NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_by_time ON entry (account, person, begins);

CREATE TABLE fetched_day (
  account    TEXT    NOT NULL,
  person     TEXT    NOT NULL,
  day        TEXT    NOT NULL,                          -- YYYY-MM-DD
  fetched_at INTEGER NOT NULL,                          -- epoch milliseconds
  PRIMARY KEY (account, person, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE directory (
  account    TEXT    NOT NULL,
  name       TEXT    NOT NULL,                          -- me, time_types, dimensions, choices:project:…
  body       TEXT    NOT NULL CHECK (json_valid(body)),
  fetched_at INTEGER NOT NULL,                          -- epoch milliseconds
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

-- What `punch status` prints: kept up to date by the transaction that changes any of it.
CREATE TABLE status (
  account TEXT PRIMARY KEY,
  body    TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;

-- Small things that outlive a run: the account in use, cards that were dismissed.
CREATE TABLE memory (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_action ON outbox (action) WHERE action IS NOT NULL;
CREATE INDEX outbox_redoes ON outbox (redoes) WHERE redoes IS NOT NULL;

-- What was asked for and still stands, and what of it may be undone.
CREATE VIEW standing AS SELECT * FROM outbox WHERE state NOT IN ('refused', 'dropped');
CREATE VIEW undoable AS SELECT * FROM standing AS row WHERE undoes IS NULL
  AND NOT EXISTS (SELECT 1 FROM standing AS undo WHERE undo.undoes = row.id);

-- Weeks that were handed in, as the backend last said.
CREATE TABLE submitted_week (
  account TEXT NOT NULL,
  person  TEXT NOT NULL,
  first   TEXT NOT NULL,                                -- YYYY-MM-DD
  last    TEXT NOT NULL,                                -- YYYY-MM-DD
  body    TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (account, person, first)
) STRICT, WITHOUT ROWID;

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

-- Which undo may be taken back: what one person asks for says nothing about another one's.
CREATE VIEW redoable AS SELECT * FROM standing AS row WHERE undoes IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM standing AS redo WHERE redo.redoes = row.id)
  AND NOT EXISTS (SELECT 1 FROM standing AS new WHERE new.account = row.account
    AND new.person = row.person AND new.position > row.position
    AND new.undoes IS NULL AND new.redoes IS NULL);

-- The ids that a backend has given to what had another one here; always the newest.
CREATE TABLE given_id (
  account TEXT NOT NULL,
  was     TEXT NOT NULL,
  id      TEXT NOT NULL,
  PRIMARY KEY (account, was)
) STRICT, WITHOUT ROWID;

CREATE INDEX given_id_by_id ON given_id (account, id);

-- What is expected of a person on a day, as the backend last said.
CREATE TABLE target (
  account    TEXT    NOT NULL,
  person     TEXT    NOT NULL,
  day        TEXT    NOT NULL,                          -- YYYY-MM-DD
  seconds    INTEGER CHECK (seconds >= 0),              -- NULL where it keeps none, which is not zero
  holiday    TEXT,
  absence    TEXT,
  fetched_at INTEGER NOT NULL,                          -- epoch milliseconds
  PRIMARY KEY (account, person, day)
) STRICT, WITHOUT ROWID;
