"""A clock that is kept on this machine, by the command line: nobody is asked before it stops."""

from __future__ import annotations

import re
import shlex
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.cli.program import Program
from tests.domain import berlin
from tests.sandbox.lucca.asking import Vendor
from tests.services.desk import WallClock

from punchcard.sandbox.faults import Fault
from punchcard.sandbox.lucca.records import Configuration, Source, Unit
from punchcard.sandbox.lucca.server import lucca_vendor
from punchcard.sandbox.serving import serving

NOW = "2026-03-11T12:41:00+01:00"
BRANCH = "Northwind/Portal/Development"


@dataclass
class Place:
    """Ann's account at a simulated Lucca."""

    vendor: Vendor
    punch: Program

    def kept(self) -> list[tuple[str, str]]:
        """What Ann has there, in order of time."""
        worked = self.vendor.state.worked(self.vendor.state.person_named("Ann").id)
        return [(str(each.starts_at).replace("T", " "), f"{each.seconds // 60} min") for each in worked]


@pytest.fixture
def place(tmp_path: Path) -> Generator[Place]:
    vendor = lucca_vendor(now=WallClock(berlin("11 12:41")), empty=True)
    with serving(vendor.app) as url:
        punch = Program(tmp_path / "home", NOW)
        email = vendor.settings["Ann"]["email"]
        punch.configure(f'[accounts.acme]\nbackend = "lucca"\nbase_url = "{url}"\nemail = "{email}"\n')
        punch.surroundings["PUNCHCARD_SECRET_ACME"] = vendor.keys["Ann"]
        vendor.log.clear()
        yield Place(vendor, punch)


def test_a_balance_needs_its_first_day_and_says_where_that_is_named(place: Place) -> None:
    assert place.punch("balance").out == (
        "There is no balance before `from` under [schedule.balance] in config.toml names the first day that "
        "counts.\n"
    )


def test_nobody_is_asked_for_a_clock_before_it_stops_and_then_each_piece_is_booked(place: Place) -> None:
    assert place.punch("today").code == 0
    place.vendor.log.clear()
    assert place.punch("in", "--at", "yesterday 22:00").code == 0
    place.vendor.faults.always(Fault.REVOKED_KEY)
    for words in (["break", "--at", "yesterday 23:45"], ["resume", "--at", "00:15"], ["status"]):
        assert place.punch(*words).code == 0
    said = place.punch("outbox", "list")
    assert (said.code, said.out) == (0, "Nothing is on its way; everything is settled.\n")
    assert not place.vendor.log.all()
    place.vendor.faults.clear()
    assert place.punch("edit", "--on", BRANCH, "--note", "night").code == 0
    said = place.punch("out", "--at", "06:00", "--json")
    assert (said.code, said.data["outcome"], said.data["state"]) == (0, "confirmed", "idle")
    assert said.data["today_seconds"] == 5 * 3600 + 45 * 60
    assert place.kept() == [("2026-03-10 22:00:00", "105 min"), ("2026-03-11 00:15:00", "345 min")]
    assert {each.creation_source for each in place.vendor.state.entries.values()} == {Source.CLOCK}
    assert place.punch("undo").code == 0
    assert place.kept() == []
    assert place.punch("status").out.startswith("Working")


def test_a_stop_that_cannot_be_sent_is_kept_and_exits_so(place: Place) -> None:
    assert place.punch("in", "--at", "08:00", "--on", BRANCH).code == 0
    place.vendor.faults.always(Fault.DROP_BEFORE)
    said = place.punch("out", "--at", "12:00", "--json")
    assert (said.code, said.data["state"]) == (3, "idle")
    assert said.data["outcome"] == "queued"
    assert said.data["today_seconds"] == 4 * 3600
    place.vendor.faults.clear()
    assert place.punch("sync").code == 0
    assert place.kept() == [("2026-03-11 08:00:00", "240 min")]


def test_what_will_not_be_booked_needs_the_person_and_can_be_sent_again(place: Place) -> None:
    """Nothing shows yet that time is booked on something there."""
    assert place.punch("in", "--at", "08:00").code == 0
    said = place.punch("out", "--at", "12:00")
    assert said.code == 3
    assert place.kept() == []
    [item] = place.punch("outbox", "list", "--json").data["items"]
    assert item["state"] == "needs_you"
    ending = item["id"][-6:]
    assert (
        "What you worked is kept here: give the entry what it was, in the timesheet or with "
        f"`punch change {ending} --on Client/Project/Task`."
    ) in said.out
    assert "outbox retry" not in said.out
    assert f"you can    punch change {ending} …" in place.punch("outbox", "show", ending).out
    # Sent again as it is, it waits as before, and can still be given what it lacks.
    assert place.punch("outbox", "retry", ending).code == 3
    assert place.punch("change", ending, "--on", BRANCH).code == 0
    assert place.punch("outbox").out == "Nothing is on its way; everything is settled.\n"
    assert place.kept() == [("2026-03-11 08:00:00", "240 min")]
    assert place.punch("undo").out.startswith("Undone. The clock is back as it was")
    assert place.kept() == []


