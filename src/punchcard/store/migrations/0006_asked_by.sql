-- Who has asked for it with their key, where that is somebody else than whose time it is.
ALTER TABLE outbox ADD COLUMN asked_by TEXT;
