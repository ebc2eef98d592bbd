"""The use cases: clocking, entries, sync, and what is known now. No screens and no commands."""
