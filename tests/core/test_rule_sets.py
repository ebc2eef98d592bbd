from __future__ import annotations

import pytest
from tests.domain import berlin

from punchcard.core.breaks_due import required_break, unmet_rule
from punchcard.core.intervals import Interval
from punchcard.core.rule_sets import RULE_SETS, Limit


def pause(seconds: int) -> Interval:
    return Interval(berlin("11 12:00"), berlin("11 12:00").add(seconds=seconds))


def minutes(text: str) -> int:
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


@pytest.mark.parametrize(
    ("code", "worked", "needed"),
    [
        ("DE", "6:00", 0), ("DE", "6:01", 30), ("DE", "9:00", 30), ("DE", "9:01", 45),
        ("AT", "6:00", 0), ("AT", "6:01", 30), ("AT", "12:00", 30),
        ("CH", "5:30", 0), ("CH", "5:31", 15), ("CH", "7:00", 15), ("CH", "7:01", 30), ("CH", "9:00", 30),
        ("CH", "9:01", 60),
        ("FR", "5:59", 0), ("FR", "6:00", 20), ("FR", "10:00", 20),
        ("UK", "6:00", 0), ("UK", "6:01", 20), ("UK", "12:00", 20),
        ("EU", "6:00", 0), ("EU", "6:01", 0),
        ("none", "6:01", 0), ("none", "20:00", 0),
    ],
)  # fmt: skip
def test_the_break_that_a_day_needs(code: str, worked: str, needed: int):
    rules, worked_s = RULE_SETS[code], minutes(worked) * 60
    assert required_break(rules, worked_s) == needed * 60
    assert unmet_rule(rules, worked_s, [pause(needed * 60 or 1)]) is None
    if needed:
        unmet = unmet_rule(rules, worked_s, [pause(needed * 60 - 1)])
        assert unmet is not None
        assert unmet.at_least_s == needed * 60


def test_europe_asks_for_some_break():
    assert unmet_rule(RULE_SETS["EU"], 6 * 3600, []) is None
    unmet = unmet_rule(RULE_SETS["EU"], 6 * 3600 + 1, [])
    assert unmet is not None
    assert (unmet.at_least_s, unmet.source) == (0, "2003/88/EC art. 4")
    assert unmet_rule(RULE_SETS["EU"], 6 * 3600 + 1, [pause(60)]) is None


def hours(limit: Limit | None) -> float | None:
    return limit and limit.seconds / 3600


@pytest.mark.parametrize(
    ("code", "piece", "stretch", "day", "span", "rest"),
    [
        ("DE", 15, 6, 10, None, 11),
        ("AT", 10, None, 12, None, 11),
        ("CH", 15, 5.5, None, 14, 11),
        ("FR", 20, None, 10, None, 11),
        ("UK", 20, None, None, None, 11),
        ("EU", 0, None, None, None, 11),
        ("none", 0, None, None, None, None),
    ],
)
def test_the_limits(
    code: str, piece: int, stretch: float | None, day: float | None, span: float | None, rest: float | None
):
    rules = RULE_SETS[code]
    assert rules.shortest_piece_s == piece * 60
    assert hours(rules.longest_stretch) == stretch
    assert hours(rules.longest_day) == day
    assert hours(rules.longest_span) == span
    assert hours(rules.shortest_rest) == rest


def test_every_rule_cites_its_source_and_comes_in_order():
    for code, rules in RULE_SETS.items():
        assert rules.code == code
        limits = (rules.longest_stretch, rules.longest_day, rules.longest_span, rules.shortest_rest)
        assert all(rule.source for rule in rules.breaks)
        assert all(limit.source for limit in limits if limit is not None)
        assert list(rules.breaks) == sorted(
            rules.breaks, key=lambda rule: (rule.more_than_s, rule.at_least_s)
        )


def test_the_swiss_set_says_which_breaks_may_be_split():
    assert "ArGV 1 Art. 18 Abs. 3" in RULE_SETS["CH"].note
