"""What a rule set asks of a running day: breaks due, the earliest and latest finish, the rest after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whenever import ZonedDateTime

from punchcard.core.intervals import Interval
from punchcard.core.rule_sets import BreakRule, RuleSet


@dataclass(frozen=True, slots=True)
class BreakDue:
    """The next break that the rules ask for."""

    by: ZonedDateTime
    """The latest moment at which it must have begun; past where it is overdue."""
    missing_seconds: int
    """What is missing, `needed_seconds` less `taken_seconds`; a separate pause must still be long enough to
    count. 0 where the rule leaves the length open."""
    taken_seconds: int
    """Break taken so far that counts."""
    needed_seconds: int
    """Break needed to work beyond `by`."""
    source: str
    """The paragraph that asks for it."""


def required_break(rules: RuleSet, worked_seconds: int) -> int:
    """Seconds of break that a day with so much work needs; 0 also where a rule leaves the length open."""
    return max((rule.at_least_s for rule in rules.breaks if rule.applies(worked_seconds)), default=0)


def counted_break(rules: RuleSet, breaks: Iterable[Interval]) -> int:
    """Seconds of break that count: pauses shorter than the shortest piece count as none."""
    return sum(counted_pauses(rules, breaks))


def counted_pauses(rules: RuleSet, breaks: Iterable[Interval]) -> list[int]:
    """The lengths in seconds of the pauses that count."""
    return [pause.seconds for pause in breaks if _counts(rules, pause)]


def missing_break(
    rules: RuleSet, worked_seconds: int, breaks: Iterable[Interval], open_break: Interval | None = None
) -> int:
    """Seconds of break still to take before so much work is allowed.

    Args:
        rules: The rule set.
        worked_seconds: All the work that there shall have been in the end.
        breaks: Finished pauses.
        open_break: The break that goes on, up to now. It is taken to last until it counts.
    """
    rule, finished = unmet_rule(rules, worked_seconds, pauses := list(breaks)), counted_pauses(rules, pauses)
    if rule is None or not rule.at_least_s:
        return 0
    going_on = open_break.seconds if open_break else 0
    if not rule.pieces_s:
        return max(0, max(rule.missing_s(finished), rules.shortest_piece_s) - going_on)
    # What goes on counts up to the length of the piece that it is to be.
    return min(
        max(0, number - sum(pause >= piece for pause in finished)) * piece - min(going_on, piece)
        for number, piece in enumerate(rule.pieces_s, start=1)
    )


def unmet_rule(rules: RuleSet, worked_seconds: int, breaks: Iterable[Interval]) -> BreakRule | None:
    """The strictest break rule that a day breaks, or None.

    Breaks that are enough for more work are enough for less of it, in whatever pieces.

    Args:
        rules: The rule set.
        worked_seconds: Work in the day.
        breaks: All pauses of the day.
    """
    unmet = [rule for rule in _unmet(rules, breaks) if rule.applies(worked_seconds)]
    return unmet[-1] if unmet else None


def next_break_due(
    rules: RuleSet, worked_stretches: Sequence[Interval], breaks: Sequence[Interval], now: ZonedDateTime
) -> BreakDue | None:
    """The next break that a day of work needs, or None where no rule will ever ask for one.

    Work is taken to go on from `now` without a pause, also where a break is open or nothing runs. A rule
    about the whole day is due when its amount of work is reached with too little break, even where the law
    would let the rest of the break come later: a day that ended just beyond that would break it. Past
    breaches that no break can mend any more are not reported.

    Args:
        rules: The rule set.
        worked_stretches: Work of the day up to `now`, without breaks and overlaps.
        breaks: Pauses of the day, an open one up to `now`. Time between entries counts if it is given here.
        now: The current moment.
    """
    stretches = sorted(worked_stretches, key=lambda stretch: stretch.start)
    pauses = counted_pauses(rules, breaks)
    taken = sum(pauses)
    due = [
        _due(rule, pauses, _moment_reached(stretches, rule.more_than_s, now))
        for rule in _unmet(rules, breaks)
    ]
    if rules.longest_stretch is not None:
        due.append(
            BreakDue(
                by=_moment_reached(
                    _since_break(rules, stretches, breaks), rules.longest_stretch.seconds, now
                ),
                missing_seconds=rules.shortest_piece_s,
                taken_seconds=taken,
                needed_seconds=taken + rules.shortest_piece_s,
                source=rules.longest_stretch.source,
            )
        )
    return min(due, key=lambda need: (need.by, -need.missing_seconds), default=None)


def finish_at_target(target_s: int, worked_s: int, missing_break_s: int, now: ZonedDateTime) -> ZonedDateTime:
    """The earliest moment at which the day's target can be reached.

    Args:
        target_s: Seconds of work that the day should have.
        worked_s: Seconds of work up to `now`.
        missing_break_s: Seconds of break that a day of that length still needs, see `missing_break`. Less
            than nothing counts as nothing.
        now: The current moment, from which work goes on.

    Returns:
        `now` where the target is reached already.
    """
    left = target_s - worked_s
    return now.add(seconds=left + max(0, missing_break_s)) if left > 0 else now


def latest_finish(
    rules: RuleSet, worked_seconds: int, now: ZonedDateTime, *, day_began: ZonedDateTime | None = None
) -> ZonedDateTime | None:
    """The moment at which the longest day is reached if work goes on from `now` without a break.

    Args:
        rules: The rule set.
        worked_seconds: Work of the day up to `now`.
        now: The current moment, or the one from which work goes on.
        day_began: When the day's work began, for rules that limit the day from beginning to end.

    Returns:
        The earlier of the two limits, before `now` where it is exceeded; None where there is no limit.
    """
    ends: list[ZonedDateTime] = []
    if rules.longest_day is not None:
        ends.append(now.add(seconds=rules.longest_day.seconds - worked_seconds))
    if rules.longest_span is not None and day_began is not None:
        ends.append(day_began.add(seconds=rules.longest_span.seconds))
    return min(ends, default=None)


def rest_until(rules: RuleSet, last_end: ZonedDateTime) -> ZonedDateTime | None:
    """The earliest moment to begin again after a day's work that ended at `last_end`; None without a rule."""
    return None if rules.shortest_rest is None else last_end.add(seconds=rules.shortest_rest.seconds)


