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
