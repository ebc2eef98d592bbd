-- A clock that this machine keeps, as its backend has none: it is no cache.
ALTER TABLE clock ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1));
