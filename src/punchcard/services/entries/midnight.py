"""Entries that a service keeps in pieces alone: none over midnight, and none with breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whenever import Date

from punchcard.core.editing.cutting import cut_entry, is_over_midnight
from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
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
        pieces = pieces_in_words(cut_entry(entry), session.today())
        raise OverMidnight(
            f"{session.backend.info.title} keeps no entry over midnight. Nothing was changed.",
            f"Add --cut-at-midnight to save {pieces}.",
        )


def pieces_of(session: Session, entry: Entry, *, cut: bool) -> list[Entry]:
    """Return an entry as it is saved: itself, or its pieces, of which the first one keeps the id.

    Args:
        session: The account in use.
        entry: The entry.
        cut: Whether one over midnight is cut there; otherwise it stays whole.
    """
    if not session.backend.info.is_floating and not cut:
        return [entry]
    if is_over_midnight(entry) and not cut:
        return [entry]
    pieces = cut_entry(entry, at_breaks=session.backend.info.is_floating and session.parts_breaks)
    return [piece if number == 0 else replace(piece, id=new_id()) for number, piece in enumerate(pieces)]


def pieces_in_words(pieces: Sequence[Entry], today: Date) -> str:
    """Return what an entry is cut into: "22:00 – 24:00 on Mon 9 Mar and 00:00 – 06:00 on Tue 10 Mar"."""
    words = [_piece(piece, today) for piece in pieces]
    if len(words) > LONGEST_LIST:
        return f"{len(words)} entries: {words[0]}, and so on until {words[-1]}"
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _piece(piece: Entry, today: Date) -> str:
    day = day_in_words(piece.day, short=True, today=today)
    if piece.start is None or piece.end is None:
        return day
    end = "24:00" if piece.end.date() > piece.day else clock_time(piece.end)
    return f"{clock_time(piece.start)} – {end} on {day}"
