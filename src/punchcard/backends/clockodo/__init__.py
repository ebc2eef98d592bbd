"""Clockodo, over its HTTP API, in both generations of it."""
