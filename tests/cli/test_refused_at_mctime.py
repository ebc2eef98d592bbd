"""What McTime has no call for is refused before it is written down, and said in the words that fit it."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from tests.backends.mctime.office import ANN, BEN, Office, Vendor, office
from tests.cli.connected import connect
from tests.cli.program import Program, Said
from tests.domain import berlin

from punchcard.sandbox.mctime.records import ApprovalStatus, Clock, Creation, TimeEntry


class Desk:
    """Ben, who works there, and Ann, who may see him."""

    def __init__(self, place: Office, vendor: Vendor, punch: Program) -> None:
        self.place, self.vendor, self._punch = place, vendor, punch
        self.here = vendor.state.organization_at("Berger Works").id

    def __call__(self, *words: str, code: int = 0) -> Said:
        self.place.watch.sent.clear()
        for account in ("ann", "ben"):
            (self._punch.home / "data" / "accounts" / account / "calls.db").unlink(missing_ok=True)
        said = self._punch(*words)
        assert said.code == code, (words, said)
        return said

    def writes(self) -> list[str]:
        return [each.path for each in self.place.watch.sent if each.method != "GET"]

    def waits(self) -> list[object]:
        return self("outbox", "--json").data["items"]

    def id_of(self, name: str) -> str:
        return self.vendor.state.person_named(name).id


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    folder = tmp_path_factory.mktemp("refused")
    with office(folder) as place:
        vendor = place.vendor()
        punch = Program(folder / "home", berlin("11 12:00").to_fixed_offset().format_iso())
        connect(punch, vendor, place.url, {"ben": BEN, "ann": ANN})
        desk = Desk(place, vendor, punch)
        ben = desk.id_of(BEN)
        vendor.state.clocks[ben] = Clock(
            "clock", ben, berlin("11 07:30").to_instant(), "work", desk.here, "stock count"
        )
        yield desk


def test_the_note_of_a_running_clock(desk: Desk) -> None:
    said = desk("edit", "--note", "inventory", code=1)
    assert said.err.splitlines() == [
        "McTime has no call that changes the start or the note of a running clock: stop it, and change its "
        "entry. Nothing was changed."
    ]
    assert desk.writes() == []
    assert desk.waits() == []
    desk("edit", "--type", "Home office")


@pytest.mark.parametrize("length", [("--days", "1"), ("--days", "0.5"), ("--hours", "7:30")])
def test_time_off_without_clock_times(desk: Desk, length: tuple[str, str]) -> None:
    said = desk("add", *length, "--type", "Vacation", code=2)
    unit = length[0].removeprefix("--")
    assert said.err.splitlines() == [
        f"Everything is written down in times here, not in {unit}; nothing was added.",
        "Give a start and an end instead.",
    ]
    assert desk.writes() == []
    assert desk.waits() == []


@pytest.mark.parametrize("words", [("--on", "nosuch"), ("--type", "nosuch"), ("--on", "a//b")])
def test_a_question_changes_nothing_and_says_nothing_of_it(desk: Desk, words: tuple[str, str]) -> None:
    said = desk("--account", "ann", "who", *words, code=2 if "//" in words[1] else 5)
    assert "nothing was changed" not in said.err.casefold()
    assert "nothing was changed" in desk("edit", *words, code=said.code).err.casefold()


def test_a_status_that_there_is_not_names_those_that_people_know(desk: Desk) -> None:
    said = desk("groups", "--by", "type", "--filter", "status=lost", code=2)
    assert said.err.splitlines()[1] == (
        "Choose from: open (not approved yet), submitted (under approval), approved, declined (disapproved), "
        "exported, invalid (not saved)."
    )


def test_ones_own_entries_that_wait_are_told_of(desk: Desk) -> None:
    start, end = berlin("9 08:00").to_instant(), berlin("9 12:00").to_instant()
    entry = TimeEntry(
        desk.vendor.state.new_id(), desk.id_of(BEN), start, end, "work", desk.here, "stock",
        status=ApprovalStatus.UNDER_APPROVAL,
    )  # fmt: skip
    kept = desk.vendor.state.keep(entry)
    said = desk("approvals").out
    assert said.splitlines()[0].startswith("1 entry of yours waits")
    assert kept.id[-6:] in said


def test_commands_for_somebody_else_name_them(desk: Desk) -> None:
    ben, begins, ends = desk.id_of(BEN), berlin("10 08:00").to_instant(), berlin("10 12:00").to_instant()
    broken = TimeEntry(
        desk.vendor.state.new_id(), ben, begins, ends, "clocking", desk.here, "",
        creation=Creation.CLOCK, is_invalid=True,
    )  # fmt: skip
    kept = desk.vendor.state.keep(broken)
    desk("--account", "ann", "today", "--as", "ben")
    said = desk("--account", "ann", "repair", "--as", "ben")
    lines = said.out.splitlines()
    assert [line.strip().split("   ")[0] for line in lines[1:]] == [
        f"punch repair again {kept.id[-6:]} --as 'Ben Okafor'",
        f"punch repair remove {kept.id[-6:]} --as 'Ben Okafor'",
    ]
