"""Clockodo, over its HTTP API, in both generations of it."""

from punchcard.backends.clockodo.backend import ClockodoBackend as ClockodoBackend
