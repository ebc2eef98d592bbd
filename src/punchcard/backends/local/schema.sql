CREATE TABLE person (
  id    TEXT PRIMARY KEY,
  name  TEXT NOT NULL,
  email TEXT NOT NULL DEFAULT ''
, role TEXT NOT NULL DEFAULT 'worker' CHECK (role IN ('worker', 'lead')), is_owner INTEGER NOT NULL DEFAULT 0, removed_at INTEGER) STRICT, WITHOUT ROWID;

CREATE TABLE time_type (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  category TEXT NOT NULL,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO time_type (id, name, category, position) VALUES
  ('work',         'Work',         'productive',   1),
  ('home_office',  'Home office',  'productive',   2),
  ('travel',       'Travel',       'productive',   3),
  ('training',     'Training',     'unproductive', 4),
  ('vacation',     'Vacation',     'vacation',     5),
  ('sick',         'Sick leave',   'sick',         6),
  ('paid_leave',   'Paid leave',   'paid_leave',   7),
  ('unpaid_leave', 'Unpaid leave', 'unpaid_leave', 8);

CREATE TABLE dimension (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO dimension (id, name, position) VALUES ('client', 'Client', 1), ('project', 'Project', 2), ('task', 'Task', 3);

-- The tree client › project › task.
CREATE TABLE node (
  id        TEXT PRIMARY KEY,
  dimension TEXT NOT NULL REFERENCES dimension (id),
  parent    TEXT REFERENCES node (id),
  name      TEXT NOT NULL,
  archived  INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX one_name_below_a_parent ON node (dimension, coalesce(parent, ''), lower(name)) WHERE archived = 0;

-- Time entries; the one without an end is the running clock.
CREATE TABLE entry (
  id     TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id),
  begins INTEGER NOT NULL,                      -- epoch seconds; midnight for day and hour units
  ends   INTEGER,                               -- epoch seconds; NULL while it runs
  body   TEXT NOT NULL CHECK (json_valid(body)) -- the entry, or the state of the running clock
, worked INTEGER NOT NULL DEFAULT 0, absence INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX one_running_clock ON entry (person) WHERE ends IS NULL;
CREATE INDEX entry_by_time ON entry (person, begins);

-- Every request that was carried out: a repeated one is recognised and done no second time.
CREATE TABLE receipt (
  request TEXT PRIMARY KEY,                     -- UUIDv7
  kind    TEXT NOT NULL,
  done_at INTEGER NOT NULL                      -- epoch milliseconds
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_sums ON entry (person, begins, ends, worked) WHERE ends IS NOT NULL;
CREATE INDEX entry_absences ON entry (person, begins) WHERE absence = 1;

-- Work by the stretch of 32 days (2764800 s) that it begins in: what a balance over years adds up.
CREATE TABLE work_sum (
  person  TEXT    NOT NULL,
  stretch INTEGER NOT NULL,                     -- (begins + 2764800000) / 2764800: never below zero
  worked  INTEGER NOT NULL,                     -- seconds
  PRIMARY KEY (person, stretch)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER work_begun AFTER INSERT ON entry WHEN new.worked <> 0
BEGIN
  INSERT INTO work_sum (person, stretch, worked) VALUES (new.person, (new.begins + 2764800000) / 2764800, new.worked)
    ON CONFLICT (person, stretch) DO UPDATE SET worked = worked + excluded.worked;
END;
CREATE TRIGGER work_ended AFTER DELETE ON entry WHEN old.worked <> 0
BEGIN
  UPDATE work_sum SET worked = worked - old.worked WHERE person = old.person AND stretch = (old.begins + 2764800000) / 2764800;
END;
CREATE TRIGGER work_changed AFTER UPDATE ON entry
  WHEN (old.person, old.begins, old.worked) IS NOT (new.person, new.begins, new.worked)
BEGIN
  UPDATE work_sum SET worked = worked - old.worked WHERE person = old.person AND stretch = (old.begins + 2764800000) / 2764800;
  INSERT INTO work_sum (person, stretch, worked) VALUES (new.person, (new.begins + 2764800000) / 2764800, new.worked)
    ON CONFLICT (person, stretch) DO UPDATE SET worked = worked + excluded.worked;
END;

-- Weeks that were handed in. One that was taken back or reopened stays as history.
CREATE TABLE submitted_week (
  id           TEXT PRIMARY KEY,                -- UUIDv7
  person       TEXT NOT NULL REFERENCES person (id),
  first        TEXT NOT NULL,                   -- YYYY-MM-DD
  last         TEXT NOT NULL,                   -- YYYY-MM-DD
  status       TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'declined', 'withdrawn')),
  submitted_at INTEGER NOT NULL,                -- epoch milliseconds
  decided_by   TEXT REFERENCES person (id),
  decided_at   INTEGER,                         -- epoch milliseconds
  reason       TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX one_standing_week ON submitted_week (person, first) WHERE status IN ('pending', 'approved');
CREATE INDEX submitted_week_by_person ON submitted_week (person, first);

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
