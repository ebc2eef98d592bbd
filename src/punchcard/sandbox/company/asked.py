"""What the team has asked for: changes of days that nobody may edit any more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from whenever import Date, ZonedDateTime

from punchcard.core.change_requests import ChangeRequest, IntervalChange, RequestedChange
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.sandbox.company.books import moment_of
from punchcard.sandbox.company.team import ANN, DEPUTY, LEAD

EDIT_LOCK_DAYS = 14
"""How many days back everybody may change their own entries."""

_AFTERNOON, _MINUTES_APART = 15 * 60 + 12, 11


class Piece(Enum):
    """A stretch at an end of the day, in minutes: what to do, and from the start or from the end."""

    EARLIER = (IntervalChange.ADD, "start", -35, 0)
    LONGER = (IntervalChange.ADD, "end", 0, 50)
    LATER = (IntervalChange.REMOVE, "start", 0, 25)
    SHORTER = (IntervalChange.REMOVE, "end", -70, 0)


class Asked(NamedTuple):
    """A request, told from today."""

    who: str
    worked_days_ago: int
    """Which of their days, counted back from the newest one that was locked then."""
    days_ago: int
    """When it was asked for; decided the day after."""
    pieces: tuple[Piece, ...]
    note: str
    status: RequestStatus = RequestStatus.PENDING
    reason: str = ""
    by: str = LEAD


_APPROVED, _DECLINED = RequestStatus.APPROVED, RequestStatus.DECLINED

ASKED = (
    Asked(ANN, 1, 30, (Piece.LONGER,), "call with Lisbon, from home", _APPROVED),
    Asked("Ben Okafor", 2, 26, (Piece.SHORTER,), "forgot to clock out", _APPROVED),
    Asked(LEAD, 0, 21, (Piece.EARLIER,), "opened for the electricians", _APPROVED, by=DEPUTY),
    Asked("Carla Díaz", 1, 16, (Piece.LATER, Piece.LONGER), "the train was late", _APPROVED),
    Asked(
        "李 明",
        2,
        12,
        (Piece.LONGER,),
        "",
        _DECLINED,
        "The office was closed by then; which day do you mean?",
    ),
    Asked(ANN, 3, 11, (Piece.SHORTER,), "dentist", _DECLINED, "That was paid leave; please book it as such."),
    Asked("Zoë Müller", 1, 8, (Piece.EARLIER,), "wrong day, sorry", RequestStatus.WITHDRAWN),
    Asked("Ben Okafor", 0, 7, (Piece.LONGER,), "release 4.2", RequestStatus.REPLACED),
    Asked("Ben Okafor", 1, 6, (Piece.EARLIER, Piece.LONGER), "release 4.2, and the rehearsal before it"),
    Asked("李 明", 3, 5, (Piece.SHORTER,), "was at the doctor’s"),
    Asked("Aoife O’Brien", 2, 4, (Piece.LONGER,), "on-call until the backup was through"),
    Asked("Carla Díaz", 0, 3, (Piece.LATER, Piece.LONGER), "came later, stayed longer"),
    Asked(ANN, 1, 2, (Piece.LONGER,), "handover to Carla"),
    Asked("Zoë Müller", 0, 1, (Piece.EARLIER,), "the clock did not start"),
)
"""The oldest first."""


def requests_of(
    entries: Mapping[str, Sequence[Entry]], ids: Mapping[str, str], today: Date, make_id: Callable[[], str]
) -> tuple[ChangeRequest, ...]:
    """Return what was asked for until yesterday, the oldest first.

    Args:
        entries: What everybody has worked, by name, oldest first.
        ids: Everybody's id, by name.
        today: The day that `ASKED` is told from.
        make_id: Makes ids of requests.
    """
    return tuple(
        replace(_request(asked, number, entries[asked.who], ids[asked.who], today), id=make_id())
        for number, asked in enumerate(ASKED)
    )


def _request(asked: Asked, number: int, entries: Sequence[Entry], person: str, today: Date) -> ChangeRequest:
    day, worked = _day(entries, asked.worked_days_ago, today.subtract(days=asked.days_ago))
    at = moment_of(today.subtract(days=asked.days_ago), _AFTERNOON + number * _MINUTES_APART)
    is_decided = asked.status in (_APPROVED, _DECLINED)
    settled = None
    if asked.status is not RequestStatus.PENDING:
        settled = at.add(hours=19 if is_decided else 2)
    if asked.status is RequestStatus.REPLACED:
        newer = moment_of(
            today.subtract(days=ASKED[number + 1].days_ago), _AFTERNOON + (number + 1) * _MINUTES_APART
        )
        settled = newer
    return ChangeRequest(
        "", person, day, tuple(_change(piece, worked) for piece in asked.pieces), asked.status, at,
        asked.note, asked.by if is_decided else None, settled, asked.reason,
    )  # fmt: skip


def _day(entries: Sequence[Entry], back: int, asked_on: Date) -> tuple[Date, Interval]:
    """The day that is meant, and from when to when it was worked."""
    newest = asked_on.subtract(days=EDIT_LOCK_DAYS + 1)
    worked = [entry for entry in entries if entry.interval is not None and entry.day <= newest]
    days = sorted({entry.day for entry in worked}, reverse=True)
    day = days[back]
    stretches = [entry.interval for entry in worked if entry.day == day and entry.interval is not None]
    return day, Interval(stretches[0].start, stretches[-1].end)


def _change(piece: Piece, worked: Interval) -> RequestedChange:
    change, end, first, last = piece.value
    edge: ZonedDateTime = getattr(worked, end)
    return RequestedChange(change, Interval(edge.add(minutes=first), edge.add(minutes=last)))
