"""What becomes of the entries that a stop would remove, or when to stop instead."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date, ZonedDateTime

from punchcard.backends.abilities import Ability
from punchcard.core.entries import Entry
from punchcard.core.moments import clock_time, spoken
from punchcard.core.overlaps import span_in_words
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.services.stopping import OverOthers
from punchcard.tui.clock import requests
from punchcard.tui.clock.requests import Request
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.overlap_question import OverlapQuestion
from punchcard.tui.host import HostApp

KEEP_RUNNING = "Keep it running"


async def ask_what_becomes(app: HostApp, refusal: Refusal) -> Request | None:
    """Ask what a stop over other entries is to do.

    Args:
        app: The app.
        refusal: Why it was not stopped.

    Returns:
        What to ask of the engine; None where the clock runs on.
    """
    if not isinstance(refusal, OverOthers):
        return None
    found = refusal.found
    if found.locked is not None:
        return await _beside(app, refusal)
    question = OverlapQuestion(found.entry, found.neighbours, app.now(), KEEP_RUNNING)
    choice = await app.push_screen_wait(question)
    # The moment is the one at which the key was pressed, however long the answer took.
    return None if choice is None else requests.stop_at(found.entry.end, found.entry.id, choice)


async def _beside(app: HostApp, refusal: OverOthers) -> Request | None:
    """Offer to stop before what nobody may change, and to book the rest; else say what else there is."""
    safe, found, ended = refusal.safe, refusal.found, refusal.found.entry.end
    may_add = app.overview is not None and Ability.ADD_ENTRY not in app.overview.unable
    today, free = app.now().date(), found.rest_after(safe)
    rest, left = (free, ()) if may_add else ((), free)
    if ended is None or (safe is None and not rest):
        ways = "{clock.cancel} throws it away; what is free is booked in the timesheet with {timesheet.add}."
        app.say(app.with_keys(f"{one_line(refusal.message)} {ways}"), is_refusal=True)
        return None
    question, yes = _question(safe, rest, today)
    not_booked = f" Not booked then: {_spans(left, today)}." if left else ""
    sure = await app.push_screen_wait(
        ConfirmScreen(
            question, f"{one_line(refusal.message)}{not_booked}", yes=yes, no=KEEP_RUNNING,
            title="This time is taken", destructive=False,
        )
    )  # fmt: skip
    if not sure:
        return None
    return requests.stop_beside(ended, found.entry.id) if rest else requests.stop_at(safe, found.entry.id)


def _question(safe: ZonedDateTime | None, rest: Sequence[Entry], today: Date) -> tuple[str, str]:
    """Return what is asked, and what a yes does."""
    if safe is None:
        return f"Throw the clock away, and book {_spans(rest, today)} instead?", "Book that instead"
    if not rest:
        return f"Stop at {spoken(safe, today)} instead?", f"Stop at {clock_time(safe)}"
    return f"Stop at {spoken(safe, today)}, and book {_spans(rest, today)} too?", "Do both"


def _spans(pieces: Sequence[Entry], today: Date) -> str:
    return " and ".join(span_in_words(piece.interval, today) for piece in pieces if piece.interval)
