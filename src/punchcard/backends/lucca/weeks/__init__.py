"""Timesheets: handed in, taken back, and read."""
