"""What the cards say, worked out for a moment."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import ZonedDateTime

from punchcard.core.clock import ClockState, Running
from punchcard.core.durations import duration_in_words
from punchcard.core.moments import spoken
from punchcard.services.repair import Proposal
from punchcard.tui.clock.card_content import CardContent


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
