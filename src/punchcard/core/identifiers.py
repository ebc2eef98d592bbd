"""Identifiers that sort by the moment they were made."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whenever import Date


def new_id() -> str:
    """Return a UUIDv7 (RFC 9562 §5.7): milliseconds since the epoch, then random bits."""
    return _uuid(time.time_ns() // 1_000_000, os.urandom(16))


def id_of(day: Date, digest: bytes) -> str:
    """Return a UUIDv7 that is the same whenever it is asked for: of a day, and of what follows from contents.

    Args:
        day: Its midnight in UTC stands for the moment; not before 1970.
        digest: At least 16 bytes.
    """
    from whenever import Date

    days = int(day.since(Date(1970, 1, 1), total="days"))
    return _uuid(max(0, days) * 86_400_000, digest[:16])


def _uuid(milliseconds: int, rest: bytes) -> str:
    value = int.from_bytes(rest, "big")
    value = milliseconds << 80 | (value & (1 << 80) - 1)
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
