ALTER TABLE person ADD COLUMN role TEXT NOT NULL DEFAULT 'worker' CHECK (role IN ('worker', 'lead'));
ALTER TABLE person ADD COLUMN is_owner INTEGER NOT NULL DEFAULT 0; -- 1 for the one whose home this is
ALTER TABLE person ADD COLUMN removed_at INTEGER;                  -- epoch milliseconds; NULL while in the team

UPDATE person SET role = 'lead', is_owner = 1 WHERE id = (SELECT min(id) FROM person);
CREATE UNIQUE INDEX one_owner ON person (is_owner) WHERE is_owner = 1;

-- Change requests of every status: the history of who asked for what, and who decided it.
CREATE TABLE change_request (
  id           TEXT PRIMARY KEY,                -- UUIDv7
  person       TEXT NOT NULL REFERENCES person (id),
  day          TEXT NOT NULL,                   -- YYYY-MM-DD
  status       TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'declined', 'withdrawn', 'replaced')),
  requested_at INTEGER NOT NULL,                -- epoch milliseconds
  decided_by   TEXT REFERENCES person (id),     -- NULL also where nobody had to decide
  decided_at   INTEGER,                         -- epoch milliseconds
  reason       TEXT NOT NULL DEFAULT '',
  body         TEXT NOT NULL CHECK (json_valid(body)) -- the changes and the worker's note
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX one_pending_request ON change_request (person, day) WHERE status = 'pending';
CREATE INDEX change_request_by_status ON change_request (status, requested_at);
