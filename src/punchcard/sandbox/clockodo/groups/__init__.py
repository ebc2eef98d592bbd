"""Entries summed up in groups, and changed many at once (Clockodo API, entry groups)."""
