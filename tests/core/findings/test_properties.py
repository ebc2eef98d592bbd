"""What holds for any entries whatever."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.core.findings.made import SICK, VACATION, moment
from tests.domain import HOME_OFFICE, ZONES, breaks_between, from_epoch
from whenever import Date, Weekday, ZonedDateTime

from punchcard.core.clock import IDLE, ClockState, OnBreak, Working
from punchcard.core.days import DaySheet, WeekSheet, week_of
from punchcard.core.entries import Break, Entry
from punchcard.core.findings import FindingsInput, Rule, find_all
from punchcard.core.findings.view import View
from punchcard.core.intervals import day_interval
from punchcard.core.rule_sets import RULE_SETS

DAY_S = 86_400
MONDAY = Date(2026, 3, 23)
"""The week with Berlin's change of the clocks; the others' lie up to two weeks later or earlier."""
WIDE = day_interval(MONDAY, "UTC").start.timestamp()
around = st.integers(WIDE - 4 * DAY_S, WIDE + 11 * DAY_S)
types = st.sampled_from([None, HOME_OFFICE, VACATION, SICK])
zones = st.sampled_from(ZONES)


@st.composite
def timed(draw: st.DrawFn, starts: st.SearchStrategy[int] = around) -> Entry:
    """Entries with no length, of a day and more, with breaks outside of them and upside down."""
    start, zone = draw(starts), draw(zones)
    end = start + draw(
        st.one_of(st.just(0), st.just(DAY_S), st.integers(0, 14 * 3600), st.integers(0, 200_000))
    )
    breaks = draw(breaks_between(start, end, zone))
    if draw(st.booleans()):
        a, b = (from_epoch(start + draw(st.integers(-9_000, 90_000)), zone) for _ in range(2))
        breaks = (*breaks, Break(a, b))
    begin = from_epoch(start, zone)
    ident = draw(st.uuids(version=4).map(str))
    return Entry(ident, "ann", begin.date(), begin, from_epoch(end, zone), breaks, draw(types))


def day_number(number: int) -> Date:
    return MONDAY.add(days=number)


untimed = st.builds(
    Entry, st.uuids(version=4).map(str), st.just("ann"), st.integers(-4, 11).map(day_number),
    st.none(), st.none(), time_type=types, duration_seconds=st.integers(0, DAY_S),
    half_days=st.sampled_from([None, 1, 2]),
)  # fmt: skip


@st.composite
def clocks(draw: st.DrawFn) -> ClockState:
    start, zone = draw(around), draw(zones)
    end = start + draw(st.integers(0, 200_000))
    breaks = draw(breaks_between(start, end, zone))
    work = Working("clock", from_epoch(start, zone), breaks=breaks)
    return draw(
        st.sampled_from(
            [IDLE, work, OnBreak("clock", work.since, breaks=breaks, break_since=from_epoch(end))]
        )
    )


@st.composite
def inputs(draw: st.DrawFn) -> FindingsInput:
    zone = draw(zones)
    listed = draw(st.lists(st.one_of(timed(), timed(), untimed), max_size=12))
    return given_(
        zone, tuple(listed), draw(clocks()), draw(around), draw(st.sampled_from(sorted(RULE_SETS))),
        draw(st.lists(st.sampled_from([None, 0, 4 * 3600, 8 * 3600]), min_size=7, max_size=7)),
        draw(st.dictionaries(st.sampled_from([entry.id for entry in listed] or ["x"]), st.text(max_size=9))),
    )  # fmt: skip


def given_(
    zone: str, entries: tuple[Entry, ...], state: ClockState, now: int, rules: str,
    targets: list[int | None], unsynced: dict[str, str],
) -> FindingsInput:  # fmt: skip
    at = from_epoch(now, zone)
    days = week_of(MONDAY, Weekday.MONDAY)
    sheets = tuple(DaySheet(d, zone, entries, state, at, s) for d, s in zip(days, targets, strict=True))
    return FindingsInput(WeekSheet(sheets), entries, state, at, RULE_SETS[rules], unsynced)


def with_entries(week: FindingsInput, entries: tuple[Entry, ...]) -> FindingsInput:
    sheets = tuple(replace(sheet, entries=entries) for sheet in week.week.days)
    return replace(week, week=WeekSheet(sheets), entries=entries)


@given(inputs())
def test_any_week_has_findings_about_its_own_days_alone_in_order(week: FindingsInput) -> None:
    found = find_all(week)
    days = [sheet.day for sheet in week.week.days]
    assert {finding.day for finding in found} <= set(days)
    assert [finding.day for finding in found] == sorted((f.day for f in found), key=days.index)
    assert all(finding.message.strip() and finding.silenced is None for finding in found)
    assert all(finding.start <= finding.end for finding in found if finding.start and finding.end)
    known = {entry.id for entry in week.entries} | {"clock", None}
    assert {finding.entry_id for finding in found} <= known


@given(inputs(), st.dictionaries(st.sampled_from([rule.value for rule in Rule]), st.text(min_size=1)))
def test_silencing_adds_reasons_and_changes_nothing_else(
    week: FindingsInput, reasons: dict[str, str]
) -> None:
    silenced = find_all(replace(week, silenced=reasons))
    assert tuple(replace(finding, silenced=None) for finding in silenced) == find_all(week)
    assert all(finding.silenced == reasons.get(finding.rule.value) for finding in silenced)


@given(inputs(), st.lists(timed(st.one_of(
    st.integers(WIDE - 400 * DAY_S, WIDE - 8 * DAY_S), st.integers(WIDE + 11 * DAY_S, WIDE + 400 * DAY_S)
)), min_size=1, max_size=4))  # fmt: skip
def test_entries_further_away_than_two_days_change_nothing(week: FindingsInput, far: list[Entry]) -> None:
    assert find_all(with_entries(week, (*far, *week.entries))) == find_all(week)


@given(inputs())
def test_the_order_of_entries_does_not_matter(week: FindingsInput) -> None:
    turned = with_entries(week, week.entries[::-1])
    kinds = [{(f.day, f.rule) for f in find_all(w) if f.rule is not Rule.OVERLAP} for w in (week, turned)]
    assert kinds[0] == kinds[1]


@given(inputs())
def test_without_rules_the_law_says_nothing(week: FindingsInput) -> None:
    assert all(finding.source == "" for finding in find_all(replace(week, rules=RULE_SETS["none"])))


@given(inputs())
def test_each_shift_has_one_finding_of_a_kind(week: FindingsInput) -> None:
    lawful = [(f.rule, f.start) for f in find_all(week) if f.source and f.start]
    assert len(lawful) == len(set(lawful))


@given(inputs())
def test_days_with_their_own_entries_alone_have_the_same_totals(week: FindingsInput) -> None:
    narrowed = View.of(week).sheets
    totals = [(sheet.day, sheet.worked_seconds) for sheet in week.week.days]
    assert [(sheet.day, sheet.worked_seconds) for sheet in narrowed] == totals


LAWS: dict[str, tuple[list[tuple[int, int]], int, int | None]] = {
    "DE": ([(361, 30), (541, 45)], 15, 360),
    "AT": ([(361, 30)], 10, None),
    "CH": ([(331, 15), (421, 30), (541, 60)], 15, 330),
    "FR": ([(360, 20)], 20, None),
    "UK": ([(361, 20)], 20, None),
    "EU": ([(361, 1)], 1, None),
    "none": ([], 0, None),
}
"""From so many minutes of work on, so many of break; the shortest piece; the most in one go."""
BREAKS = {Rule.MISSING_BREAK, Rule.LATE_BREAK, Rule.SHORT_BREAK}


@given(st.lists(st.tuples(st.integers(1, 420), st.integers(0, 70)), min_size=1, max_size=7), st.booleans())
def test_a_shift_is_found_wrong_if_and_only_if_a_plain_reckoning_says_so(
    parts: list[tuple[int, int]], punched: bool
) -> None:
    begin = moment("2026-03-25 06:00")
    spans: list[tuple[ZonedDateTime, ZonedDateTime]] = []
    at = begin
    for work, pause in parts:
        spans.append((at, at.add(minutes=work)))
        at = at.add(minutes=work + pause)
    if punched:
        pauses = tuple(Break(a[1], b[0]) for a, b in pairwise(spans))
        entries = (Entry("e", "ann", begin.date(), begin, spans[-1][1], pauses),)
    else:
        entries = tuple(Entry(str(n), "ann", a.date(), a, b) for n, (a, b) in enumerate(spans))
    now = begin.add(hours=24 * 9).timestamp()
    for rules, (table, piece, in_one_go) in LAWS.items():
        week = given_("Europe/Berlin", entries, IDLE, now, rules, [None] * 7, {})
        found = {finding.rule for finding in find_all(week)} & BREAKS
        assert bool(found) == breaks_the_law(rules, parts, table, piece, in_one_go), rules


def breaks_the_law(
    rules: str, parts: list[tuple[int, int]], table: list[tuple[int, int]], piece: int, in_one_go: int | None
) -> bool:
    worked = sum(work for work, _ in parts)
    pauses = sorted((pause for _, pause in parts[:-1] if pause >= piece), reverse=True)
    taken = sum(pauses)
    longest = stretch = 0
    for work, pause in parts:
        stretch += work
        longest = max(longest, stretch)
        if pause >= piece:
            stretch = 0
    too_long = in_one_go is not None and longest > in_one_go
    due = max((needed for least, needed in table if worked >= least), default=0)
    return too_long or taken < due or not pieces_do(rules, due, pauses)


def pieces_do(rules: str, due: int, pauses: list[int]) -> bool:
    """Whether half an hour in Austria and Switzerland is in pieces as it may be."""
    if rules == "AT" and due:
        return any(len(pauses) >= n and pauses[n - 1] >= 30 // n for n in (1, 2, 3))
    if rules == "CH" and due == 30:
        return pauses[0] >= 30 or sum(pauses) >= 60
    return True
