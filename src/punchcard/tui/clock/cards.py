"""What the cards say, worked out for a moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whenever import ZonedDateTime

from punchcard.core.clock import ClockState, Running
from punchcard.core.durations import duration_in_words
from punchcard.core.moments import spoken
from punchcard.core.overlaps import span_in_words
from punchcard.services.repair import Proposal
from punchcard.tui.clock.card_content import CardContent

if TYPE_CHECKING:
    from punchcard.services.invalid_entries import InvalidClock


def repair_card(state: ClockState, proposals: Sequence[Proposal], now: ZonedDateTime) -> CardContent | None:
    """Return the card about a clock that was never stopped."""
    if not isinstance(state, Running):
        return None
    choices = [
        (proposal.at.format_iso(), f"Stop at {spoken(proposal.at, now.date())}, {proposal.reason}")
        for proposal in proposals[:3]
    ]
    choices += [("other", "Stop at another time …"), ("later", "I am still working; keep it running")]
    length = duration_in_words(now.timestamp() - state.since.timestamp())
    text = f"It runs since {spoken(state.since, now.date())}, for {length}. When did you stop?"
    return CardContent("repair", "Your clock was never stopped", text, tuple(choices))


def invalid_card(broken: InvalidClock, now: ZonedDateTime) -> CardContent:
    """Return the card about a clock that could not be saved."""
    pieces = [(piece.interval, broken.beside(piece, now)) for piece in broken.free]
    spans = [span_in_words(stretch, then.date()) for stretch, then in pieces if stretch]
    again = " and ".join(filter(None, (", ".join(spans[:-1]), *spans[-1:])))
    choices: list[tuple[str, str]] = []
    if spans:
        choices.append(
            ("again", f"Remove it, and book {again}{' instead' if broken.in_the_way else ' again'}")
        )
    choices += [
        ("form", "Remove it, and book something else …"),
        ("remove", "Only remove it; nothing is booked"),
    ]
    title = "A clock could not be saved"
    return CardContent("invalid", title, broken.in_short(now), tuple(choices), broken.mark)


def sleep_card(since: ZonedDateTime, until: ZonedDateTime) -> CardContent:
    """Return the card about a machine that slept while the clock ran."""
    length = duration_in_words(until.timestamp() - since.timestamp())
    began, today = spoken(since, until.date()), until.date()
    span = f"{began} – {spoken(until, today)}"
    text = f"From {span}, for {length}, while your clock ran. Was that a break?"
    choices = (
        ("break", f"Yes, make {span} a break"),
        ("keep", "No, I was working; keep it"),
        ("stop", f"I had stopped: clock out at {began}"),
    )
    return CardContent("sleep", "This machine was asleep", text, choices)
