-- What came of a row where the backend keeps it otherwise than it was asked for: rounded, under another id.
ALTER TABLE outbox ADD COLUMN became TEXT CHECK (became IS NULL OR json_valid(became));

-- The ids that a backend has given to what had another one here; always the newest.
CREATE TABLE given_id (
  account TEXT NOT NULL,
  was     TEXT NOT NULL,
  id      TEXT NOT NULL,
  PRIMARY KEY (account, was)
) STRICT, WITHOUT ROWID;

CREATE INDEX given_id_by_id ON given_id (account, id);
