"""The store: the outbox (what was asked for) and the cache (what was last said) in one SQLite file a home."""
