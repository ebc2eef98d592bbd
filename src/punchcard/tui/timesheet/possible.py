"""What can be done with the week and the entry that are shown, and why not."""

from __future__ import annotations

from punchcard.core.weeks import WeekStatus
from punchcard.services.fold import KnownEntry
from punchcard.services.timesheet import Timesheet

ON_ENTRIES = ("edit", "edit_in_place", "delete", "duplicate", "split", "move")
NO_ENTRY = "No entry is selected."
NO_TIMES = "An entry without clock times cannot be split."


def why_not(action: str, sheet: Timesheet, known: KnownEntry | None) -> str:
    """Return why `action` is not possible; empty where it is."""
    if action in ("hand_in", "take_back"):
        return _why_not_hand_in(sheet)
    if action in ON_ENTRIES:
        return _why_not_entry(action, sheet, known)
    if action == "add":
        return _why_not_own(sheet) or sheet.standing.locked or ""
    return ""


def _why_not_own(sheet: Timesheet) -> str:
    return "" if sheet.is_own else f"This is the week of {sheet.person.name}: it can only be looked at."


def _why_not_entry(action: str, sheet: Timesheet, known: KnownEntry | None) -> str:
    if reason := _why_not_own(sheet):
        return reason
    if known is None:
        return NO_ENTRY
    if action == "duplicate":
        return ""
    if action == "split" and known.entry.interval is None:
        return NO_TIMES
    return known.entry.locked or sheet.standing.locked or ""


def _why_not_hand_in(sheet: Timesheet) -> str:
    if reason := _why_not_own(sheet):
        return reason
    if sheet.standing.status is WeekStatus.APPROVED:
        return sheet.standing.locked or "This week is approved."
    if sheet.week.first > sheet.as_of.date():
        return "This week has not begun yet."
    return ""
