"""At McTime, which removes what is saved over: what would go is named, what was not saved is mended."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.at_mctime import ANN, APPROVED, BASE, OPEN, ZONE, Elsewhere
from tests.cli.program import Program
from tests.domain import berlin
from tests.services.desk import WallClock

from punchcard.sandbox.faults import Fault
from punchcard.sandbox.mctime.server import mctime_vendor
from punchcard.sandbox.serving import serving


@dataclass
class Place:
    """Ann's account at 12:10."""

    there: Elsewhere
    punch: Program


@pytest.fixture
def place(tmp_path: Path) -> Generator[Place]:
    clock = WallClock(berlin("11 12:10"))
    there = Elsewhere(mctime_vendor(now=clock, empty=True))
    with serving(there) as url:
        settings = {**there.vendor.settings[ANN], "base_url": f"{url}{BASE}"}
        lines = "".join(f'{name} = "{value}"\n' for name, value in settings.items())
        program = Program(tmp_path / "home")
        program.configure(
            f'default_account = "acme"\n[schedule]\nzone = "{ZONE}"\n'
            f'[accounts.acme]\nbackend = "mctime"\n{lines}'
        )
        program.surroundings["PUNCHCARD_SECRET_ACME"] = there.vendor.keys[ANN]
        yield Place(there, program.at(berlin("11 12:10").to_fixed_offset().format_iso()))


def refused(place: Place, *words: str) -> str:
    """Run a command that is refused, and return what it says."""
    said = place.punch(*words)
    assert said.code == 1
    return said.err


def test_a_stop_names_what_would_go_and_does_what_was_agreed(place: Place) -> None:
    place.there.start("08:02")
    place.punch("today")
    place.there.book("10:00", "11:00")
    said = refused(place, "out")
    assert said.splitlines()[0] == (
        "Stopped at 12:10, the clock would remove 10:00 – 11:00, 1 h on Northwind at McTime. "
        "It was not stopped."
    )
    assert "`--overlap replace`" in said
    assert "`punch out --at 10:00`" in said
    assert place.there.runs()
    assert "10:00 – 11:00 Northwind is deleted" in place.punch("out", "--overlap", "replace").out
    assert place.there.booked() == ["08:02-12:10"]


def test_an_entry_names_what_would_go_and_does_what_was_agreed(place: Place) -> None:
    place.punch("today")
    place.there.book("10:00", "11:00")
    said = refused(place, "add", "09:00", "10:30")
    assert "09:00 – 10:30 would remove 10:00 – 11:00, 1 h on Northwind at McTime." in said
    assert "`--overlap trim`" in said
    place.punch("add", "09:00", "10:30", "--on", "Northwind", "--overlap", "trim")
    assert place.there.booked() == ["09:00-10:30", "10:30-11:00"]


def test_nothing_is_sent_over_what_is_approved(place: Place) -> None:
    place.there.book("10:00", "11:00", APPROVED)
    place.there.start("08:02")
    for command in (["out"], ["out", "--overlap", "replace"]):
        said = refused(place, *command)
        assert "which is approved at McTime. It runs on." in said
        assert "`punch out --at 10:00`" in said
    place.punch("out", "--at", "10:00")
    for choice in ([], ["--overlap", "trim"]):
        assert "approved" in refused(place, "add", "10:30", "12:00", *choice)
    assert place.there.booked() == ["08:02-10:00", "10:00-11:00"]


def test_a_stop_that_could_not_be_saved_is_explained_and_mended(place: Place) -> None:
    place.there.start("08:02")
    place.punch("today")
    place.there.meanwhile.append(("10:00", "12:00", APPROVED))
    said = refused(place, "out")
    assert "because 10:00 – 12:00, 2 h on Northwind, is approved there" in said
    assert "`punch repair` shows what can be done" in said
    assert "Stopped on another device" not in said

    [found] = place.punch("repair", "--json").data["items"]
    assert found["in_ledger"] is True
    assert [one["status"] for one in found["in_the_way"]] == ["approved"]
    assert [piece["command"] for piece in found["free"]] == [
        "punch add 08:02 10:00 --type 'Home office' --on Northwind --note 'stock count'",
        "punch add 12:00 12:10 --type 'Home office' --on Northwind --note 'stock count'",
    ]
    day = place.punch("today", "--json").data
    assert day["worked_seconds"] == 2 * 3600
    assert [(entry["status"], entry["duration_seconds"]) for entry in day["entries"]] == [
        ("invalid", 0),
        ("approved", 7200),
    ]
    assert "not saved: `punch repair`" in place.punch("today").out
    week = place.punch("week", "--json").data
    assert [finding["rule"] for day in week["days"] for finding in day["findings"]].count("invalid") == 1

    mended = place.punch("repair", "again")
    assert "Added 08:02 – 10:00, 1 h 58 min. Added 12:00 – 12:10, 10 min." in mended.out
    assert place.there.booked() == ["08:02-10:00", "10:00-12:00", "12:00-12:10"]
    assert place.punch("repair").out == "There is nothing to repair.\n"


def test_what_was_made_elsewhere_is_removed_alone(place: Place) -> None:
    place.there.start("08:02")
    place.there.book("08:00", "12:00", APPROVED)
    place.there.fail_to_stop("11:00")
    said = refused(place, "repair", "again")
    assert "All the time of 08:02 – 11:00 is taken" in said
    place.punch("repair", "remove", "--yes")
    assert place.there.booked() == ["08:00-12:00"]


def test_what_a_stop_has_overwritten_is_told_and_kept(place: Place) -> None:
    place.there.start("08:02")
    place.punch("today")
    place.there.meanwhile.append(("10:00", "11:00", OPEN))
    said = place.punch("out", "--json").data
    [sentence] = said["warnings"]
    assert "McTime has overwritten or cut what was there" in sentence
    assert said["today_seconds"] == (4 * 60 + 8) * 60
    [row] = place.punch("outbox", "--all", "--json").data["items"]
    assert row["answer"] == sentence


def test_a_lost_answer_to_such_a_stop_loses_nothing_either(place: Place) -> None:
    place.there.start("08:02")
    place.punch("today")
    place.there.meanwhile.append(("10:00", "12:00", APPROVED))
    place.there.vendor.faults.always(Fault.DROP_AFTER, [f"POST {BASE}/clock"])
    assert "`punch repair` shows what can be done" in refused(place, "out")
    assert place.there.booked() == ["08:02-12:10 invalid", "10:00-12:00"]
    place.punch("repair", "again")
    assert place.there.booked() == ["08:02-10:00", "10:00-12:00", "12:00-12:10"]
    assert place.punch("outbox", "--json").data["items"] == []
