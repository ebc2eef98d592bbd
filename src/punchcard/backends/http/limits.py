"""How long, how much and how often: the limits of every call."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Those of every vendor; tests make them smaller."""

    connect_seconds: float = 5.0
    read_seconds: float = 20.0
    """The longest silence before an answer and in the midst of it; after that long no other try begins."""
    write_seconds: float = 20.0
    pool_seconds: float = 5.0
    """The longest wait for a connection while others are in use."""
    call_seconds: float = 60.0
    """The longest that a call may take altogether, with every try, redirect and pause."""
    body_bytes: int = 16 * 1024 * 1024
    """The longest body, as it is sent and also unpacked."""
    tries: int = 3
    """How often a read is tried."""
    first_pause_seconds: float = 0.25
    """What is waited, with some chance in it, before the second try; then twice as long."""


USUAL = Limits()
"""What holds where nothing else is asked for."""
