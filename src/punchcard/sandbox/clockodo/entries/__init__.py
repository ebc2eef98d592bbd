"""Entries, what they are booked on, and which days are closed to them (Clockodo API, entries v2)."""
