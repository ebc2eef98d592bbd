"""The domain: time entries, the clock, weeks and rules. Pure: no I/O and no clock of its own."""
