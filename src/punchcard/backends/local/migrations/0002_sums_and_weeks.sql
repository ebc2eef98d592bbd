ALTER TABLE entry ADD COLUMN worked INTEGER NOT NULL DEFAULT 0;  -- seconds of work; 0 for an absence and while it runs
ALTER TABLE entry ADD COLUMN absence INTEGER NOT NULL DEFAULT 0; -- 1 for vacation, sick leave and other leave

UPDATE entry SET absence = 1
  WHERE json_extract(body, '$.type.category') IN ('vacation', 'sick', 'paid_leave', 'unpaid_leave');
UPDATE entry SET worked = coalesce(json_extract(body, '$.duration_seconds'), ends - begins - coalesce((
    SELECT sum(strftime('%s', substr(json_extract(value, '$.end'), 1, 25))
             - strftime('%s', substr(json_extract(value, '$.start'), 1, 25)))
    FROM json_each(body, '$.breaks')), 0))
  WHERE ends IS NOT NULL AND absence = 0;

CREATE INDEX entry_sums ON entry (person, begins, ends, worked) WHERE ends IS NOT NULL;
CREATE INDEX entry_absences ON entry (person, begins) WHERE absence = 1;

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
