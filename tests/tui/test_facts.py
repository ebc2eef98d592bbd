"""What stands beside the clock: targets with their holidays and absences, and the balance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.tui.homes import Home
from tests.tui.piloting import running
from whenever import Date

from punchcard.core.balance import Balance
from punchcard.core.kept_balance import KeptBalance
from punchcard.core.targets import DayTarget
from punchcard.services.overview import Overview
from punchcard.tui.clock.facts import Fact, Facts
from punchcard.tui.clock.facts_model import facts_of

HOUR = 3600
TODAY = Date(2026, 3, 11)


def named(overview: Overview, label: str) -> Fact | None:
    facts = facts_of(overview, overview.as_of)
    return next((fact for fact in facts if fact.label == label), None)


def on_a_day(home: Home, target: DayTarget) -> Overview:
    return replace(home.overview(), targets=(target,))


@pytest.mark.parametrize(
    ("target", "rest", "left"),
    [
        (DayTarget(TODAY, 8 * HOUR), "of 8:00", Fact("Left", "8:00")),
        (DayTarget(TODAY, 0), "of 0:00", Fact("Left", "–", "a free day")),
        (DayTarget(TODAY, 0, "Frauentag"), "of 0:00 · Frauentag", Fact("Left", "–", "a free day")),
        (
            DayTarget(TODAY, 4 * HOUR, None, "Vacation, half a day"),
            "of 4:00 · Vacation, half a day", Fact("Left", "4:00"),
        ),
        (DayTarget(TODAY, None, "Frauentag", "Vacation"), "Frauentag", Fact("Left", "–", "no target set")),
    ],
)  # fmt: skip
def test_the_target_says_why_there_is_less(home: Home, target: DayTarget, rest: str, left: Fact) -> None:
    overview = on_a_day(home, target)

    today = named(overview, "Today")
    assert today
    assert today.rest == rest
    assert named(overview, "Left") == left


@pytest.mark.parametrize(
    ("until", "seconds", "fact"),
    [
        (Date(2026, 3, 10), 4530, Fact("Balance", "+1:15", "up to yesterday")),
        (Date(2026, 3, 10), -60, Fact("Balance", "−0:01", "up to yesterday")),
        (Date(2026, 3, 8), 0, Fact("Balance", "0:00", "up to Sun 8 Mar")),
    ],
)
def test_the_balance_names_its_day(home: Home, until: Date, seconds: int, fact: Fact) -> None:
    overview = replace(home.overview(), balance=Balance(until, until, seconds, 0, 0))

    assert named(overview, "Balance") == fact
    assert named(home.overview(), "Balance") is None


async def test_the_screen_shows_the_balance_and_follows_it(home: Home) -> None:
    home.work("2026-03-10 08:00", "2026-03-10 17:15")
    async with running(home.app()) as pilot:
        facts = pilot.app.screen.query_one(Facts)
        assert facts.facts[-1] == Fact("Balance", "+1:15", "up to yesterday")

        home.work("2026-03-09 08:00", "2026-03-09 15:00")
        for _ in range(400):
            if facts.facts[-1].number == "+0:15":
                break
            await pilot.pause(0.01)
        assert facts.facts[-1] == Fact("Balance", "+0:15", "up to yesterday")


@pytest.mark.parametrize(
    ("kept", "balance", "vacation"),
    [
        (
            KeptBalance("a", -9600, Date(2026, 2, 28), 12.5, TODAY, 30),
            Fact("Balance", "−2:40", "up to Sat 28 Feb"), Fact("Vacation", "12.5", "days left of 30"),
        ),
        (
            KeptBalance("a", 0, Date(2026, 3, 10), -1, Date(2026, 3, 10)),
            Fact("Balance", "0:00", "up to yesterday"), Fact("Vacation", "−1", "days left up to yesterday"),
        ),
        (KeptBalance("a"), None, None),
    ],
)  # fmt: skip
def test_what_a_service_keeps_is_shown_with_its_days(
    home: Home, kept: KeptBalance, balance: Fact | None, vacation: Fact | None
) -> None:
    overview = replace(home.overview(), balance=kept)
    assert (named(overview, "Balance"), named(overview, "Vacation")) == (balance, vacation)
