"""Moments as they are sent and read (section 1.2)."""

from __future__ import annotations

from typing import Any

from whenever import Instant, ZonedDateTime

from punchcard.core.zones import in_zone


def sent(moment: ZonedDateTime | Instant, zone: str) -> str:
    """Return a moment as it is sent: with the offset that `zone` has then, in whole seconds, never with Z.

    Args:
        moment: What is sent.
        zone: The person's, an IANA name.
    """
    instant = moment.to_instant() if isinstance(moment, ZonedDateTime) else moment
    return in_zone(instant, zone).to_fixed_offset().format_iso(unit="second")


def told(value: Any) -> Any:
    """Return a text as a moment, for pydantic: any offset, or Z; an empty one is none.

    Raises:
        ValueError: It is no moment, or has no offset.
    """
    if not isinstance(value, str):
        return value
    text = value.strip()
    return None if text in ("", "null") else Instant.parse_iso(text)
