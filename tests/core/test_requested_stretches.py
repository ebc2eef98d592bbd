"""Days as people type them who ask for a change."""

from __future__ import annotations

import pytest
from whenever import Date, ZonedDateTime

from punchcard.core.change_scale import ChangeScale
from punchcard.core.interval_sets import seconds_of
from punchcard.core.intervals import Interval
from punchcard.core.refusals import UsageError
from punchcard.core.requested_days import DayPreview
from punchcard.core.requested_stretches import read_day, read_stretch, stretch_in_words
from punchcard.core.when import UnclearTime

BERLIN = "Europe/Berlin"
NOW = ZonedDateTime(2026, 3, 11, 17, tz=BERLIN)
TUESDAY = Date(2026, 3, 3)


def stretch(text: str, day: Date = TUESDAY) -> Interval:
    return read_stretch(text, day, NOW)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("08:00-12:00", "08:00 – 12:00"),
        ("8-12", "08:00 – 12:00"),
        ("0815 – 1230", "08:15 – 12:30"),
        ("22:00-06:00", "22:00 – 06:00 on Wed 4 Mar"),
        ("18:00-00:00", "18:00 – 00:00"),
        ("00:00-06:00", "00:00 – 06:00"),
        ("2026-03-03 08:00-2026-03-03 09:00", "08:00 – 09:00"),
    ],
)
def test_a_stretch_begins_on_its_day(typed: str, said: str) -> None:
    assert stretch(typed).start.date() == TUESDAY
    assert stretch_in_words(stretch(typed)) == said


@pytest.mark.parametrize("typed", ["", "lunch", "08:00", "12:00-", "25:00-26:00", "2026-03-04 08:00-09:00"])
def test_what_is_no_stretch_of_the_day_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        stretch(typed)


def test_a_time_that_the_clocks_skip_is_never_guessed() -> None:
    with pytest.raises(UnclearTime):
        stretch("02:30-08:00", Date(2026, 3, 29))


def test_a_day_is_read_as_it_should_be() -> None:
    day = read_day("12:30-17:00, 8-12", TUESDAY, NOW)
    assert [stretch_in_words(piece) for piece in day] == ["08:00 – 12:00", "12:30 – 17:00"]
    assert read_day("none", TUESDAY, NOW) == ()
    with pytest.raises(UsageError, match=r"08:00 – 12:00 and 11:00 – 13:00 share time\."):
        read_day("8-12,11-13", TUESDAY, NOW)


def test_a_change_is_drawn_by_sign() -> None:
    before, after = read_day("8-12,13-17", TUESDAY, NOW), read_day("9-12,13-18", TUESDAY, NOW)
    scale = ChangeScale.of(DayPreview(before, after), TUESDAY, BERLIN, 24)
    assert scale.hours == "  08  10  12  14  16  18"
    assert "".join(text for _, text in scale.before) == "··████████··████████····"
    assert "".join(text for _, text in scale.after) == "··−−██████··████████++··"


def test_the_scale_grows_with_the_day_and_stands_in_line_where_the_clocks_change() -> None:
    day = Date(2026, 3, 29)
    night = (read_stretch("22:00-06:00", day, NOW),)
    scale = ChangeScale.of(DayPreview((), night), day, BERLIN, 23)
    assert (scale.first, scale.last) == (7, 30)
    assert seconds_of(night) == 8 * 3600
    assert "".join(text for _, text in scale.after) == "·" * 15 + "+" * 8
