"""The local backend: time kept on this machine, with no vendor at all."""

from punchcard.backends.local.backend import LocalBackend

__all__ = ["LocalBackend"]
