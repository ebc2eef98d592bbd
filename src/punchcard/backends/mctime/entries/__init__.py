"""Finished entries: read, saved and removed (sections 2.3 to 2.6)."""
