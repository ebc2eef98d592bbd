"""What becomes of the entries that a stop would remove, or when to stop instead."""

from __future__ import annotations

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
        return await _stop_earlier(app, refusal)
    question = OverlapQuestion(found.entry, found.neighbours, app.now(), KEEP_RUNNING)
    choice = await app.push_screen_wait(question)
    # The moment is the one at which the key was pressed, however long the answer took.
    return None if choice is None else requests.stop_at(found.entry.end, found.entry.id, choice)


async def _stop_earlier(app: HostApp, refusal: OverOthers) -> Request | None:
    """Offer the latest moment that touches nothing; where there is none, say what else there is."""
    safe, found = refusal.safe, refusal.found
    if safe is None:
        ways = "{clock.cancel} throws it away; what is free is booked in the timesheet with {timesheet.add}."
        app.say(app.with_keys(f"{one_line(refusal.message)} {ways}"), is_refusal=True)
        return None
    now = app.now()
    spans = [span_in_words(piece.interval, now.date()) for piece in found.rest_after(safe) if piece.interval]
    rest = f" Book {' and '.join(spans)} in the timesheet then, with {{timesheet.add}}." if spans else ""
    sure = await app.push_screen_wait(
        ConfirmScreen(
            f"Stop at {spoken(safe, now.date())} instead?",
            f"{one_line(refusal.message)}{app.with_keys(rest)}",
            yes=f"Stop at {clock_time(safe)}",
            no=KEEP_RUNNING,
            title="This time is taken",
            destructive=False,
        )
    )
    return requests.stop_at(safe, found.entry.id) if sure else None
