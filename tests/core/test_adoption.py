from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.domain import berlin

from punchcard.core.adoption import Seen, what_others_did
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.changes import Change, DeleteEntry, SaveEntry
from punchcard.core.clock import IDLE, ClockState, Running, Working
from punchcard.core.entries import Break, Entry, EntryStatus
from punchcard.core.punches import Adjust, Cancel, Restore, Resume, Start, Stop, TakeBreak, Update
from punchcard.core.time_types import TimeType

TODAY = berlin("11 12:00").date()
NORTHWIND = Assignment((Reference("client", "1", "Northwind"),))
TRAVEL = TimeType("t", "Travel")
SINCE, LATE = berlin("11 08:02"), berlin("10 23:45")
WORKING = Working("R1", SINCE)
LUNCH = Break(berlin("11 12:00"), berlin("11 12:30"))
ON_BREAK = WORKING.on_break(LUNCH.start, ())
AFTER = WORKING.at_work((LUNCH,))
PAUSED = Working("R1-break", LUNCH.start).on_break(LUNCH.start, ())
ANEW = Working("R2", LUNCH.end)


def entry(entry_id: str, begins: str, ends: str, note: str = "") -> Entry:
    start, end = berlin(begins), berlin(ends)
    return Entry(entry_id, "ann", start.date(), start, end, note=note)


DAY = entry("R1", "11 08:02", "11 16:45")


def said(
    before: ClockState,
    after: ClockState,
    own: Sequence[Change] = (),
    entries: tuple[Sequence[Entry], Sequence[Entry]] = ((), ()),
) -> tuple[str, ...]:
    return what_others_did(Seen(before, entries[0]), Seen(after, entries[1], entries[1]), own, TODAY)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (IDLE, WORKING, "Started on another device at 08:02."),
        (IDLE, replace(WORKING, assignment=NORTHWIND), "Started on another device at 08:02 · Northwind."),
        (WORKING, IDLE, "Thrown away on another device: the clock that ran since 08:02."),
        (WORKING, ON_BREAK, "Break begun on another device at 12:00."),
        (ON_BREAK, AFTER, "Break ended on another device at 12:30."),
        (ON_BREAK, WORKING, "Break ended on another device."),
        (WORKING, AFTER, "Break from 12:00 to 12:30 taken on another device."),
        (WORKING, replace(WORKING, assignment=NORTHWIND), "Booked on Northwind on another device."),
        (replace(WORKING, assignment=NORTHWIND), WORKING, "Booked on nothing on another device."),
        (WORKING, replace(WORKING, note="x"), "Note changed on another device."),
        (WORKING, replace(WORKING, time_type=TRAVEL), "Type changed to Travel on another device."),
        (WORKING, replace(WORKING, since=berlin("11 07:45")), "Start moved to 07:45 on another device."),
        (WORKING, replace(WORKING, since=LATE), "Start moved to 23:45 yesterday on another device."),
    ],
)  # fmt: skip
def test_the_clock_is_said_in_one_sentence(before: ClockState, after: ClockState, sentence: str) -> None:
    assert said(before, after) == (sentence,)


def test_nothing_is_said_of_what_is_as_it_was() -> None:
    for state in (IDLE, WORKING, ON_BREAK, AFTER):
        assert said(state, state, entries=((DAY,), (DAY,))) == ()


def test_a_clock_under_another_id_is_the_same() -> None:
    assert said(WORKING, replace(WORKING, entry_id="R2", since=SINCE.subtract(seconds=2))) == ()


def test_a_stopped_clock_is_said_with_its_moment_and_its_entry_is_not_counted() -> None:
    for stopped in (DAY, replace(DAY, id="E7")):
        assert said(WORKING, IDLE, entries=((), (stopped,))) == ("Stopped on another device at 16:45.",)


def test_where_only_the_clock_was_read_nobody_knows_when_it_was_stopped() -> None:
    found = what_others_did(Seen(WORKING, None), Seen(IDLE, None), (), TODAY)
    assert found == ("Stopped on another device.",)


def test_another_clock_is_said_twice() -> None:
    later = Working("R2", berlin("11 13:00"))
    assert said(WORKING, later, entries=((), (entry("E1", "11 08:02", "11 12:00"),))) == (
        "Stopped on another device at 12:00.",
        "Started on another device at 13:00.",
    )


