"""Sums that were worked out by hand, and what holds for any entries at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain import HOME_OFFICE, HOSTILE, PORTAL, ZONES, berlin, epochs, from_epoch
from whenever import Date, Weekday, ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment, Dimension, Reference
from punchcard.core.entries import Break, Entry, EntryStatus
from punchcard.core.grouping import GroupOrder, group_entries, group_tree, parts_at, rounded, sorted_groups
from punchcard.core.grouping_keys import keys_known, parse_grouping
from punchcard.core.groups import Group, Period
from punchcard.core.refusals import UsageError
from punchcard.core.time_types import Category, TimeType

DIMENSIONS = (Dimension("client", "Client"), Dimension("project", "Project"), Dimension("task", "Task"))
BERLIN = "Europe/Berlin"
MARCH = Period(Date(2026, 3, 1), Date(2026, 3, 31))
OPS = Assignment((Reference("client", "c1", "Northwind"), Reference("project", "p2", "Ops")), billable=True)
OTHER_PORTAL = Assignment((Reference("client", "c2", "Fabrikam"), Reference("project", "p3", "Portal")))
VACATION = TimeType("vacation", "Vacation", Category.VACATION)


def entry(
    start: ZonedDateTime,
    end: ZonedDateTime,
    assignment: Assignment = NOTHING,
    *breaks: Break,
    note: str = "",
    time_type: TimeType | None = None,
    person: str = "ann",
) -> Entry:
    return Entry(
        f"{start} {end} {assignment.path} {note}", person, start.date(), start, end, breaks, time_type,
        assignment, note,
    )  # fmt: skip


def on_day(day: Date, seconds: int, time_type: TimeType | None = None) -> Entry:
    kept = Entry(f"{day} {seconds}", "ann", day, None, None, time_type=time_type)
    return replace(kept, duration_seconds=seconds)


def tree(
    entries: Sequence[Entry], *by: str, period: Period = MARCH, zone: str = BERLIN, step: int = 0
) -> Group:
    return group_tree(
        entries, by, period=period, zone=zone, rounding=step, people={"ann": "Ann"}, dimensions=DIMENSIONS
    )


def told(groups: Sequence[Group]) -> list[tuple[str, str]]:
    """Labels and hours with minutes and seconds, as deep as it goes."""
    lines: list[tuple[str, str]] = []
    for group in groups:
        minutes, seconds = divmod(group.seconds, 60)
        lines.append(
            (group.label, f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else ""))
        )
        lines += [(f"  {label}", size) for label, size in told(group.children)]
    return lines


WEEK = (
    entry(berlin("9 08:00"), berlin("9 12:00"), PORTAL, note="review"),
    entry(
        berlin("9 13:00"), berlin("9 17:30"), OPS, Break(berlin("9 15:00"), berlin("9 15:30")), note="=1+1"
    ),
    entry(
        berlin("10 22:00"), berlin("11 06:00"), OTHER_PORTAL, Break(berlin("10 23:30"), berlin("11 00:30"))
    ),
    entry(berlin("12 09:00"), berlin("12 09:20"), time_type=HOME_OFFICE),
    on_day(Date(2026, 3, 13), 8 * 3600, VACATION),
)


def test_clients_then_projects_the_longest_first() -> None:
    assert told(tree(WEEK, "client", "project").children) == [
        ("no client", "8:20"),
        ("  no project", "8:20"),
        ("Northwind", "8:00"),
        ("  Ops", "4:00"),
        ("  Portal", "4:00"),
        ("Fabrikam", "7:00"),
        ("  Portal", "7:00"),
    ]


def test_days_are_cut_at_midnight_with_their_breaks() -> None:
    assert told(tree(WEEK, "day").children) == [
        ("Mon 9 Mar 2026", "8:00"),
        ("Tue 10 Mar 2026", "1:30"),
        ("Wed 11 Mar 2026", "5:30"),
        ("Thu 12 Mar 2026", "0:20"),
        ("Fri 13 Mar 2026", "8:00"),
    ]


def test_what_lies_outside_of_the_period_does_not_count() -> None:
    night = Period(Date(2026, 3, 11), Date(2026, 3, 12))

    assert told(tree(WEEK, "client", period=night).children) == [("Fabrikam", "5:30"), ("no client", "0:20")]
    assert told(tree(WEEK, "day", period=Period(Date(2026, 3, 10), Date(2026, 3, 10))).children) == [
        ("Tue 10 Mar 2026", "1:30")
    ]


@pytest.mark.parametrize("by", [("client",), ("day",), ()])
def test_an_empty_period_has_nothing(by: tuple[str, ...]) -> None:
    backwards = Period(Date(2026, 3, 12), Date(2026, 3, 9))

    assert tree(WEEK, *by, period=backwards) == tree((), *by) == Group("", "Total", 0)


def test_two_of_one_name_are_told_apart_by_their_branch() -> None:
    assert told(tree(WEEK, "project").children) == [
        ("no project", "8:20"),
        ("Fabrikam › Portal", "7:00"),
        ("Northwind › Portal", "4:00"),
        ("Ops", "4:00"),
    ]


def test_absences_count_and_are_told_apart() -> None:
    total = tree(WEEK, "type")

    assert told(total.children) == [("no type", "15:00"), ("Vacation", "8:00"), ("Home office", "0:20")]
    assert (total.worked_seconds, total.absence_seconds) == (15 * 3600 + 1200, 8 * 3600)
    assert total.children[1].worked_seconds == 0


def test_billable_is_the_sum_of_what_is_and_none_where_nobody_says() -> None:
    groups = {group.label: group.billable_seconds for group in tree(WEEK, "client").children}

    assert groups == {"no client": None, "Northwind": 4 * 3600, "Fabrikam": None}


def test_an_entry_over_midnight_is_one_entry_in_the_sum_of_two_days() -> None:
    total = tree(WEEK[2:3], "day")

    assert [group.count for group in total.children] == [1, 1]
    assert total.count == 1


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("week", [("2026-W11", "23:20")]),
        ("month", [("March 2026", "23:20")]),
        ("year", [("2026", "23:20")]),
        ("person", [("Ann", "23:20")]),
        ("status", [("open", "23:20")]),
        ("billable", [("not said", "19:20"), ("billable", "4:00")]),
        ("category", [("no category", "15:00"), ("vacation", "8:00"), ("productive", "0:20")]),
        ("note", [("no note", "15:20"), ("=1+1", "4:00"), ("review", "4:00")]),
    ],
)
def test_every_other_key(by: str, expected: list[tuple[str, str]]) -> None:
    assert told(tree(WEEK, by).children) == expected


def test_weekdays_begin_where_the_week_begins() -> None:
    entries = [entry(berlin(f"{day} 08:00"), berlin(f"{day} 09:00")) for day in (14, 15, 16)]

    for first, expected in ((Weekday.MONDAY, ["Monday", "Saturday", "Sunday"]),
                            (Weekday.SUNDAY, ["Sunday", "Monday", "Saturday"])):  # fmt: skip
        groups = group_entries(entries, ("weekday",), period=MARCH, zone=BERLIN, week_starts=first)
        assert [group.label for group in groups] == expected


def test_weeks_over_the_turn_of_the_year() -> None:
    def at(day: Date, hour: int) -> ZonedDateTime:
        return ZonedDateTime(day.year, day.month, day.day, hour, tz=BERLIN)

    days = [Date(2026, 12, 31), Date(2027, 1, 3), Date(2027, 1, 4)]
    entries = [entry(at(day, 8), at(day, 10)) for day in days]
    period = Period(Date(2026, 12, 1), Date(2027, 1, 31))

    assert told(tree(entries, "week", "year", period=period).children) == [
        ("2026-W53", "4:00"), ("  2026", "2:00"), ("  2027", "2:00"),
        ("2027-W01", "2:00"), ("  2027", "2:00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "start", "hours", "expected"),
    [
        # The clocks go forward at 2:00 on 29 March: from 22:00 to 6:00 are seven hours, five after midnight.
        ("Europe/Berlin", (2026, 3, 28, 22), 7, [("Sat 28 Mar 2026", "2:00"), ("Sun 29 Mar 2026", "5:00")]),
        # They go back at 3:00 on 25 October: nine hours, seven after midnight.
        ("Europe/Berlin", (2026, 10, 24, 22), 9, [("Sat 24 Oct 2026", "2:00"), ("Sun 25 Oct 2026", "7:00")]),
        ("America/New_York", (2026, 3, 7, 22), 7, [("Sat 7 Mar 2026", "2:00"), ("Sun 8 Mar 2026", "5:00")]),
        # Half an hour back at 2:00 on 5 April.
        (
            "Australia/Lord_Howe", (2026, 4, 4, 22), 8,
            [("Sat 4 Apr 2026", "2:00"), ("Sun 5 Apr 2026", "6:00")],
        ),
    ],
)  # fmt: skip
def test_nights_in_which_the_clocks_change(
    zone: str, start: tuple[int, int, int, int], hours: int, expected: list[tuple[str, str]]
) -> None:
    begin = ZonedDateTime(*start, tz=zone)
    night = entry(begin, begin.add(hours=hours))
    year = Period(Date(2026, 1, 1), Date(2026, 12, 31))

    assert told(tree([night], "day", period=year, zone=zone).children) == expected


def test_an_entry_from_elsewhere_counts_on_the_days_of_the_zone() -> None:
    there = ZonedDateTime(2026, 3, 10, 20, tz="America/New_York")  # 1:00 on the 11th in Berlin

    assert told(tree([entry(there, there.add(hours=1))], "day").children) == [("Wed 11 Mar 2026", "1:00")]


@pytest.mark.parametrize(
    ("minutes", "step", "expected"),
    [(7, 15, 0), (7.5, 15, 15), (8, 15, 15), (22, 15, 15), (22.5, 15, 30), (0, 15, 0), (30, 60, 60),
     (29.98, 60, 0), (719, 1440, 0), (720, 1440, 1440), (1 / 60, 1, 0), (0.5, 1, 1)],
)  # fmt: skip
def test_half_is_rounded_up(minutes: float, step: int, expected: int) -> None:
    assert rounded(round(minutes * 60), step * 60) == expected * 60


def test_sums_are_sums_of_rounded_leaves_with_the_exact_ones_beside() -> None:
    entries = [
        entry(berlin("9 08:00"), berlin("9 08:08"), PORTAL),
        entry(berlin("9 09:00"), berlin("9 09:08"), OPS),
        entry(berlin("10 08:00"), berlin("10 08:07"), OPS),
    ]
    total = tree(entries, "client", "day", "project", step=15)

    figures = [(g.label, g.seconds // 60, (g.rounded_seconds or 0) // 60) for g in total.children[0].children]
    assert figures == [("Mon 9 Mar 2026", 16, 30), ("Tue 10 Mar 2026", 7, 0)]
    assert (total.seconds, total.rounded_seconds) == (23 * 60, 30 * 60)
    assert tree(entries, "client", step=15).rounded_seconds == 30 * 60
    assert tree(entries, step=60).rounded_seconds == 0


@pytest.mark.parametrize("step", [-1, 1441])
def test_rounding_out_of_range_is_refused(step: int) -> None:
    with pytest.raises(UsageError, match="cannot be rounded"):
        tree(WEEK, "client", step=step)


def test_other_orders() -> None:
    groups = tree(WEEK, "client", "day").children

    by_name = sorted_groups(groups, GroupOrder.NAME)
    assert [group.label for group in by_name] == ["Fabrikam", "no client", "Northwind"]
    assert [day.label[:3] for day in by_name[1].children] == ["Thu", "Fri"]
    longest = sorted_groups(groups, GroupOrder.DURATION)
    assert [day.label[:3] for day in longest[0].children] == ["Fri", "Thu"]
    assert sorted_groups(groups, GroupOrder.USUAL) == groups


def test_a_node_names_its_entries() -> None:
    total = tree(WEEK, "client", "day")
    night = total.children[2].children[1]

    found = parts_at(WEEK, night.path, period=MARCH, zone=BERLIN)

    assert [(part.entry, part.seconds) for part in found] == [(WEEK[2], night.seconds)]
    assert total.at(night.path) == night
    assert total.at((("client", "nobody"),)) is None


def test_hostile_names_are_one_line_and_markup_is_kept() -> None:
    hostile = Assignment((Reference("client", "c", HOSTILE + "\x1b[31m\u202e"),))

    label = tree([entry(berlin("9 08:00"), berlin("9 09:00"), hostile)], "client").children[0].label

    assert label.startswith("[bold]x[/]")
    assert not set(label) & set("\n\x1b\u202e")


def test_nobody_knows_more_than_one_meaning_of_a_key() -> None:
    assert parse_grouping(" Client, PROJECT,text ", DIMENSIONS) == ("client", "project", "note")
    with pytest.raises(UsageError, match="stands twice"):
        parse_grouping("note,client,text", DIMENSIONS)
    with pytest.raises(UsageError, match="Did you mean “client”"):
        parse_grouping("clinet", DIMENSIONS)
    with pytest.raises(UsageError, match="nothing to group by"):
        parse_grouping(" , ", DIMENSIONS)
    with pytest.raises(UsageError, match="stands twice"):
        parse_grouping(",".join(["client"] * 50), DIMENSIONS)


def test_ten_thousand_entries_add_up() -> None:
    first = berlin("1 00:00")
    entries = [
        replace(
            entry(first.add(seconds=260 * n), first.add(seconds=260 * n + 251), (PORTAL, OPS)[n % 2]),
            id=f"e{n}",
        )
        for n in range(10_000)
    ]
    total = tree(entries, "day", "client", "project", step=6)

    assert (total.count, total.seconds) == (10_000, 2_510_000)
    assert len(total.children) == 31
    assert abs((total.rounded_seconds or 0) - total.seconds) <= 62 * 180


some_assignments = st.sampled_from([NOTHING, PORTAL, OPS, OTHER_PORTAL])
some_types = st.sampled_from([None, HOME_OFFICE, VACATION])


@st.composite
def many_entries(draw: st.DrawFn) -> tuple[list[Entry], Period, str]:
    """Entries of any length around one week, some without clock times."""
    zone, first = draw(st.sampled_from(ZONES)), draw(epochs)
    entries: list[Entry] = []
    for number in range(draw(st.integers(0, 12))):
        start = first + draw(st.integers(-200_000, 800_000))
        end = start + draw(st.integers(0, 24 * 3600))
        begin = from_epoch(start, zone)
        cuts = sorted(draw(st.lists(st.integers(start, end), min_size=2, max_size=2)))
        pauses = (Break(from_epoch(cuts[0], zone), from_epoch(cuts[1], zone)),) if cuts[0] < cuts[1] else ()
        is_timed = draw(st.booleans())
        kept = Entry(
            f"e{number}", draw(st.sampled_from(["ann", "bob"])), begin.date(), begin if is_timed else None,
            from_epoch(end, zone) if is_timed else None, pauses if is_timed else (), draw(some_types),
            draw(some_assignments), draw(st.sampled_from(["", "a", "B"])),
            None if is_timed else end - start,
            status=draw(st.sampled_from(EntryStatus)),
        )  # fmt: skip
        entries.append(kept)
    day = from_epoch(first, zone).date()
    return entries, Period(day, day.add(days=draw(st.integers(0, 8)))), zone


def nodes(group: Group) -> list[Group]:
    return [group, *(node for child in group.children for node in nodes(child))]


some_keys = st.lists(st.sampled_from(list(keys_known(DIMENSIONS))), unique=True, max_size=4)


@given(many_entries(), some_keys, st.integers(0, 90))
def test_any_grouping_has_the_same_total_and_adds_up_at_every_level(
    made: tuple[list[Entry], Period, str], by: list[str], step: int
) -> None:
    entries, period, zone = made
    total = tree(entries, *by, period=period, zone=zone, step=step)
    plain = tree(entries, period=period, zone=zone)

    assert (total.seconds, total.absence_seconds, total.count) == (
        plain.seconds, plain.absence_seconds, plain.count
    )  # fmt: skip
    for node in nodes(total):
        if node.children:
            assert node.seconds == sum(child.seconds for child in node.children)
            assert node.absence_seconds == sum(child.absence_seconds for child in node.children)
            assert len({child.key for child in node.children}) == len(node.children)
            assert len({child.label for child in node.children}) == len(node.children)
            if step:
                assert node.rounded_seconds == sum(child.rounded_seconds or 0 for child in node.children)
        parts = parts_at(entries, node.path, period=period, zone=zone)
        assert (node.count, node.seconds) == (len(parts), sum(part.seconds for part in parts))
    if step and by:
        assert all((node.rounded_seconds or 0) % (step * 60) == 0 for node in nodes(total))


@given(many_entries(), st.permutations(["client", "day", "type"]))
def test_the_order_of_keys_changes_no_leaf(made: tuple[list[Entry], Period, str], by: list[str]) -> None:
    entries, period, zone = made

    def leaves(*keys: str) -> set[tuple[frozenset[tuple[str, str]], int]]:
        total = tree(entries, *keys, period=period, zone=zone)
        return {(frozenset(node.path), node.seconds) for node in nodes(total) if len(node.path) == 3}

    assert leaves(*by) == leaves("client", "day", "type")


@given(many_entries())
def test_days_one_by_one_are_the_whole_period(made: tuple[list[Entry], Period, str]) -> None:
    entries, period, zone = made
    days = [period.first]
    while days[-1] < period.last:
        days.append(days[-1].add(days=1))

    alone = [tree(entries, period=Period(day, day), zone=zone).seconds for day in days]

    assert sum(alone) == tree(entries, period=period, zone=zone).seconds
