"""Breaks that are missing, came too late or were too short to count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from punchcard.core.breaks_due import counted_break, unmet_rule
from punchcard.core.days import Shift
from punchcard.core.durations import duration_in_words
from punchcard.core.findings.finding import Finding, Rule, Severity
from punchcard.core.findings.view import View
from punchcard.core.findings.words import amount, span
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time
from punchcard.core.rule_sets import BreakRule, Limit, RuleSet

_NAMED_PAUSES = 3


def breaks(view: View) -> Iterator[Finding]:
    """What is wrong with the breaks of each shift, at most one finding a breach.

    Too little break in all is a missing break; where the pauses would do if the short ones among them
    counted, it is a short break. Too much work in one go is a late break, or likewise a short one; it is not
    said again of a shift that had no break which counts. While the clock runs in a shift, breaks that can
    still be taken are not missing.
    """
    for shift in view.shifts:
        too_little = None if view.is_unfinished(shift) else _too_little(view, shift)
        if too_little is not None:
            yield too_little
        in_one_go = _in_one_go(view, shift)
        if in_one_go is None:
            continue
        had_a_break = counted_break(view.given.rules, shift.breaks) > 0
        if too_little is None or (had_a_break and in_one_go.rule is Rule.LATE_BREAK):
            yield in_one_go


def _too_little(view: View, shift: Shift) -> Finding | None:
    rules, worked = view.given.rules, shift.worked_seconds
    taken = counted_break(rules, shift.breaks)
    unmet = unmet_rule(rules, worked, shift.breaks)
    if unmet is None:
        return None
    short = _short(rules, shift.breaks)
    would_do = sum(pause.seconds for pause in shift.breaks) >= max(unmet.at_least_s, 1)
    whole = Interval(shift.pieces[0].start, shift.pieces[-1].end)
    due = _due(unmet) + _in_pieces(unmet, taken) + _none(rules, short)
    message = f"{amount(worked)} worked {_with_breaks(taken, short)}; {due}."
    return _finding(view, shift, whole, would_do, Rule.MISSING_BREAK, message, unmet.source)


def _in_one_go(view: View, shift: Shift) -> Finding | None:
    rules, limit = view.given.rules, view.given.rules.longest_stretch
    if limit is None:
        return None
    longest = max(_runs(shift, rules.shortest_piece_s), key=_worked)
    if _worked(longest) <= limit.seconds:
        return None
    short = _short(rules, Shift(tuple(longest), None).breaks)
    would_do = all(_worked(run) <= limit.seconds for run in _runs(shift, 1))
    return _finding(
        view,
        shift,
        Interval(longest[0].start, longest[-1].end),
        would_do,
        Rule.LATE_BREAK,
        _late(longest, short, limit, rules),
        limit.source,
    )


def _late(run: Sequence[Interval], short: Sequence[Interval], limit: Limit, rules: RuleSet) -> str:
    whole = Interval(run[0].start, run[-1].end)
    counts = "a break that counts" if short else "a break"
    return (
        f"{amount(_worked(run))} worked in one go, {span(whole)}, without {counts};"
        f" at most {duration_in_words(limit.seconds)} are allowed{_none(rules, short)}."
    )


def _finding(
    view: View, shift: Shift, where: Interval, would_do: bool, otherwise: Rule, message: str, source: str
) -> Finding:
    """A short break where the pauses `would_do` if all of them counted, or else what is `otherwise` wrong."""
    rule = Rule.SHORT_BREAK if would_do else otherwise
    day = view.day_of(shift.pieces[0].start)
    return Finding(rule, Severity.SERIOUS, day, message, source, where.start, where.end)


def _runs(shift: Shift, piece_s: int) -> list[list[Interval]]:
    """The shift's work, parted at every pause of at least `piece_s` seconds."""
    runs = [[shift.pieces[0]]]
    for piece in shift.pieces[1:]:
        if Interval(runs[-1][-1].end, piece.start).seconds >= max(piece_s, 1):
            runs.append([])
        runs[-1].append(piece)
    return runs


def _worked(run: Sequence[Interval]) -> int:
    return sum(piece.seconds for piece in run)


def _short(rules: RuleSet, pauses: Sequence[Interval]) -> list[Interval]:
    return [pause for pause in pauses if pause.seconds < rules.shortest_piece_s]


def _with_breaks(taken: int, short: Sequence[Interval]) -> str:
    if taken:
        return f"with {_length(taken)} of breaks"
    return "without a break that counts" if short else "without a break"


def _due(rule: BreakRule) -> str:
    when = f"{'from' if rule.reached else 'over'} {duration_in_words(rule.more_than_s)}"
    if rule.at_least_s == 0:
        return f"{when} a break is due"
    return f"{when}{' on' * rule.reached} at least {duration_in_words(rule.at_least_s)} are due"


def _in_pieces(rule: BreakRule, taken: int) -> str:
    """In what pieces it is due, where there is as much break as that but in others."""
    if not rule.pieces_s or taken < rule.at_least_s:
        return ""
    ways = ["in one piece"]
    for number, piece in enumerate(rule.pieces_s[1:], start=2):
        ways.append(f"in {number} of at least {duration_in_words(piece)}")
    return f" {ways[0]}" if len(ways) == 1 else f" {', '.join(ways[:-1])}, or {ways[-1]}"


def _none(rules: RuleSet, short: Sequence[Interval]) -> str:
    """Why short pauses count as none, to be put after a sentence; empty where there are none."""
    if not short:
        return ""
    least = duration_in_words(rules.shortest_piece_s)
    if len(short) > _NAMED_PAUSES:
        return f". Your {len(short)} pauses of less than {least} count as none"
    named = " and ".join(f"{_length(pause.seconds)} at {clock_time(pause.start)}" for pause in short)
    verb = "counts" if len(short) == 1 else "count"
    return f". Your pause of {named} {verb} as none: it takes at least {least} in one piece"


def _length(seconds: int) -> str:
    return duration_in_words(seconds) if seconds % 60 == 0 or seconds < 60 else amount(seconds)
