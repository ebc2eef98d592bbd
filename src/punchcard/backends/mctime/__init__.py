"""The McTime backend: the clock and the time entries of McTime, API v2."""

from punchcard.backends.mctime.backend import McTimeBackend as McTimeBackend
