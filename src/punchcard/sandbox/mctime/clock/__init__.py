"""The clock: who is clocked in, and the five actions (McTime API, GET /clock, POST /clock)."""
