"""Changing time entries by hand."""
