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

-- Work by the stretch of 32 days (2764800 s) that it begins in: what a balance over years adds up.
CREATE TABLE work_sum (
  person  TEXT    NOT NULL,
  stretch INTEGER NOT NULL,                     -- (begins + 2764800000) / 2764800: never below zero
  worked  INTEGER NOT NULL,                     -- seconds
  PRIMARY KEY (person, stretch)
) STRICT, WITHOUT ROWID;

INSERT INTO work_sum (person, stretch, worked)
  SELECT person, (begins + 2764800000) / 2764800, sum(worked) FROM entry WHERE worked <> 0 GROUP BY person, (begins + 2764800000) / 2764800;

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
