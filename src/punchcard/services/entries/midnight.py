"""Entries over midnight, where the service keeps none: refused, and offered to be cut."""

from __future__ import annotations

from whenever import Date

from punchcard.core.editing.cutting import cut_entry, is_over_midnight
from punchcard.core.entries import Entry
from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.refusals import Refusal
from punchcard.services.session import Session

LONGEST_LIST = 3


class OverMidnight(Refusal):
    """An entry that lies on several days."""

    code = "over_midnight"


def over_midnight(session: Session, entry: Entry) -> None:
    """Make sure that an entry lies on one day, where no others are kept.

    Raises:
        OverMidnight: It does not; nothing was changed.
    """
    if session.backend.info.is_floating and is_over_midnight(entry):
        raise OverMidnight(
            f"{session.backend.info.title} keeps no entry over midnight. Nothing was changed.",
            f"Add --cut-at-midnight to save {cut_in_words(entry, session.today())}.",
        )


def cut_in_words(entry: Entry, today: Date) -> str:
    """Return what a cut makes of an entry: "22:00 – 24:00 on Mon 9 Mar and 00:00 – 06:00 on Tue 10 Mar"."""
    pieces = [_piece(piece, today) for piece in cut_entry(entry)]
    if len(pieces) > LONGEST_LIST:
        return f"one entry a day: {pieces[0]}, and so on until {pieces[-1]}"
    return " and ".join([", ".join(pieces[:-1]), pieces[-1]]) if len(pieces) > 1 else pieces[0]


def _piece(piece: Entry, today: Date) -> str:
    if piece.start is None or piece.end is None:
        return day_in_words(piece.day, short=True, today=today)
    end = "24:00" if piece.end.date() > piece.day else clock_time(piece.end)
    return f"{clock_time(piece.start)} – {end} on {day_in_words(piece.day, short=True, today=today)}"