def _unmet(rules: RuleSet, breaks: Iterable[Interval]) -> list[BreakRule]:
    """The rules, from the least work on, for which the breaks are not enough."""
    pauses = counted_pauses(rules, breaks)
    met = [number for number, rule in enumerate(rules.breaks) if rule.missing_s(pauses) == 0]
    return list(rules.breaks[met[-1] + 1 :] if met else rules.breaks)


def _due(rule: BreakRule, pauses: Sequence[int], by: ZonedDateTime) -> BreakDue:
    missing = min(rule.missing_s(pauses), rule.at_least_s)
    return BreakDue(by, missing, rule.at_least_s - missing, rule.at_least_s, rule.source)


def _counts(rules: RuleSet, pause: Interval) -> bool:
    return pause.seconds >= max(rules.shortest_piece_s, 1)


def _since_break(rules: RuleSet, stretches: list[Interval], breaks: Sequence[Interval]) -> list[Interval]:
    """The work after the last break that counts."""
    last = max((pause.end for pause in breaks if _counts(rules, pause)), default=None)
    if last is None:
        return stretches
    return [Interval(max(work.start, last), work.end) for work in stretches if work.end > last]


def _moment_reached(stretches: Iterable[Interval], worked_s: int, now: ZonedDateTime) -> ZonedDateTime:
    """When so much work was reached, or will be if it goes on from `now`."""
    left = worked_s
    for work in stretches:
        if left < work.seconds:
            return work.start.add(seconds=left)
        left -= work.seconds
    return now.add(seconds=left)
