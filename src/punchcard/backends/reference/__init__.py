"""The reference vendor: a simulated service that can do everything, and the model for adapters."""

from punchcard.backends.reference.backend import ReferenceBackend as ReferenceBackend
