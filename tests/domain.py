"""Domain values for tests, and how hypothesis makes them up."""

from __future__ import annotations

from hypothesis import strategies as st
from whenever import Date, Instant, ZonedDateTime

from punchcard.core.assignments import Assignment, Reference
from punchcard.core.clock import OnBreak, Working
from punchcard.core.entries import Break, Entry, EntryStatus, Source
from punchcard.core.punches import Adjust, AnyPunch, Cancel, Restore, Resume, Start, Stop, TakeBreak, Update
from punchcard.core.time_types import Category, TimeType
from punchcard.core.zones import in_zone

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
HOME_OFFICE = TimeType("home_office", "Home office", Category.PRODUCTIVE)
PORTAL = Assignment((Reference("client", "c1", "Northwind"), Reference("project", "p1", "Portal")))
HOSTILE = (
    "[bold]x[/] [@click=app.quit]y[/] 'q\" -- ; DROP TABLE entry; {0} %s 100% _ \\ 👩🏽‍💻 ﷽ שלום\nsecond line"
)
"""Text that markup, SQL, LIKE, JSON and terminals would each read in a way of their own."""


def berlin(text: str) -> ZonedDateTime:
    """A moment of March 2026 in Berlin: "11 08:00", "11 08:00:30"."""
    day, _, clock = text.partition(" ")
    hour, minute, second = (int(part) for part in f"{clock}:00".split(":")[:3])
    return ZonedDateTime(2026, 3, int(day), hour, minute, second, tz="Europe/Berlin")


def from_epoch(second: int, zone: str = "Europe/Berlin") -> ZonedDateTime:
    return in_zone(Instant.from_timestamp(second), zone)


_FIRST, _LAST = 1_000_000_000, 2_500_000_000
_CHANGES_OF_CLOCKS = (
    1_774_746_000, 1_792_890_000, 1_772_953_200, 1_793_512_800, 1_775_314_800, 1_791_041_400,
)  # fmt: skip
"""Both of 2026 in each of `ZONES`."""


def _near(change: int, distance: int) -> int:
    return change + distance


epochs: st.SearchStrategy[int] = st.one_of(
    st.integers(_FIRST, _LAST),
    st.builds(_near, st.sampled_from(_CHANGES_OF_CLOCKS), st.integers(-90_000, 90_000)),
)
zones = st.sampled_from(ZONES)
moments = st.builds(from_epoch, epochs, zones)
texts = st.text(max_size=20)
ids = st.uuids(version=4).map(str)
time_types = st.builds(TimeType, texts, texts, st.sampled_from(Category))
references = st.builds(Reference, texts, texts, texts)
assignments = st.builds(
    Assignment, st.lists(references, max_size=3).map(tuple), st.sampled_from([None, True, False])
)


@st.composite
def breaks_between(draw: st.DrawFn, start: int, end: int, zone: str) -> tuple[Break, ...]:
    cuts = sorted(draw(st.sets(st.integers(start, end), max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return tuple(Break(from_epoch(a, zone), from_epoch(b, zone), draw(st.booleans())) for a, b in pairs)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    start, zone = draw(epochs), draw(zones)
    end = start + draw(st.integers(1, 48 * 3600))
    begin = from_epoch(start, zone)
    return Entry(
        id=draw(ids), person=draw(texts), day=begin.date(), start=begin, end=from_epoch(end, zone),
        breaks=draw(breaks_between(start, end, zone)), time_type=draw(st.none() | time_types),
        assignment=draw(assignments), note=draw(texts), status=draw(st.sampled_from(EntryStatus)),
        source=draw(st.sampled_from(Source)), locked=draw(st.none() | texts),
    )  # fmt: skip


day_entries = st.builds(
    Entry, id=ids, person=texts, day=st.integers(1, 20_000).map(lambda n: Date(1990, 1, 1).add(days=n)),
    start=st.none(), end=st.none(), duration_seconds=st.integers(0, 86_400), note=texts,
)  # fmt: skip


@st.composite
def running_clocks(draw: st.DrawFn) -> Working | OnBreak:
    start, zone = draw(epochs), draw(zones)
    end = start + draw(st.integers(0, 48 * 3600))
    kept = (
        draw(ids), from_epoch(start, zone), draw(assignments), draw(st.none() | time_types), draw(texts),
        draw(breaks_between(start, end, zone)), draw(texts),
    )  # fmt: skip
    return draw(st.sampled_from([Working(*kept), OnBreak(*kept, break_since=from_epoch(end, zone))]))


def punches_at(at: st.SearchStrategy[ZonedDateTime]) -> st.SearchStrategy[AnyPunch]:
    note = texts
    return st.one_of(
        st.builds(Start, ids, at, assignments, st.none() | time_types, note),
        st.builds(TakeBreak, ids, at),
        st.builds(Resume, ids, at),
        st.builds(Stop, ids, at),
        st.builds(Cancel, ids, at),
        st.builds(Update, ids, at, st.none() | assignments, st.none() | time_types, st.none() | note),
        st.builds(Adjust, ids, at, at),
        st.builds(Restore, ids, at, running_clocks()),
    )


punches = punches_at(moments)
