"""Breaks as the service keeps them, brought into the form in which the domain has them.

A break that is begun the second the last one ended goes on there as a second one, and one that is ended the
second it began stays as one of no length; neither is seen by anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whenever import ZonedDateTime

from punchcard.backends.http.moments import local
from punchcard.backends.mctime.wire.entries import Break as Told
from punchcard.core.entries import Break


def finished_breaks(told: Iterable[Told], zone: str) -> tuple[Break, ...]:
    """Return the breaks that have an end, in order: those that adjoin are one, those of no length none."""
    ended = [
        Break(local(each.start, zone), local(each.end, zone), each.automatic)
        for each in told
        if each.end is not None and each.end > each.start
    ]
    found: list[Break] = []
    for pause in sorted(ended, key=lambda each: each.start.timestamp()):
        last = found[-1] if found else None
        if last is not None and last.end == pause.start and last.automatic == pause.automatic:
            found[-1] = Break(last.start, pause.end, pause.automatic)
        else:
            found.append(pause)
    return tuple(found)


def open_since(told: Iterable[Told], zone: str) -> ZonedDateTime | None:
    """Return when the open break began; None where none is told."""
    begun = [local(each.start, zone) for each in told if each.end is None]
    return max(begun, key=lambda each: each.timestamp(), default=None)


def taken_up(breaks: Sequence[Break], since: ZonedDateTime) -> tuple[tuple[Break, ...], ZonedDateTime]:
    """Return finished breaks and an open one, which goes on where the last one ended if it began then."""
    if breaks and breaks[-1].end == since:
        return tuple(breaks[:-1]), breaks[-1].start
    return tuple(breaks), since
