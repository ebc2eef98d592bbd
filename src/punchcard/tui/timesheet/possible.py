"""What can be done with the week and the entry that are shown, and why not."""

from __future__ import annotations

from whenever import Date

from punchcard.backends.abilities import Ability
from punchcard.core.weeks import WeekStatus
from punchcard.services.fold import KnownEntry
from punchcard.services.timesheet.week import Timesheet

ON_ENTRIES = ("edit", "edit_in_place", "delete", "duplicate", "split", "move")
NO_ENTRY = "No entry is selected."
THE_CLOCK_RUNS = "The clock runs. It is changed on the Clock screen."
ASK = "ask for a change."
"""How the reason of a lock may end."""
WITHDRAW, DECIDE = "take it back to change it.", "approve or decline it in the inbox."
"""How it may end as well: for whoever has handed a week in, and for whoever decides it."""
_ABILITIES = {
    "hand_in": Ability.SUBMIT_WEEK,
    "take_back": Ability.SUBMIT_WEEK,
    "request": Ability.REQUEST_CHANGE,
    "add": Ability.ADD_ENTRY,
    "duplicate": Ability.ADD_ENTRY,
    "edit": Ability.CHANGE_ENTRY,
    "edit_in_place": Ability.CHANGE_ENTRY,
    "split": Ability.CHANGE_ENTRY,
    "move": Ability.CHANGE_ENTRY,
    "delete": Ability.DELETE_ENTRY,
}
"""What the account must be able to do for each action."""
ELSEWHERE = "it is changed at "
"""What stands in the reason of an entry that is nothing which can be asked for either."""
MENDS = ("edit", "delete")
"""What leads to the question what becomes of a clock that could not be saved."""
WHY_NOT_SAVED = "This clock could not be saved: it can only be removed, and booked again."
NO_TIMES = "An entry without clock times cannot be split."


def why_not(
    action: str, sheet: Timesheet, day: Date | None, known: KnownEntry | None, request_key: str
) -> str:
    """Return why `action` is not possible; empty where it is.

    Args:
        action: The name of the action.
        sheet: The week that is shown.
        day: The selected day.
        known: The selected entry.
        request_key: The key that asks for a change.
    """
    if sheet.is_own and (reason := _why_unable(action, sheet)):
        return reason
    if action in ("hand_in", "take_back"):
        return _why_not_hand_in(sheet)
    if action in ON_ENTRIES:
        return _why_not_entry(action, sheet, known, request_key)
    if action == "request":
        return _why_not_own(sheet)
    if action == "add":
        too_old = sheet.lock.why_locked(day, sheet.as_of.date()) if day else None
        return _why_not_own(sheet) or _locked(sheet, too_old or sheet.standing.locked, request_key)
    return ""


def _why_unable(action: str, sheet: Timesheet) -> str:
    ability = _ABILITIES.get(action)
    return sheet.unable.get(ability, "") if ability else ""


def lock_in_words(sheet: Timesheet, reason: str | None) -> str:
    """Return why something is locked, as it concerns whoever looks at the week; empty where it is not."""
    return (reason or "") if sheet.is_own else (reason or "").replace(WITHDRAW, DECIDE)


def _locked(sheet: Timesheet, reason: str | None, request_key: str) -> str:
    """Why something is locked, and which key asks for a change."""
    if reason and (ELSEWHERE in reason or Ability.REQUEST_CHANGE in sheet.unable):
        return reason
    return f"{reason.removesuffix(ASK).rstrip()} {request_key} asks for a change." if reason else ""


def _why_not_own(sheet: Timesheet) -> str:
    return "" if sheet.is_own else f"This is the week of {sheet.person.name}: it can only be looked at."


def _why_not_entry(action: str, sheet: Timesheet, known: KnownEntry | None, request_key: str) -> str:
    if reason := _why_not_own(sheet):
        return reason
    if known is None:
        return NO_ENTRY
    if known.entry.is_invalid:
        return "" if action in MENDS else WHY_NOT_SAVED
    if action == "duplicate":
        return "" if known.entry.lump_sum is None else "A lump sum is no time: it cannot be repeated here."
    if action == "split" and known.entry.interval is None and not known.entry.locked:
        return NO_TIMES
    return _locked(sheet, known.entry.locked or sheet.standing.locked, request_key)


def _why_not_hand_in(sheet: Timesheet) -> str:
    if reason := _why_not_own(sheet):
        return reason
    if sheet.standing.status is WeekStatus.APPROVED:
        return sheet.standing.locked or "This week is approved."
    if sheet.week.first > sheet.as_of.date():
        return "This week has not begun yet."
    return ""
