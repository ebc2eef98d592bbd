"""Rest between shifts that was too short."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from punchcard.core.durations import duration_in_words
from punchcard.core.findings.finding import Finding, Rule, Severity
from punchcard.core.findings.view import View
from punchcard.core.findings.words import amount, span
from punchcard.core.intervals import Interval


def short_rests(view: View) -> Iterator[Finding]:
    """Rests shorter than the rule set asks for, each on the day on which work went on."""
    limit = view.given.rules.shortest_rest
    if limit is None:
        return
    for before, after in pairwise(view.shifts):
        rest = Interval(before.pieces[-1].end, after.pieces[0].start)
        if rest.seconds < limit.seconds:
            yield Finding(
                Rule.SHORT_REST,
                Severity.SERIOUS,
                view.day_of(rest.end),
                f"{amount(rest.seconds)} of rest, {span(rest)};"
                f" at least {duration_in_words(limit.seconds)} are due.",
                limit.source,
                rest.start,
                rest.end,
            )
