"""The command that books an entry, as it is typed."""

from __future__ import annotations

import shlex

from whenever import ZonedDateTime

from punchcard.core.durations import format_duration
from punchcard.core.entries import Entry
from punchcard.core.moments import clock_time
from punchcard.core.text import one_line


def add_command(entry: Entry, now: ZonedDateTime) -> str:
    """Return what books an entry: "punch add 08:02 10:00 --break 09:00-09:15", "punch add --hours 1:30".

    END stands for an end that is not known yet.
    """
    words = ["punch", "add", *_length(entry)]
    if entry.afternoon:
        words.append("--afternoon")
    if entry.day != now.date():
        words += ["--day", entry.day.format_iso()]
    for pause in entry.breaks:
        words += ["--break", f"{clock_time(pause.start)}-{clock_time(pause.end)}"]
    if entry.time_type is not None:
        words += _option("--type", one_line(entry.time_type.name))
    if entry.assignment:
        words += _option("--on", entry.assignment.path)
    if entry.assignment.billable is not None:
        words += ["--billable", "yes" if entry.assignment.billable else "no"]
    if entry.note:
        words += _option("--note", one_line(entry.note))
    return shlex.join(words)


def _length(entry: Entry) -> list[str]:
    if entry.start is not None:
        return [clock_time(entry.start), clock_time(entry.end) if entry.end else "END"]
    if entry.half_days is not None:
        return ["--days", f"{entry.half_days / 2:g}"]
    return ["--hours", format_duration(entry.duration_seconds or 0)]


def _option(name: str, value: str) -> list[str]:
    # What begins with a dash would be taken for the next option.
    return [f"{name}={value}"] if value.startswith("-") else [name, value]
