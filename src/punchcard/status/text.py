"""The one line of `punch status`: for people, for prompts, for programs, and as somebody wants it."""

from __future__ import annotations

import sqlite3

TYPE_CHECKING = False
if TYPE_CHECKING:
    from punchcard.status.row import Status


class UnknownPlaceholder(Exception):
    """The text of `--format` cannot be filled in."""


def line(status: Status, pause: int) -> str:
    """Return the line for people: "Working 3:58 since 08:02 · Northwind › Portal · today 4:36 of 8:00".

    Args:
        status: What is said.
        pause: Seconds of the open break.
    """
    if status["as_of"] is None:
        return f"Nothing is known yet of the account {status['account']}; `punch today` reads it"
    target = f" of {_hours(status['target_seconds'])}" if status["target_seconds"] else ""
    attention = status["attention"]
    pending = status["pending"] - attention
    parts = (
        _state(status, pause),
        status["assignment"] if status["state"] == "working" else None,
        f"today {_hours(status['today_seconds'])}{target}",
        f"{pending} on {'its' if pending == 1 else 'their'} way" if pending else None,
        f"{attention} need{'s' * (attention == 1)} you" if attention else None,
    )
    return " · ".join(part for part in parts if part)


def prompt(status: Status, pause: int) -> str:
    """Return the segment of a shell prompt: "▶ 3:58", "⏸ 0:12!", nothing when idle."""
    mark = "!" * bool(status["attention"])
    if status["state"] == "working":
        return f"▶ {_hours(status['elapsed_seconds'])}{mark}"
    return f"⏸ {_hours(pause)}{mark}" if status["state"] == "break" else ""


def as_json(status: Status) -> str:
    """Return the object for programs, written by SQLite, which is there already and quick to start."""
    connection = sqlite3.connect(":memory:")
    try:
        query = "SELECT json_quote(:key) || ': ' || json_quote(:value)"
        pairs = (connection.execute(query, {"key": k, "value": v}).fetchone()[0] for k, v in status.items())
        return f'{{"ok": true, "data": {{{", ".join(pairs)}}}}}'
    finally:
        connection.close()


def filled(text: str, status: Status) -> str:
    """Return `text` with its placeholders filled in.

    Raises:
        UnknownPlaceholder: With a sentence that names the ones there are.
    """
    target, today = status["target_seconds"], status["today_seconds"]
    values = {
        "state": status["state"],
        "elapsed": _hours(status["elapsed_seconds"]),
        "today": _hours(today),
        "left": "" if target is None else _hours(max(0, target - today)),
        "since": _clock(status),
        "assignment": status["assignment"] or "",
        "type": status["type"] or "",
        "note": status["note"] or "",
        "target": "" if target is None else _hours(target),
        "week": _hours(status["week_seconds"]),
        "pending": str(status["pending"]),
        "attention": str(status["attention"]),
        "account": status["account"],
    }
    known = f"Known are {', '.join(f'{{{name}}}' for name in values)}."
    try:
        return text.format_map(values)
    except KeyError as error:
        raise UnknownPlaceholder(f"There is no {{{error.args[0]}}} to fill in. {known}") from error
    except (AttributeError, LookupError, ValueError, TypeError) as error:
        raise UnknownPlaceholder(
            f"--format cannot be filled in: {error}. A brace itself is written {{{{ or }}}}. {known}"
        ) from error


def _state(status: Status, pause: int) -> str:
    if status["state"] == "working":
        return f"Working {_hours(status['elapsed_seconds'])} since {_clock(status)}"
    if status["state"] == "break":
        return f"On a break since {_clock(status)} ({_hours(pause)})"
    return "Not clocked in"


def _clock(status: Status) -> str:
    """The wall-clock time in an ISO moment."""
    return (status["since"] or "")[11:16]


def _hours(seconds: int | None) -> str:
    minutes = (seconds or 0) // 60
    return f"{minutes // 60}:{minutes % 60:02}"
