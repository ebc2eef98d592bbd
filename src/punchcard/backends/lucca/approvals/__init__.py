"""Decisions on timesheets."""
