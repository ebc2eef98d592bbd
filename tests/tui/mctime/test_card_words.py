"""What the card says of a clock of an earlier day: the day once, and all choices in little room."""

from __future__ import annotations

from dataclasses import replace

from tests.domain import berlin

from punchcard.core.assignments import Assignment, Reference
from punchcard.core.entries import Entry, EntryStatus
from punchcard.services.invalid_entries import InvalidClock
from punchcard.tui.clock.cards import invalid_card

NOW = berlin("13 08:00")


def entry(start: str, end: str, on: str, status: EntryStatus = EntryStatus.OPEN) -> Entry:
    booked = Assignment((Reference("organization", on, on),))
    since = berlin(start)
    locked = "It is approved." if status is EntryStatus.APPROVED else None
    return Entry(on, "ann", since.date(), since, berlin(end), assignment=booked, status=status, locked=locked)


NORTHWIND = entry("11 12:21", "11 16:49", "Northwind", EntryStatus.APPROVED)
CONTOSO = entry("11 12:00", "11 12:10", "Contoso")


def broken(meant: Entry, *in_the_way: Entry) -> InvalidClock:
    return InvalidClock(replace(meant, status=EntryStatus.INVALID), meant, in_the_way, False, "McTime")


def test_the_day_is_said_once_and_the_choices_leave_it_out() -> None:
    card = invalid_card(broken(entry("11 11:55", "11 18:10", "own"), CONTOSO, NORTHWIND), NOW)
    assert card.text == (
        "12:00 – 12:10 Contoso is booked and 12:21 – 16:49 Northwind is approved at McTime, so your clock of "
        "11:55 – 18:10 on Wednesday 11 March 2026 was not saved. It counts nowhere."
    )
    assert card.choices[0] == (
        "again",
        "Remove it, and book 11:55 – 12:00, 12:10 – 12:21 and 16:49 – 18:10 instead",
    )


def test_another_day_is_said_with_what_lies_on_it() -> None:
    over_midnight = entry("11 15:00", "12 01:00", "own")
    card = invalid_card(broken(over_midnight, NORTHWIND), NOW)
    assert card.text.startswith("12:21 – 16:49 Northwind is approved at McTime, so your clock of 15:00 on ")
    assert card.choices[0][1] == (
        "Remove it, and book 16:49 on Wednesday 11 March 2026 – 01:00 yesterday instead"
    )


def test_the_explanation_says_the_day_once() -> None:
    said = broken(entry("11 16:11", "11 17:15", "own"), NORTHWIND).explained(NOW)
    assert said == (
        "Your clock of 16:11 – 17:15 on Wednesday 11 March 2026 could not be saved at McTime, because "
        "12:21 – 16:49, 4 h 28 min on Northwind, is approved there. It counts nowhere until it is removed "
        "and booked again."
    )
