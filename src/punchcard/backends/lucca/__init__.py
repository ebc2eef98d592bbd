"""The Lucca backend: time entries, weeks and approvals of Lucca Timesheet (Timmi)."""

from punchcard.backends.lucca.backend import LuccaBackend as LuccaBackend
