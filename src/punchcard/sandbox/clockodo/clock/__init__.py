"""The clock: start, stop, and put right what runs (Clockodo API, clock v2)."""
