"""`punch balance` where no service keeps balances: worked out here from entries and targets."""

from __future__ import annotations

import pytest
from tests.cli.program import Program

CONFIG = """
[schedule]
zone = "Europe/Berlin"
hours = { mon = "8:00", tue = "8:00", wed = "8:00", thu = "8:00", fri = "8:00" }

[accounts.local]
backend = "local"
name = "Ann Weber"
"""


@pytest.fixture
def office(punch: Program) -> Program:
    """Ann has worked on Monday and Tuesday; Ben has not been at work yet."""
    punch.configure(CONFIG)
    for start, end, day in (("08:00", "17:00", "2026-03-09"), ("08:00", "16:30", "2026-03-10")):
        assert punch("add", start, end, "--day", day).code == 0
    assert punch("team", "add", "Ben Okafor").code == 0
    return punch


def test_it_is_that_of_yesterday_or_of_the_day_that_is_named(office: Program) -> None:
    assert office("balance").out == "Balance  +1:30 at the end of Tue 10 Mar\n"
    assert office("balance", "--time-until", "2026-03-09").out == "Balance  +1:00 at the end of Mon 9 Mar\n"
    [ann] = office("balance", "--json").data["people"]
    assert (ann["name"], ann["balance_seconds"], ann["balance_until"]) == ("Ann Weber", 5400, "2026-03-10")
    assert (ann["vacation_days"], office("balance", "--json").data["kept_by"]) == (None, None)


def test_of_everybody_whoever_has_one_is_listed(office: Program) -> None:
    people = office("balance", "--all", "--json").data["people"]
    assert [person["name"] for person in people] == ["Ann Weber"]
    nobody = office("balance", "--person", "ben")
    assert nobody.out == "There is no balance yet: no day counts so far.\n"


def test_without_target_hours_it_says_where_they_are_set(punch: Program) -> None:
    assert punch("balance").out == (
        "There is no balance without target hours: `hours` under [schedule] in config.toml sets them.\n"
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--vacation-until", "today"), 2),
        (("--time-until", "someday"), 2),
        (("--time-until", "9999-12-31"), 2),
        (("--person", "zoe"), 5),
        (("--all", "--person", "ann"), 2),
    ],
)
def test_what_cannot_be_asked_is_refused(office: Program, words: tuple[str, ...], code: int) -> None:
    assert office("balance", *words).code == code
