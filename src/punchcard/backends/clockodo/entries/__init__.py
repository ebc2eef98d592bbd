"""Finished entries, and what they are booked on (section 4)."""
