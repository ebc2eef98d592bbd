"""Punchcard, a time clock for the terminal."""

__version__ = "0.1.0"
