"""Every key of the app in one place: what it does, under a stable id that the configuration can remap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, key_to_character

EVERYWHERE = [
    Binding("1", "switch_mode('clock')", "Clock", show=False, id="screen.clock", tooltip="The clock"),
    Binding(
        "2", "switch_mode('timesheet')", "Timesheet", show=False, id="screen.timesheet", tooltip="The week"
    ),
    Binding(
        "3",
        "switch_mode('approvals')",
        "Approvals",
        show=False,
        id="screen.approvals",
        tooltip="What waits for a lead",
    ),
    Binding("u", "undo", "Undo", id="app.undo", tooltip="Take back the last thing you did"),
    Binding("U", "redo", "Redo", show=False, id="app.redo", tooltip="Do again what was last taken back"),
    Binding("r", "refresh", "Refresh", show=False, id="app.refresh", tooltip="Ask the backend again"),
    Binding("o", "outbox", "Outbox", show=False, id="app.outbox", tooltip="What is on its way"),
    Binding(
        "f2",
        "accounts",
        "Accounts",
        show=False,
        id="app.accounts",
        tooltip="Your accounts: add, switch, test, remove",
        priority=True,
    ),
    Binding(
        "at",
        "switch_account",
        "Switch account",
        show=False,
        key_display="@",
        id="app.switch_account",
        tooltip="Go over to another account",
    ),
    Binding("question_mark", "help", "Help", key_display="?", id="app.help", tooltip="What this screen does"),
    Binding(
        "f1",
        "help",
        "Help",
        show=False,
        id="app.help_anywhere",
        tooltip="What this screen or form does",
        priority=True,
    ),
    Binding("q", "leave", "Leave", show=False, id="app.leave", tooltip="Back, then quit"),
    Binding("escape", "to_clock", "Clock", show=False, id="app.back", tooltip="Back to the clock"),
    Binding("ctrl+q", "quit", "Quit", show=False, id="app.quit", tooltip="Leave Punchcard", priority=True),
]

CLOCK = [
    Binding("s", "start", "Start", id="clock.start", tooltip="Clock in, on what you worked on last"),
    Binding(
        "S",
        "start_with",
        "Start on …",
        show=False,
        id="clock.start_with",
        tooltip="Clock in on something else, or at another time",
    ),
    Binding("b", "take_break", "Break", id="clock.break", tooltip="Begin a break"),
    Binding("b", "resume", "Resume", id="clock.resume", tooltip="End the break and work on"),
    Binding("x", "stop", "Stop", id="clock.stop", tooltip="Clock out"),
    Binding("c", "cancel", "Cancel", id="clock.cancel", tooltip="Throw the running clock away; asks first"),
    Binding("e", "edit", "Edit", id="clock.edit", tooltip="Change start, assignment, type or note"),
    Binding("n", "note", "Note", id="clock.note", tooltip="Write what you are doing"),
    Binding("w", "who", "Who is in", show=False, id="clock.who", tooltip="Who is clocked in right now"),
]

TIMESHEET = [
    Binding(
        "left_square_bracket",
        "previous_week",
        "Previous week",
        show=False,
        key_display="[",
        id="timesheet.previous",
        tooltip="The week before",
    ),
    Binding(
        "right_square_bracket",
        "next_week",
        "Next week",
        show=False,
        key_display="]",
        id="timesheet.next",
        tooltip="The week after",
    ),
    Binding("t", "this_week", "This week", show=False, id="timesheet.today", tooltip="This week, and today"),
    Binding(
        "y", "go_to", "Go to week …", show=False, id="timesheet.go_to", tooltip="Any week, by name or day"
    ),
    Binding("a", "add", "Add", id="timesheet.add", tooltip="Add an entry to the selected day"),
    Binding("e", "edit", "Edit", id="timesheet.edit", tooltip="Change the selected entry"),
    Binding(
        "E",
        "edit_in_place",
        "Edit in place",
        show=False,
        id="timesheet.edit_in_place",
        tooltip="Change times and note of the selected entry in its row",
    ),
    Binding("d", "delete", "Delete", id="timesheet.delete", tooltip="Delete the selected entry"),
    Binding(
        "D",
        "duplicate",
        "Duplicate to today",
        show=False,
        id="timesheet.duplicate",
        tooltip="Book the selected entry once more, today",
    ),
    Binding("s", "split", "Split", id="timesheet.split", tooltip="Cut the selected entry in two at a time"),
    Binding(
        "m",
        "move",
        "Move to another day",
        show=False,
        id="timesheet.move",
        tooltip="Move the selected entry to another day",
    ),
    Binding(
        "c",
        "request",
        "Request",
        id="timesheet.request",
        tooltip="Ask for a change of the selected day, or take one back",
    ),
    Binding("g", "groups", "Groups", id="timesheet.groups", tooltip="The same time in groups, and back"),
    Binding(
        "w",
        "hand_in",
        "Hand in",
        id="timesheet.hand_in",
        tooltip="Hand in this week; shows what is odd first",
    ),
    Binding(
        "w",
        "take_back",
        "Take back",
        id="timesheet.take_back",
        tooltip="Take back the week that was handed in",
    ),
    Binding("p", "person", "Person", show=False, id="timesheet.person", tooltip="The week of another person"),
    Binding(
        "f",
        "findings",
        "Findings",
        show=False,
        id="timesheet.findings",
        tooltip="To the findings, and to the next one",
    ),
    Binding(
        "slash",
        "filter",
        "Filter",
        show=False,
        key_display="/",
        id="timesheet.filter",
        tooltip="Only the entries that fit what you type",
    ),
]

APPROVALS = [
    Binding("a", "approve", "Approve", id="approvals.approve", tooltip="Approve what is marked or selected"),
    Binding("d", "decline", "Decline", id="approvals.decline", tooltip="Decline what is marked or selected"),
    Binding("v", "mark", "Mark", id="approvals.mark", tooltip="Mark the selected row, and go on to the next"),
    Binding("V", "mark_all", "All", id="approvals.mark_all", tooltip="Mark all that the filter leaves in"),
    Binding(
        "w", "withdraw", "Withdraw", id="approvals.withdraw", tooltip="Take back what you have asked for"
    ),
    Binding("R", "reopen", "Reopen", id="approvals.reopen", tooltip="Open an approved week again"),
    Binding("f", "filter", "Filter", id="approvals.filter", tooltip="Only a person, a kind, or some days"),
    Binding("h", "decided", "Decided", id="approvals.decided", tooltip="What was decided, by whom and why"),
    Binding("h", "inbox", "Inbox", id="approvals.inbox", tooltip="Back to what waits"),
    Binding("m", "mine", "Mine", show=False, id="approvals.mine", tooltip="What you have asked for yourself"),
    Binding("m", "inbox", "Inbox", show=False, id="approvals.from_mine", tooltip="Back to what waits"),
    Binding(
        "escape,q", "back", "Back", show=False, id="approvals.back", tooltip="Stop, or back to the inbox"
    ),
]

GROUPS = [
    Binding(
        "left_square_bracket",
        "previous_period",
        "Previous period",
        show=False,
        key_display="[",
        id="groups.previous",
        tooltip="The period before, of the same length",
    ),
    Binding(
        "right_square_bracket",
        "next_period",
        "Next period",
        show=False,
        key_display="]",
        id="groups.next",
        tooltip="The period after, of the same length",
    ),
    Binding(
        "t", "current_period", "This period", show=False, id="groups.current", tooltip="The period of today"
    ),
    Binding("b", "group_by", "By …", id="groups.by", tooltip="Choose what to group by, and in which order"),
    Binding(
        "p",
        "choose_period",
        "Period",
        id="groups.period",
        tooltip="Choose a week, month, quarter, year, or any days",
    ),
    Binding(
        "R",
        "round",
        "Round",
        show=False,
        id="groups.round",
        tooltip="Round to 5, 6, 10, 15, 30 or 60 minutes",
    ),
    Binding(
        "s", "sort", "Sort", show=False, id="groups.sort", tooltip="As usual, the longest first, or by name"
    ),
    Binding(
        "slash",
        "filter",
        "Filter",
        key_display="/",
        id="groups.filter",
        tooltip="Only the entries that fit what you type",
    ),
    Binding(
        "f",
        "choose_filters",
        "Filters",
        show=False,
        id="groups.filters",
        tooltip="Whose and which time the service sums up, and how",
    ),
    Binding(
        "i",
        "details",
        "Details",
        show=False,
        id="groups.details",
        tooltip="All that the service tells of the group",
    ),
    Binding("E", "open_all", "Open all", show=False, id="groups.open_all", tooltip="Open every group"),
    Binding("C", "close_all", "Close all", show=False, id="groups.close_all", tooltip="Close every group"),
    Binding(
        "e",
        "bulk_edit",
        "Edit",
        id="groups.edit",
        tooltip="Change all entries of the group; asks with the count",
    ),
    Binding(
        "d",
        "bulk_delete",
        "Delete",
        id="groups.delete",
        tooltip="Delete all entries of the group; asks twice",
    ),
    Binding(
        "y", "copy", "Copy", show=False, id="groups.copy", tooltip="Copy the group and what is in it as text"
    ),
    Binding("x", "export", "Export", show=False, id="groups.export", tooltip="Write the groups into a file"),
    Binding("g", "week", "Week", id="groups.week", tooltip="Back to the week"),
    Binding(
        "escape,q",
        "back",
        "Back",
        show=False,
        id="groups.back",
        tooltip="Show everything again, then back to the week",
    ),
]

SCREENS = {"clock": CLOCK, "timesheet": TIMESHEET, "groups": GROUPS, "approvals": APPROVALS}
"""The keys of each screen; two screens may use the same one."""

_UNICODE_NAMES = {short: name for name, short in KEY_NAME_REPLACEMENTS.items()}
"""Textual has shorter names for some keys, and knows their characters by the long ones alone."""

_ALL = (*EVERYWHERE, *CLOCK, *TIMESHEET, *GROUPS, *APPROVALS)


def binding_ids() -> frozenset[str]:
    """The ids that `[keys]` in the configuration may remap."""
    return frozenset(binding.id for binding in _ALL if binding.id)


def keys_in_use(keys: Mapping[str, str], screen: str) -> dict[str, list[str]]:
    """Return the ids that answer to each key on one of the `SCREENS`, given the remapped ones."""
    found: dict[str, list[str]] = {}
    for binding in (*EVERYWHERE, *SCREENS[screen]):
        for key in split_keys(keys.get(binding.id or "", binding.key)):
            found.setdefault(named(key), []).append(binding.id or "")
    return found


def complete(keys: Mapping[str, str]) -> dict[str, str]:
    """Return `keys` with the bindings that stay where they are, as far as they share a key with a moved one.

    Textual takes a key from all bindings on it when one of them moves away.
    """
    left = {key for binding in _ALL if binding.id in keys for key in split_keys(binding.key)}
    staying = {b.id: b.key for b in _ALL if b.id and left.intersection(split_keys(b.key))}
    return {**staying, **keys}


def split_keys(keys: str) -> Iterable[str]:
    """Return the keys of a comma-separated list."""
    return [key.strip() for key in keys.split(",")]


def named(key: str) -> str:
    """Return one name for a key, however it was written: `?` and `question_mark` are the same."""
    character = key_to_character(_UNICODE_NAMES.get(key, key))
    return character if character and character.isprintable() and not character.isspace() else key


def with_keys(text: str, keys: Mapping[str, str]) -> str:
    """Return `text` with the key of each binding named in it, such as `{clock.start}`."""
    defaults = {binding.id: binding.key for binding in _ALL}

    def shown(match: re.Match[str]) -> str:
        bound = keys.get(match[1], defaults.get(match[1]))
        return match[0] if bound is None else named(next(iter(split_keys(bound))))

    return re.sub(r"\{([a-z_.]+)\}", shown, text)
