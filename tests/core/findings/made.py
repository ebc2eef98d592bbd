"""Weeks for tests, written as a person would write them down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from whenever import Date, ZonedDateTime

from punchcard.core.clock import IDLE, ClockState, OnBreak, Working
from punchcard.core.days import DaySheet, WeekSheet
from punchcard.core.entries import Break, Entry
from punchcard.core.findings import Finding, FindingsInput, find_all
from punchcard.core.rule_sets import RULE_SETS
from punchcard.core.time_types import Category, TimeType

BERLIN = "Europe/Berlin"
VACATION = TimeType("vacation", "Vacation", Category.VACATION)
SICK = TimeType("sick", "Sick leave", Category.SICK)
H = 3600


def moment(text: str, zone: str = BERLIN) -> ZonedDateTime:
    """ "2026-03-11 08:00", or with seconds; 24:00 is the next midnight."""
    day, _, clock = text.partition(" ")
    hour, minute, second = (int(part) for part in f"{clock}:00".split(":")[:3])
    date = Date(day).add(days=hour // 24)
    return ZonedDateTime(date.year, date.month, date.day, hour % 24, minute, second, tz=zone)


def booked(line: str, zone: str = BERLIN, time_type: TimeType | None = None) -> Entry:
    """ "2026-03-11 08:00-16:30 12:00-12:30": a day, the entry, its breaks. What ends before it begins ends on
    the next day; a break earlier than its entry begins lies on the next day."""
    day, span, *pauses = line.split()
    start, end = _span(day, span, "00:00", zone)
    first = span.partition("-")[0]
    breaks = tuple(Break(*_span(day, pause, first, zone)) for pause in pauses)
    return Entry(line, "ann", start.date(), start, end, breaks, time_type)


def _span(day: str, text: str, not_before: str, zone: str) -> tuple[ZonedDateTime, ZonedDateTime]:
    first, _, last = text.partition("-")
    if first < not_before:
        day = Date(day).add(days=1).format_iso()
    ends = day if first <= last else Date(day).add(days=1).format_iso()
    return moment(f"{day} {first}", zone), moment(f"{ends} {last}", zone)


def hours(day: str, amount: float, time_type: TimeType | None = None, half_days: int | None = None) -> Entry:
    seconds = int(amount * H)
    name = f"{day} {amount} h"
    return Entry(
        name, "ann", Date(day), None, None, (), time_type, duration_seconds=seconds, half_days=half_days
    )


@dataclass(frozen=True)
class Made:
    """A week with what is around it; `first` is its first day, `targets` are hours from there on."""

    first: str
    entries: Iterable[Entry | str] = ()
    targets: tuple[float | None, ...] = (None,) * 7
    rules: str = "DE"
    zone: str = BERLIN
    now: str = ""
    state: ClockState = IDLE
    holidays: Mapping[str, str] = field(default_factory=dict[str, str])
    unsynced: Mapping[str, str] = field(default_factory=dict[str, str])
    silenced: Mapping[str, str] = field(default_factory=dict[str, str])
    complete_from: str | None = None

    @property
    def given(self) -> FindingsInput:
        booked_ = tuple(booked(e, self.zone) if isinstance(e, str) else e for e in self.entries)
        first = Date(self.first)
        now = moment(self.now or f"{first.add(days=20).format_iso()} 12:00", self.zone)
        days = [
            DaySheet(
                day, self.zone, booked_, self.state, now, None if hours_ is None else int(hours_ * H),
                self.holidays.get(day.format_iso()), _absence(booked_, day),
            )
            for day, hours_ in zip((first.add(days=n) for n in range(7)), self.targets, strict=True)
        ]  # fmt: skip
        since = Date(self.complete_from) if self.complete_from else None
        return FindingsInput(
            WeekSheet(tuple(days)), booked_, self.state, now, RULE_SETS[self.rules], self.unsynced,
            self.silenced, since,
        )  # fmt: skip

    @property
    def findings(self) -> tuple[Finding, ...]:
        return find_all(self.given)

    @property
    def short(self) -> list[str]:
        """Each finding as "2026-03-11 serious long_day"."""
        return [f"{f.day.format_iso()} {f.severity.value} {f.rule.value}" for f in self.findings]

    @property
    def told(self) -> list[str]:
        """Each finding as it is read: "2026-03-11 10:01 worked; … (ArbZG §3)"."""
        return [
            f"{f.day.format_iso()} {f.message}{f' ({f.source})' if f.source else ''}" for f in self.findings
        ]


def _absence(entries: Iterable[Entry], day: Date) -> str | None:
    names = [e.time_type.name for e in entries if e.is_absence and e.day == day and e.time_type]
    return ", ".join(names) or None


def working(since: str, *pauses: str, zone: str = BERLIN) -> Working:
    return Working("clock", moment(since, zone), breaks=_pauses(since, pauses, zone))


def on_break(since: str, break_since: str, *pauses: str, zone: str = BERLIN) -> OnBreak:
    at = moment(break_since, zone)
    return OnBreak("clock", moment(since, zone), breaks=_pauses(since, pauses, zone), break_since=at)


def _pauses(since: str, pauses: Iterable[str], zone: str) -> tuple[Break, ...]:
    day, _, clock = since.partition(" ")
    return tuple(Break(*_span(day, pause, clock, zone)) for pause in pauses)
