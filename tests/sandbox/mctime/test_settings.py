"""What settings make of what is saved: a 201, and an entry other than the one that was sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.sandbox.mctime.asking import (
    BEN,
    DEVELOPMENT,
    WORKS,
    Answered,
    Caller,
    Vendor,
    at,
    entry,
    organization,
    set_up,
)

from punchcard.sandbox.mctime.records import AutomaticBreak, Rounding, TargetTimes, TimeTracking

LAW = TargetTimes(automatic_breaks=(AutomaticBreak(360, 30), AutomaticBreak(540, 45)))


def spans(answer: Answered) -> list[tuple[str, str]]:
    """The entry, then its breaks, by their wall-clock times."""
    both = [answer.data, *answer.data["breaks"]]
    return [(each["from"][11:16], each["to"][11:16]) for each in both]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, [("08:07", "16:53"), ("12:03", "12:33")]),
        ({"start": Rounding("up", 5)}, [("08:10", "16:53"), ("12:03", "12:33")]),
        ({"start": Rounding("down", 15)}, [("08:00", "16:53"), ("12:03", "12:33")]),
        ({"end": Rounding("nearest", 15)}, [("08:07", "17:00"), ("12:03", "12:33")]),
        ({"end": Rounding("nearest", 60)}, [("08:07", "17:00"), ("12:03", "12:33")]),
        ({"earliest_minute": 9 * 60}, [("09:00", "16:53"), ("12:03", "12:33")]),
        ({"latest_minute": 16 * 60}, [("08:07", "16:00"), ("12:03", "12:33")]),
        ({"latest_minute": 12 * 60 + 10}, [("08:07", "12:10"), ("12:03", "12:10")]),
        ({"max_entry_minutes": 60}, [("08:07", "09:07")]),
        ({"min_break_minutes": 45}, [("08:07", "16:53"), ("12:03", "12:48")]),
        ({"max_break_minutes": 10}, [("08:07", "16:53"), ("12:03", "12:13")]),
        ({"start": Rounding("down", 7)}, [("08:03", "16:53"), ("12:03", "12:33")]),
    ],
)
def test_what_an_organization_makes_of_an_entry(
    vendor: Vendor, ben: Caller, settings: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    set_up(vendor, DEVELOPMENT, TimeTracking(**settings))
    booked = {"organization": {"id": organization(vendor)}}
    saved = ben.save(entry("10 08:07", "10 16:53", ("10 12:03", "10 12:33"), **booked))
    assert (saved.status, spans(saved)) == (201 if settings else 200, expected)
    assert spans(ben("GET", f"times/{saved.data['id']}")) == expected if len(expected) > 1 else True
    elsewhere = ben.save(entry("11 08:07", "11 16:53"))
    assert (elsewhere.status, spans(elsewhere)) == (200, [("08:07", "16:53")])


def test_the_allowed_times_go_by_the_wall_where_the_clocks_change(vendor: Vendor, ben: Caller) -> None:
    set_up(vendor, WORKS, TimeTracking(earliest_minute=6 * 60, latest_minute=18 * 60))
    assert spans(ben.save(entry("29 05:00", "29 20:00"))) == [("06:00", "18:00")]


def test_what_is_rounded_may_reach_over_a_neighbour(vendor: Vendor, ben: Caller) -> None:
    set_up(vendor, WORKS, TimeTracking(end=Rounding("up", 15)))
    first = ben.save(entry("10 10:10", "10 11:00")).data["id"]
    assert ben.save(entry("10 08:00", "10 10:03")).status == 201
    assert first not in vendor.state.entries


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ((("10 08:00", "10 14:00"),), []),
        ((("10 08:00", "10 14:01"),), [("10:45", "11:15", True)]),
        ((("10 08:00", "10 18:00"),), [("12:37", "13:22", True)]),
        ((("10 08:00", "10 15:00"), ("10 12:00", "10 12:30")), [("12:00", "12:30", False)]),
        (
            (("10 08:00", "10 15:00"), ("10 12:00", "10 12:10")),
            [("09:50", "10:10", True), ("12:00", "12:10", False)],
        ),
    ],
)
def test_breaks_that_are_added(
    vendor: Vendor, ben: Caller, sent: tuple[tuple[str, str], ...], expected: list[tuple[str, str, bool]]
) -> None:
    vendor.state.users[ben.id] = replace(vendor.state.users[ben.id], target=LAW)
    saved = ben.save(entry(*sent[0], *sent[1:]))
    found = [(each["from"][11:16], each["to"][11:16], each["automatic"]) for each in saved.data["breaks"]]
    assert [(first, last, automatic) for first, last, automatic in found] == expected
    assert saved.status == (201 if any(automatic for *_, automatic in expected) else 200)


def test_a_clock_is_altered_as_well(vendor: Vendor, ben: Caller) -> None:
    vendor.state.users[ben.id] = replace(vendor.state.users[ben.id], target=LAW)
    set_up(vendor, WORKS, TimeTracking(start=Rounding("down", 15)))
    ben.stamp("start", "11 06:05")
    stopped = ben.stamp("stop", "11 12:40")
    assert (stopped.status, stopped.data["from"]) == (201, at("11 06:00"))
    assert [each["automatic"] for each in stopped.data["breaks"]] == [True]


def test_absences_are_left_alone(vendor: Vendor, ben: Caller) -> None:
    vendor.state.users[ben.id] = replace(vendor.state.users[ben.id], target=LAW)
    set_up(vendor, WORKS, TimeTracking(latest_minute=12 * 60))
    away = ben.save(entry("10 08:00", "10 16:00", timeType="vacation"))
    assert (away.status, spans(away)) == (200, [("08:00", "16:00")])


def test_what_nothing_is_left_of_is_refused(vendor: Vendor, ben: Caller) -> None:
    set_up(vendor, WORKS, TimeTracking(earliest_minute=6 * 60))
    refused = ben.save(entry("10 04:00", "10 05:00"))
    assert (refused["valid"], "allowed times" in refused.message) == (False, True)
    ben.stamp("start", "11 04:00")
    assert ben.stamp("stop", "11 05:00")["valid"] is False
    assert [each.type for each in vendor.state.entries.values()] == ["clocking"]


def test_settings_are_told(vendor: Vendor, ben: Caller) -> None:
    set_up(vendor, DEVELOPMENT, TimeTracking(earliest_minute=390, start=Rounding("up", 15)))
    told = ben("GET", f"organizations/{organization(vendor)}").body["timeTrackingSettings"]
    assert (told["allowTimeEntriesFromTime"], told["roundingTypeTimeEntryStartTime"]) == ("06:30", "up")
    assert (told["roundingAmountTimeEntryStartTime"], told["roundingTypeTimeEntryEndTime"]) == (15, "off")
    assert vendor.state.person_named(BEN).id == ben.id
