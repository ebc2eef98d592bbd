"""The store: one SQLite file a home, with the outbox (what you asked for) and the cache (what was last said)."""
