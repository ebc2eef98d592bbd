"""Every key of the app in one place: what it does, under a stable id that the configuration can remap."""

from __future__ import annotations

from textual.binding import Binding

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
    Binding("r", "refresh", "Refresh", show=False, id="app.refresh", tooltip="Ask the backend again"),
    Binding("o", "outbox", "Outbox", show=False, id="app.outbox", tooltip="What is on its way"),
    Binding(
        "question_mark,f1", "help", "Help", key_display="?", id="app.help", tooltip="What this screen does"
    ),
    Binding("q,escape", "leave", "Leave", show=False, id="app.leave", tooltip="Back, then quit"),
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
    Binding("x", "stop", "Stop", id="clock.stop", tooltip="Clock out; `u` takes it back"),
    Binding("c", "cancel", "Cancel", id="clock.cancel", tooltip="Throw the running clock away; asks first"),
    Binding("e", "edit", "Edit", id="clock.edit", tooltip="Change start, assignment, type or note"),
    Binding("n", "note", "Note", id="clock.note", tooltip="Write what you are doing"),
]


def binding_ids() -> frozenset[str]:
    """The ids that `[keys]` in the configuration may remap."""
    return frozenset(binding.id for binding in (*EVERYWHERE, *CLOCK) if binding.id)
