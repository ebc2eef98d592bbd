"""Bringing in many entries out of a file."""