def test_what_waits_and_was_never_booked_is_deleted_by_dropping_it(place: Place) -> None:
    assert place.punch("in", "--at", "08:00").code == 0
    assert place.punch("out", "--at", "12:00").code == 3
    [entry] = place.punch("today", "--json").data["entries"]
    assert place.punch("delete", entry["id"], "--yes").code == 0
    assert place.punch("today", "--json").data["entries"] == []
    assert place.punch("outbox").out == "Nothing is on its way; everything is settled.\n"


def test_what_was_stopped_offline_is_given_what_it_lacks_before_it_is_sent(place: Place) -> None:
    assert place.punch("in", "--at", "08:00").code == 0
    place.vendor.faults.always(Fault.DROP_BEFORE)
    assert place.punch("out", "--at", "12:00").code == 3
    [entry] = place.punch("today", "--json").data["entries"]
    place.vendor.faults.clear()
    assert place.punch("change", entry["id"], "--on", BRANCH).code == 0
    assert place.kept() == [("2026-03-11 08:00:00", "240 min")]


@pytest.mark.parametrize("unit", [Unit.TIME, Unit.HOURS])
def test_the_offered_command_books_what_would_not_be_booked(place: Place, unit: Unit) -> None:
    """It names what was used last."""
    user = place.vendor.state.person_named("Ann")
    place.vendor.state.users[user.id] = replace(user, configurations=(Configuration(unit=unit),))
    if unit is Unit.HOURS:
        config = place.punch.home / "config" / "config.toml"
        config.write_text(config.read_text() + 'unit = "hours"\n')
    before = ["08:00", "09:00"] if unit is Unit.TIME else ["--hours", "1:00"]
    assert place.punch("add", *before, "--day", "yesterday", "--on", BRANCH).code == 0
    assert place.punch("today", "--day", "yesterday").code == 0
    assert place.punch("in", "--at", "08:00", "--note", "it's $HOME").code == 0
    said = place.punch("out", "--at", "12:00")
    assert said.code == 3
    assert "set `mode`" not in said.out
    change, *_ = re.findall(r"`punch ([^`]+)`", said.out)
    assert place.punch(*shlex.split(change)).code == 0
    start = "08" if unit is Unit.TIME else "00"
    assert place.kept()[-1] == (f"2026-03-11 {start}:00:00", "240 min")
    last = place.vendor.state.worked(user.id)[-1]
    assert (last.comment and last.comment.content, len(last.section_ids)) == ("it's $HOME", 3)


@pytest.mark.parametrize("is_in_use", [False, True])
def test_where_hours_are_written_down_a_day_has_one_entry(place: Place, is_in_use: bool) -> None:
    """Also where that is said after the account was used in another way."""
    state = place.vendor.state
    user = state.person_named("Ann")
    state.users[user.id] = replace(user, configurations=(Configuration(unit=Unit.HOURS),))
    if is_in_use:
        assert place.punch("today").code == 0
    config = place.punch.home / "config" / "config.toml"
    config.write_text(config.read_text() + 'unit = "hours"\n')
    assert place.punch("in", "--at", "08:00", "--on", BRANCH).code == 0
    assert place.punch("break", "--at", "10:00").code == 0
    assert place.punch("resume", "--at", "10:30").code == 0
    assert place.punch("out", "--at", "12:00").code == 0
    assert place.kept() == [("2026-03-11 00:00:00", "210 min")]


def test_where_days_are_written_down_a_start_says_that_a_clock_is_of_no_use(place: Place) -> None:
    config = place.punch.home / "config" / "config.toml"
    config.write_text(config.read_text() + 'unit = "days"\n')
    said = place.punch("in", "--json")
    assert (said.code, said.error["code"]) == (1, "no_stopwatch")
    assert "half and whole days" in said.error["message"]
    assert place.punch("status").out.startswith("Not clocked in")


def test_a_clock_out_of_a_backup_is_said_as_it_may_have_stopped_since(place: Place) -> None:
    tuesday = place.punch.at("2026-03-10T22:00:00+01:00")
    assert tuesday("in", "--on", BRANCH).code == 0
    # The first command of a day makes its backup.
    assert place.punch("out", "--at", "yesterday 22:30").code == 0
    store = place.punch.home / "data" / "punchcard.db"
    for suffix in ("-wal", "-shm"):
        store.with_name(store.name + suffix).unlink(missing_ok=True)
    store.write_bytes(b"this is no database, " * 500)
    mended = place.punch("doctor", "--restore")
    assert mended.code == 0, mended.err
    assert "The clock of acme is kept on this machine alone and runs as it did then" in mended.out
    assert "punch cancel --yes --account acme" in mended.out
    assert place.punch("cancel", "--yes", "--account", "acme").code == 0
    assert "runs as it did then" not in place.punch("doctor", "--restore").out
    assert place.kept() == [("2026-03-10 22:00:00", "30 min")]
