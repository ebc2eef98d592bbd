"""A lead's commands at a simulated McTime, as a person types them."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import pytest
from tests.backends.mctime.office import ANN, BEN, LEA, Office, Sent, Vendor, office
from tests.cli.connected import connect
from tests.cli.program import Program, Said
from tests.domain import berlin

from punchcard.sandbox.mctime.records import Clock

PORTAL = "Berger Works/Northwind/Portal"
PEOPLE = {"boss": ANN, "ben": BEN}


@dataclass
class Place:
    """Accounts of Ann, who administrates, and of Ben, in one home."""

    office: Office
    vendor: Vendor
    punch: Program

    def __call__(self, *words: str, code: int = 0) -> Said:
        self.office.watch.sent.clear()
        # The clock stands still, and with it the minute in which so many calls may be made.
        for account in PEOPLE:
            (self.punch.home / "data" / "accounts" / account / "calls.db").unlink(missing_ok=True)
        said = self.punch(*words)
        assert said.code == code, (words, said)
        return said

    def sent(self, path: str, method: str = "GET") -> list[Sent]:
        return [each for each in self.office.watch.sent if (each.method, each.path) == (method, path)]

    def id_of(self, name: str) -> str:
        return self.vendor.state.person_named(name).id

    def starts(self, name: str, at: str, kind: str, comment: str) -> None:
        """Somebody clocks in elsewhere."""
        place = self.vendor.state.organization_at(PORTAL).id
        person = self.id_of(name)
        self.vendor.state.clocks[person] = Clock(
            f"clock-{name}", person, berlin(at).to_instant(), kind, place, comment
        )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    folder = tmp_path_factory.mktemp("leading")
    with office(folder) as server:
        vendor = server.vendor()
        program = Program(folder / "home", berlin("11 12:00").to_fixed_offset().format_iso())
        connect(program, vendor, server.url, PEOPLE)
        yield Place(server, vendor, program)
        assert server.watch.wrong == []


def test_who_asks_for_those_who_are_named_alone(place: Place) -> None:
    place.starts(LEA, "11 08:02", "home_office", "stock [b]count[/]")
    said = place(
        "who", "--person", "lea", "--person", "ben", "--type", "home", "--type", "Work", "--on", PORTAL
    )
    [sent] = place.sent("clock")
    assert set(sent.all("userIds")) == {place.id_of(LEA), place.id_of(BEN)}
    assert sent.all("timeTypes") == ["home_office", "work"]
    # What lies below is meant too, and the vendor looks at the very node alone.
    assert sent.all("organizationIds") == []
    assert place("who", "--person", "lea", "--on", "Contoso").out == "Nobody of those is clocked in.\n"
    assert said.out.splitlines() == [
        "▶  Lea Brandt  working  in at 08:02  3:58 ago  Home office  Portal  stock [b]count[/]",
        "",
        "1 clocked in at 12:00.",
    ]


def test_a_lead_clocks_an_employee_in_and_out_and_adds_an_entry(place: Place) -> None:
    place("in", "--as", "ben", "--at", "09:00", "--on", PORTAL, "--note", "early shift")
    place("break", "--as", "ben", "--at", "10:00")
    place("resume", "--as", "ben", "--at", "10:15")
    place("out", "--as", "ben", "--at", "11:00")
    place("add", "07:00", "08:00", "--as", "ben", "--on", PORTAL, "--note", "added")
    entries = place("today", "--as", "ben", "--json").data["entries"]
    assert [(entry["note"], entry["duration_seconds"]) for entry in entries] == [
        ("added", 3600), ("early shift", 6300),
    ]  # fmt: skip
    assert [entry.comment for entry in place.vendor.state.entries_of(place.id_of(BEN))] == [
        "added",
        "early shift",
    ]
    assert not place("today", "--json").data["entries"]
    assert place("status", "--json").data["state"] == "idle"
    assert ", for Ben Okafor" in place("outbox", "list", "--all").out
    place("undo", "--as", "ben")
    assert len(place.vendor.state.entries_of(place.id_of(BEN))) == 1


def test_what_is_delivered_later_names_whom_it_is_about(place: Place) -> None:
    place("in", "--as", "ben", "--at", "11:30", "--on", PORTAL, "--no-wait", code=3)
    [delivered] = place("sync", "--json").data["delivered"]
    assert delivered["what"].endswith(", for Ben Okafor")
    place("cancel", "--as", "ben", "--yes")


def test_what_is_refused_says_for_whom(place: Place) -> None:
    said = place("break", "--as", "ben", code=1)
    assert said.err.startswith("As Ben Okafor: You are not clocked in")
    assert place("today", "--as", "zoe", code=5).err.startswith(
        "“zoe” is nobody whose time this account may see"
    )


def test_an_employee_sees_and_drives_nobody_else_and_stays_signed_in(place: Place) -> None:
    said = place("--account", "ben", "in", "--as", LEA, code=5)
    assert said.err.splitlines()[0] == f"“{LEA}” is nobody whose time this account may see at McTime."
    assert place("--account", "ben", "who").out == "Nobody is clocked in.\n"
    assert place("--account", "ben", "today").code == 0


def test_balances_are_asked_for_up_to_the_days_that_are_named(place: Place) -> None:
    days = "--time-until", "2026-03-06", "--vacation-until", "2026-12-31"
    data = place("balance", "--person", "ben", *days, "--json").data
    [ben] = data["people"]
    assert (data["kept_by"], ben["name"], ben["balance_until"]) == ("McTime", BEN, "2026-03-06")
    assert (ben["vacation_until"], ben["vacation_entitlement_days"]) == ("2026-12-31", 30)
    [sent] = place.sent("accounts")
    assert sent.all("userIds") == [place.id_of(BEN)]
    assert sent.all("timeBalanceAsOf")
    assert sent.all("vacationBalanceAsOf")


@pytest.mark.parametrize("until", ["--time-until", "--vacation-until"])
def test_a_day_that_nobody_reaches_is_no_day_of_a_balance(place: Place, until: str) -> None:
    place("balance", until, "9999-12-31", code=2)
    assert place.sent("accounts") == []


def test_balances_of_everybody_are_a_table_and_an_employee_has_their_own(place: Place) -> None:
    said = place("balance", "--all")
    assert not place.sent("accounts")[0].all("userIds")
    assert {line.split("  ")[0] for line in said.out.splitlines()[:-2]} == {ANN, BEN, LEA}
    assert said.out.splitlines()[-1] == "Kept by McTime."
    assert all("at the end of Sat 28 Feb" in line for line in said.out.splitlines()[:-2])
    own = place("--account", "ben", "balance")
    assert [line.split()[0] for line in own.out.splitlines() if line] == ["Balance", "Vacation", "Kept"]
    assert place("--account", "ben", "balance", "--person", LEA, code=5).out == ""


def test_a_day_and_a_week_show_the_kept_balance_and_read_it_once(place: Place) -> None:
    place("--account", "ben", "balance")
    for command in ("today", "week"):
        data = place("--account", "ben", command, "--json").data
        assert place.sent("accounts") == []
        assert (data["balance_until"], data["vacation_until"]) == ("2026-02-28", "2026-03-11")
        text = place("--account", "ben", command).out
        assert "at the end of Sat 28 Feb" in text
        assert "of 30 days left at the end of Wed 11 Mar" in text
