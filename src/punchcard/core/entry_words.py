"""What a person reads of how far an entry has come, and of how it came to be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from punchcard.core.entries import Entry, EntryStatus, Source, Unit

NOT_SAVED = "not saved"
"""What stands in the place of the time type where a clock could not be saved."""

STATUSES: Mapping[EntryStatus, str] = MappingProxyType(
    {
        EntryStatus.OPEN: "open",
        EntryStatus.SUBMITTED: "handed in",
        EntryStatus.APPROVED: "approved",
        EntryStatus.DECLINED: "declined",
        EntryStatus.EXPORTED: "exported",
        EntryStatus.INVALID: "invalid; it has to be mended",
    }
)
"""Where weeks are handed in, or nothing is."""

APPROVAL_STATUSES: Mapping[EntryStatus, str] = MappingProxyType(
    {
        **STATUSES,
        EntryStatus.OPEN: "not approved yet",
        EntryStatus.SUBMITTED: "under approval",
        EntryStatus.DECLINED: "disapproved",
        EntryStatus.INVALID: NOT_SAVED,
    }
)
"""Where every entry is approved for itself (McTime)."""

PLAIN_STATUSES: Mapping[EntryStatus, str] = MappingProxyType({status: status.value for status in EntryStatus})
"""By their names, as filters take them."""

NOT_SAVED_SIGN = "×"
"""Its sign, in the place of the one that says how far it has come."""

SOURCES: Mapping[Source, str] = MappingProxyType(
    {
        Source.CLOCK: "punched on the clock",
        Source.TYPED: "typed in",
        Source.MODEL: "made from a model",
        Source.EDITED: "edited afterwards",
        Source.IMPORTED: "imported",
        Source.UNKNOWN: "",
    }
)
"""Empty where nothing is known."""


def without_times(entry: Entry) -> str:
    """Return what stands in the place of the clock times of an entry that has none."""
    if entry.unit is Unit.DAYS:
        return "half a day" if entry.half_days == 1 else "whole day"
    return "hours" if entry.lump_sum is None else "no time"
