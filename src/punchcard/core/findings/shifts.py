"""Shifts: the work between two rests, which is what the law looks at, wherever midnight lies."""

from __future__ import annotations

from collections.abc import Iterable

from whenever import Date, ZonedDateTime

from punchcard.core.days import Shift
from punchcard.core.durations import HOUR
from punchcard.core.intervals import Interval
from punchcard.core.rule_sets import RuleSet
from punchcard.core.zones import in_zone

USUAL_REST_S = 11 * HOUR
"""A gap that ends a shift in any case, where a rule set names no shortest rest."""

LONGEST_INTERRUPTION_S = 4 * HOUR
"""A gap shorter than this interrupts a shift, also over midnight."""


def local_day(moment: ZonedDateTime, zone: str) -> Date:
    """The day that `moment` lies on in `zone` (IANA name)."""
    return moment.date() if moment.tz_id == zone else in_zone(moment.to_instant(), zone).date()


def shifts_of(work: Iterable[Interval], rules: RuleSet, zone: str) -> list[Shift]:
    """Part work into shifts.

    A gap ends a shift where it is as long as the rest that is due. A shorter one ends it too, as a rest cut
    short, if it lasts four hours or more and work goes on, on a later local day than that on which the shift
    began. Everything else, a long afternoon off between two parts of a day included, interrupts the shift.

    Args:
        work: Stretches of work in any order; what they share counts once.
        rules: Whose shortest rest parts shifts.
        zone: IANA name of the zone that days are counted in.

    Returns:
        Shifts with at least one stretch of work each, in order of time; a break that goes on is in none.
    """
    rest = rules.shortest_rest.seconds if rules.shortest_rest else USUAL_REST_S
    groups: list[list[Interval]] = []
    for piece in _united(work):
        if groups and not _parts(groups[-1], piece, rest, zone):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [Shift(tuple(group), None) for group in groups]


def _parts(shift: list[Interval], piece: Interval, rest: int, zone: str) -> bool:
    gap = piece.start.timestamp() - shift[-1].end.timestamp()
    if gap >= rest or gap < LONGEST_INTERRUPTION_S:
        return gap >= rest
    return local_day(shift[0].start, zone) < local_day(piece.start, zone)


def _united(work: Iterable[Interval]) -> list[Interval]:
    united: list[Interval] = []
    for piece in sorted(work, key=lambda piece: piece.start.timestamp()):
        if piece.seconds == 0:
            continue
        if united and piece.start <= united[-1].end:
            if piece.end > united[-1].end:
                united[-1] = Interval(united[-1].start, piece.end)
        else:
            united.append(piece)
    return united
