"""All findings of a week."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from punchcard.core.findings import booking, breaks, day_length, rest, shape, targets
from punchcard.core.findings.finding import Finding, FindingsInput, Rule, Severity
from punchcard.core.findings.view import View

_KINDS: tuple[Callable[[View], Iterator[Finding]], ...] = (
    shape.overlaps,
    shape.gaps,
    shape.over_midnight,
    breaks.breaks,
    day_length.long_days,
    rest.short_rests,
    booking.invalid,
    booking.unclosed,
    booking.future,
    booking.unsynced,
    targets.missing_days,
    targets.far_from_target,
)

_GRAVEST_FIRST = {Severity.SERIOUS: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_ORDER = {rule: number for number, rule in enumerate(Rule)}


def find_all(given: FindingsInput) -> tuple[Finding, ...]:
    """Return what is wrong or odd on the days of the week, and on no other.

    Rules about breaks, long days and rest look at shifts (see `shifts`), each reported once, on the day that
    it begins. Entries that lie further than two days away from the week change nothing.

    Returns:
        Findings in order of days, then of times (those about the whole day first), then the gravest first;
        silenced ones among them, with the reason.
    """
    view = View.of(given)
    days = {sheet.day for sheet in given.week.days}
    found = [finding for kind in _KINDS for finding in kind(view) if finding.day in days]
    found.sort(key=_place)
    if not given.silenced:
        return tuple(found)
    return tuple(replace(finding, silenced=given.silenced.get(finding.rule.value)) for finding in found)


def _place(finding: Finding) -> tuple[str, float, int, int, str]:
    time = finding.start.timestamp() if finding.start else float("-inf")
    gravity = _GRAVEST_FIRST[finding.severity]
    return (finding.day.format_iso(), time, gravity, _ORDER[finding.rule], finding.entry_id or "")
