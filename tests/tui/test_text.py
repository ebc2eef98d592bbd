from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.domain import berlin

from punchcard.core.clock import IDLE, Working
from punchcard.tui import keymap
from punchcard.tui.sleep_watch import SleepWatch, is_one_sleep, is_undecided
from punchcard.tui.text import fitted, literal

characters = st.characters(codec="utf-8", exclude_categories=["Cf", "Mn", "Me", "Mc"])
words = st.text(characters, max_size=60) | st.lists(
    st.sampled_from(["日本", "👩🏽‍💻", "ab", "é", " ", "\t"])
).map("".join)


@given(words, st.integers(0, 40))
def test_fitted_text_is_exactly_as_wide_as_it_was_asked_to_be(text: str, width: int) -> None:
    cut = fitted(text, width)
    assert cell_len(cut) == width
    assert "\n" not in cut


@given(words, st.integers(2, 40))
def test_only_text_without_room_is_cut(text: str, width: int) -> None:
    line = literal(text).plain
    is_cut = fitted(text, width) != line + " " * (width - cell_len(line))
    assert is_cut == (cell_len(line) > width)


@given(words)
def test_text_is_shown_and_never_read(text: str) -> None:
    assert literal(f"[bold]{text}").plain.startswith("[bold]")


def test_sleep_is_when_the_clocks_drift_apart() -> None:
    watch = SleepWatch(berlin("11 08:00"), 100.0)

    assert watch.look(berlin("11 08:00:01"), 101.0) is None
    assert watch.look(berlin("11 08:10"), 700.0) is None
    slept = watch.look(berlin("11 08:14"), 701.0)

    assert slept is not None
    assert (slept.start, slept.end) == (berlin("11 08:10"), berlin("11 08:14"))
    assert watch.look(berlin("11 08:14:01"), 702.0) is None


def test_a_short_nap_and_a_clock_set_back_are_no_sleep() -> None:
    watch = SleepWatch(berlin("11 08:00"), 0.0)

    assert watch.look(berlin("11 08:02:59"), 0.0) is None
    assert watch.look(berlin("11 07:00"), 1.0) is None


def test_change_of_the_clocks_is_no_sleep() -> None:
    before = berlin("29 01:59:59")
    watch = SleepWatch(before, 0.0)

    assert watch.look(before.add(seconds=1), 1.0) is None


def test_waking_for_less_than_three_minutes_is_one_sleep() -> None:
    assert is_one_sleep(berlin("11 03:00"), berlin("11 03:02:59"))
    assert not is_one_sleep(berlin("11 03:00"), berlin("11 03:03"))


def test_sleep_is_decided_by_any_punch_after_it() -> None:
    clock = Working("id", berlin("11 08:00"))

    assert is_undecided(berlin("11 08:00"), clock)
    assert not is_undecided(berlin("11 07:59"), clock)
    assert not is_undecided(berlin("11 12:00"), clock.on_break(berlin("11 12:45"), ()))
    assert not is_undecided(berlin("11 12:00"), IDLE)


def test_keys_in_words_are_those_of_the_person() -> None:
    text = "`{clock.start}` and {app.help}, {app.leave}, {app.outbox}"

    assert keymap.with_keys(text, {}) == "`s` and ?, q, o"
    assert keymap.with_keys(text, {"clock.start": "f5,i", "app.help": "space"}) == "`f5` and space, q, o"


def test_what_shares_a_key_with_a_moved_binding_stays() -> None:
    assert keymap.complete({}) == {}
    moved_break = {"clock.break": "p", "clock.resume": "b", "groups.by": "b"}
    assert keymap.complete({"clock.break": "p"}) == moved_break
    moved_start = {"clock.start": "i", "timesheet.split": "s", "groups.sort": "s"}
    assert keymap.complete({"clock.start": "i"}) == moved_start
