"""What a change request says in words; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from punchcard.core.change_requests import ChangeRequest
from punchcard.core.days import DaySheet
from punchcard.core.findings import Finding
from punchcard.core.moments import clock_time, day_in_words, weekday_name
from punchcard.core.requested_days import DayPreview
from punchcard.core.requested_stretches import request_in_words
from punchcard.core.text import one_line
from punchcard.tui.forms.entry_words import MENDED, SIGNS, worked_in_words

LONGEST_NEWS = 3
"""Findings that are named; the rest is counted."""


class Standing(NamedTuple):
    """How a day stands when a change of it is asked for."""

    pending: ChangeRequest | None = None
    """The person's own request for it that nobody has decided."""
    locked: str = ""
    """Why the person may not change it; empty where that is not so."""
    is_at_once: bool = False
    """Whether the person may change it anyway, so that nobody has to decide."""
    limits: str = ""
    """What a request cannot do with this account, in a sentence; empty where it can do everything."""


def withdraw_in_words(pending: ChangeRequest) -> str:
    """The request that waits already: "Your request of Mon 9 Mar 08:12 waits: + 17:00 – 18:00."."""
    at = pending.requested_at
    of = f" of {day_in_words(at.date(), short=True)} {clock_time(at)}" if at else ""
    note = f" (“{one_line(pending.note, 60)}”)" if pending.note else ""
    return f"Your request{of} waits: {request_in_words(pending)}{note}."


def words_of(preview: DayPreview, day: DaySheet, standing: Standing) -> Content:
    """What asking would do: to the day, to the rules, and who has to decide.

    Args:
        preview: The day before and after.
        day: The day as it is now.
        standing: How the day stands.
    """
    then = day.worked_seconds + preview.difference_seconds
    of = "" if day.target_seconds is None else f" of {worked_in_words(day.target_seconds)}"
    whole = f"The day then has {worked_in_words(then)}{of}."
    return Content("\n").join([Content(f"{whole} {_decision(standing)}"), *_news(preview)])


def _decision(standing: Standing) -> str:
    if standing.is_at_once:
        return "You may change this day, so it is done at once."
    if standing.pending is not None:
        return f"It takes the place of the one that waits: {request_in_words(standing.pending)}."
    return "It waits until it is decided."


def _news(preview: DayPreview) -> Sequence[Content]:
    new = [finding for finding in preview.appearing if finding.silenced is None]
    gone = [finding for finding in preview.vanishing if finding.silenced is None]
    lines = [Content.assemble(SIGNS[finding.severity], f" {_said(finding)}") for finding in new]
    lines += [Content.assemble(MENDED, f" Mended: {_said(finding)}") for finding in gone]
    if len(lines) > LONGEST_NEWS:
        rest = len(lines) - LONGEST_NEWS + 1
        lines[LONGEST_NEWS - 1 :] = [Content.styled(f"  and {rest} more", "dim")]
    return lines


def _said(finding: Finding) -> str:
    source = f" ({one_line(finding.source)})" if finding.source else ""
    day = weekday_name(finding.day, short=True)
    return f"{day}: {one_line(finding.message).removesuffix('.')}{source}."
