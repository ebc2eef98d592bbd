from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.services.desk import Desk
from whenever import Date

from punchcard.config import Holidays
from punchcard.core.entries import Entry
from punchcard.core.time_types import Category, TimeType
from punchcard.paths import folders
from punchcard.services.timesheet.holidays import public_holidays
from punchcard.services.timesheet.targets import day_targets
from punchcard.status.row import status_at

HOUR = 3600
CONFIG = """
[schedule]
zone = "Europe/Berlin"
hours = { mon = 8, tue = 8, wed = 8, thu = 8, fri = 8, sat = 8, sun = 8 }
holidays = { country = "DE", subdivision = "BE" }
"""


def settle_in(desk: Desk, country: str, subdivision: str | None = None) -> None:
    """The person works in another place from now on."""
    config = desk.session.config._replace(holidays=Holidays(country, subdivision))
    object.__setattr__(desk.session, "config", config)


@pytest.fixture
def unloadable(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Afterwards the package cannot be loaded any more."""
    return lambda: monkeypatch.setitem(sys.modules, "holidays", None)


def test_nobody_has_holidays_who_names_no_country(desk: Desk, unloadable: Callable[[], None]):
    unloadable()

    assert not public_holidays(desk.session, Date(2026, 1, 1), Date(2026, 12, 31))


def test_a_year_of_berlin(desk: Desk):
    settle_in(desk, "DE", "BE")

    found = public_holidays(desk.session, Date(2026, 1, 1), Date(2026, 12, 31))

    assert {day.format_iso(): name for day, name in found.items()} == {
        "2026-01-01": "Neujahr",
        "2026-03-08": "Frauentag",
        "2026-04-03": "Karfreitag",
        "2026-04-06": "Ostermontag",
        "2026-05-01": "Erster Mai",
        "2026-05-14": "Christi Himmelfahrt",
        "2026-05-25": "Pfingstmontag",
        "2026-10-03": "Tag der Deutschen Einheit",
        "2026-12-25": "Erster Weihnachtstag",
        "2026-12-26": "Zweiter Weihnachtstag",
    }


def test_what_was_worked_out_is_kept(desk: Desk, unloadable: Callable[[], None]):
    settle_in(desk, "DE", "BE")
    before = public_holidays(desk.session, Date(2025, 12, 20), Date(2026, 1, 10))
    unloadable()

    assert public_holidays(desk.session, Date(2025, 12, 20), Date(2026, 1, 10)) == before
    assert list(before) == [Date(2025, 12, 25), Date(2025, 12, 26), Date(2026, 1, 1)]
    settle_in(desk, "DE", "BY")
    with pytest.raises(ImportError):
        public_holidays(desk.session, Date(2026, 1, 1), Date(2026, 1, 10))


@pytest.mark.parametrize("year", [1, 1800, 2500, 9999])
def test_a_year_that_the_package_does_not_reach_has_none(desk: Desk, year: int):
    settle_in(desk, "DE", "BE")

    assert not public_holidays(desk.session, Date(year, 1, 1), Date(year, 12, 31))


def test_a_place_that_the_package_has_dropped_has_none_until_it_knows_it_again(desk: Desk):
    settle_in(desk, "DE", "Prussia")
    assert not public_holidays(desk.session, Date(2026, 1, 1), Date(2026, 12, 31))

    with desk.session.store.read() as transaction:
        assert transaction.cache("acme").directory("holidays:DE:Prussia:2026") is None


def test_targets_of_the_week_with_two_holidays(desk: Desk):
    settle_in(desk, "DE", "BE")
    days = [Date(2025, 12, 22).add(days=n) for n in range(7)]

    targets = day_targets(desk.session, days, [])

    assert [target.seconds for target in targets] == [8 * HOUR] * 3 + [0] * 4
    assert targets[4].holiday == "Zweiter Weihnachtstag"
    assert day_targets(desk.session, [], []) == ()


def test_status_is_right_on_the_holidays_and_absences_that_follow(desk: Desk):
    settle_in(desk, "DE", "BE")
    desk.clock.set("31 08:00")
    vacation = TimeType("vacation", "Vacation", Category.VACATION)
    half = Entry(
        "v", desk.session.person.id, Date(2026, 4, 2), None, None,
        time_type=vacation, duration_seconds=4 * HOUR, half_days=1,
    )  # fmt: skip
    with desk.session.change() as transaction:
        transaction.cache("acme").keep_entry(half, desk.session.zone)

    asked: list[int | None] = []
    for _ in range(8):
        asked.append(status_at(desk.shown(), desk.session.instant().timestamp())["target_seconds"])
        desk.clock.move(hours=24)

    # Tuesday 31 March to Easter Monday, and the day after it.
    assert asked == [8 * HOUR, 8 * HOUR, 4 * HOUR, 0, 0, 0, 0, 8 * HOUR]


def test_commands_load_the_package_once_a_year(tmp_path: Path):
    """In processes of their own, as people give them."""
    script = (
        "import sys; from punchcard.cli.main import main; code = main(sys.argv[1:]);"
        "print('loaded' if 'holidays' in sys.modules else 'not loaded'); sys.exit(code)"
    )
    places = folders(str(tmp_path))
    Path(places.config).mkdir(parents=True)
    Path(places.config_file).write_text(CONFIG)

    said: list[str] = []
    for words in (["in"], ["out"], ["in"], ["status"], ["today"]):
        argv = [sys.executable, "-c", script, *words, "--home", str(tmp_path)]
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
        said.append(done.stdout.splitlines()[-1])

    assert said == ["loaded", *["not loaded"] * 4]
