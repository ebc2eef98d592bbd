"""Timesheets, their way through approval, and what was planned and done."""