@pytest.mark.parametrize(
    ("before", "after", "own"),
    [
        (IDLE, WORKING, Start("1", SINCE)),
        (IDLE, WORKING, Restore("1", SINCE, Working("other", SINCE))),
        (IDLE, WORKING, Adjust("1", SINCE, SINCE)),
        (WORKING, IDLE, Stop("1", DAY.end or SINCE)),
        (WORKING, IDLE, Cancel("1", SINCE)),
        (WORKING, ON_BREAK, TakeBreak("1", LUNCH.start)),
        (ON_BREAK, AFTER, Resume("1", LUNCH.end)),
        # Where a stop ends the break first, and was lost in between.
        (ON_BREAK, AFTER, Stop("1", LUNCH.end)),
        (WORKING, AFTER, TakeBreak("1", LUNCH.start)),
        (WORKING, replace(WORKING, note="x"), Update("1", SINCE, note="x")),
        (WORKING, replace(WORKING, since=berlin("11 07:45")), Adjust("1", SINCE, berlin("11 07:45"))),
        (ON_BREAK, WORKING, Restore("1", SINCE, WORKING)),
        # Where a break stops the clock.
        (WORKING, PAUSED, TakeBreak("1", LUNCH.start)),
        (WORKING, IDLE, TakeBreak("1", LUNCH.start)),
        (PAUSED, ANEW, Resume("1", LUNCH.end)),
        (PAUSED, replace(WORKING, entry_id="R2"), Restore("1", LUNCH.end, WORKING, PAUSED.entry_id)),
        (ANEW, PAUSED, Restore("1", LUNCH.end, PAUSED, ANEW.entry_id)),
    ],
)
def test_what_was_asked_for_here_is_no_news(before: ClockState, after: ClockState, own: Change) -> None:
    assert said(before, after) != ()
    assert said(before, after, [own]) == ()


def test_another_start_than_the_own_one_is_said() -> None:
    other = replace(WORKING, since=berlin("11 07:30"))
    assert said(IDLE, other, [Start("1", SINCE)]) == ("Started on another device at 07:30.",)


FIRST, SECOND, THIRD = (entry(f"E{n}", f"10 {8 + n:02}:00", f"10 {8 + n:02}:30") for n in range(3))


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ((), (FIRST,), ("Elsewhere 1 entry was added (Tue 10 Mar).",)),
        ((), (FIRST, SECOND), ("Elsewhere 2 entries were added (Tue 10 Mar).",)),
        ((FIRST, SECOND), (), ("Elsewhere 2 entries were removed (Tue 10 Mar).",)),
        ((FIRST,), (replace(FIRST, note="x"),), ("Elsewhere 1 entry was changed (Tue 10 Mar).",)),
        ((FIRST, SECOND), (replace(FIRST, note="x"), THIRD), (
            "Elsewhere 1 entry was added, 1 was changed and 1 was removed (Tue 10 Mar).",)),
        ((FIRST,), (replace(FIRST, id="other"),), ()),
        ((FIRST,), (replace(FIRST, status=EntryStatus.APPROVED, locked="Approved."),), ()),
    ],
)  # fmt: skip
def test_entries_are_counted(
    before: Sequence[Entry], after: Sequence[Entry], sentences: tuple[str, ...]
) -> None:
    assert said(IDLE, IDLE, entries=(before, after)) == sentences


@pytest.mark.parametrize(
    ("before", "after", "own"),
    [
        ((), (replace(FIRST, id="E9"),), SaveEntry("1", replace(FIRST, id="1"))),
        ((FIRST,), (replace(FIRST, note="x"),), SaveEntry("1", replace(FIRST, note="x"), FIRST)),
        ((FIRST,), (), DeleteEntry("1", FIRST)),
        ((), (DAY,), Stop("1", berlin("11 16:45"))),
        ((DAY,), (), Restore("1", SINCE, WORKING)),
    ],
)
def test_entries_that_were_asked_for_here_are_not_counted(
    before: Sequence[Entry], after: Sequence[Entry], own: Change
) -> None:
    assert said(IDLE, IDLE, entries=(before, after)) != ()
    assert said(IDLE, IDLE, [own], (before, after)) == ()


EARLY, OVER = entry("E0", "11 07:00", "11 08:30"), entry("R1", "11 08:00", "11 12:00")


@pytest.mark.parametrize(
    ("state", "own", "before", "after"),
    [
        (WORKING, Stop("1", berlin("11 11:50")), (EARLY,), (OVER,)),
        (IDLE, SaveEntry("1", replace(OVER, id="1")), (EARLY,), (replace(OVER, id="E9"),)),
        (IDLE, SaveEntry("1", OVER, DAY), (EARLY, DAY), (OVER,)),
    ],
)
def test_what_was_saved_over_is_named(
    state: ClockState, own: Change, before: Sequence[Entry], after: Sequence[Entry]
) -> None:
    seen = Seen(state, before), Seen(IDLE, after, after)
    found = what_others_did(*seen, [own], TODAY, gives_way=True)
    assert found == ("07:00 – 08:30, 1 h 30 min, is gone: 08:00 – 12:00 was saved over it.",)
    assert what_others_did(*seen, [own], TODAY) == ("Elsewhere 1 entry was removed (Wed 11 Mar).",)
    assert "is gone" not in " ".join(what_others_did(*seen, (), TODAY, gives_way=True))


def test_a_name_from_elsewhere_steers_nothing() -> None:
    nasty = Assignment((Reference("client", "1", "North\x1b[31m\nwind\u202e" + "x" * 500),))
    [sentence] = said(IDLE, replace(WORKING, assignment=nasty))
    assert isinstance(WORKING, Running)
    assert sentence.isprintable()
    assert len(sentence) < 160
