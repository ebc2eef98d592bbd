"""`punch approvals` at McTime, as a lead types it: listed by person and week, and decided there."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from tests.backends.mctime.office import ANN, BEN, LEA, Vendor, office
from tests.cli.connected import BERLIN, connect
from tests.cli.program import Program
from tests.domain import berlin

from punchcard.sandbox.mctime.records import ApprovalStatus, Creation, TimeEntry

OPEN, WAITS, BACK = (
    ApprovalStatus.NOT_APPROVED_YET, ApprovalStatus.UNDER_APPROVAL, ApprovalStatus.DISAPPROVED,
)  # fmt: skip
WHERE = "Decided at McTime: https://mctime.com."


@pytest.fixture(scope="module")
def ids() -> dict[str, str]:
    """What the entries of the queue are called below."""
    return {}


@pytest.fixture(scope="module")
def punch(tmp_path_factory: pytest.TempPathFactory, ids: dict[str, str]) -> Generator[Program]:
    """Ann may see everybody; it is Wednesday, 11 March 2026, 12:00."""
    folder = tmp_path_factory.mktemp("queue")
    with office(folder) as place:
        vendor = place.vendor()
        ids["long"] = book(vendor, BEN, "3 07:30", "3 17:45", WAITS)
        ids["back"] = book(vendor, BEN, "4 08:00", "4 12:00", BACK, None)
        ids["new"] = book(vendor, LEA, "9 08:00", "9 12:00", OPEN)
        ids["own"] = book(vendor, ANN, "9 08:00", "9 12:00", BACK)
        book(vendor, BEN, "5 08:00", "5 12:00", ApprovalStatus.APPROVED)
        program = Program(folder / "home", "2026-03-11T12:00:00+01:00")
        yield connect(program, vendor, place.url, {"plant": ANN}, f'{BERLIN}rules = "DE"\n')


@pytest.fixture(autouse=True)
def fresh_minute(punch: Program) -> None:
    """The budget goes by the seconds that really pass."""
    (punch.home / "data" / "accounts" / "plant" / "calls.db").unlink(missing_ok=True)


def book(
    vendor: Vendor, name: str, start: str, end: str, status: ApprovalStatus,
    creation: Creation | None = Creation.CLOCK,
) -> str:  # fmt: skip
    times = (berlin(start).to_instant(), berlin(end).to_instant())
    user, place = vendor.state.person_named(name), vendor.state.organization_at("Berger Works")
    entry = TimeEntry(
        vendor.state.new_id(),
        user.id,
        *times,
        "work",
        place.id,
        "stock count",
        status=status,
        creation=creation,
    )
    return vendor.state.keep(entry).id


def test_the_queue_stands_by_person_and_week(punch: Program, ids: dict[str, str]) -> None:
    said = punch("approvals")
    assert said.out.splitlines() == [
        f"3 entries wait, of 2 people, the oldest for 8 days. {WHERE}",
        "",
        "Ben Okafor · Week 10 · 14:15 · 8 days",
        f"  {ids['long'][-6:]}  Tue 3 Mar  07:30 – 17:45  10:15  under approval    ! break ! long day…",
        f"  {ids['back'][-6:]}  Wed 4 Mar  08:00 – 12:00   4:00  disapproved       Berger Works · sto…",
        "",
        "Lea Brandt · Week 11 · 4:00 · 2 days",
        f"  {ids['new'][-6:]}  Mon 9 Mar  08:00 – 12:00   4:00  not approved yet  Berger Works · sto…",
    ]


def test_programs_get_an_entry_each(punch: Program, ids: dict[str, str]) -> None:
    data = punch("approvals", "--json").data
    assert data["why_not"].startswith("McTime has no call that decides")
    first, back, new = data["items"]
    assert [each["id"] for each in (first, back, new)] == [ids["long"], ids["back"], ids["new"]]
    assert [each["status"] for each in (first, back, new)] == ["submitted", "declined", "open"]
    assert (first["kind"], first["person"], first["week"], first["age_days"]) == (
        "entry", BEN, "2026-W10", 8,
    )  # fmt: skip
    assert [found["rule"] for found in first["findings"]] == ["missing_break", "long_day"]
    assert (first["entry"]["assignment"], first["entry"]["source"]) == ("Berger Works", "clock")
    assert (back["entry"]["source"], back["link"]) == ("edited", "https://mctime.com")


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (["--status", "disapproved"], ["back"]), (["--status", "declined"], ["back"]),
        (["--status", "under-approval", "--person", "ben"], ["long"]), (["--from", "9.3."], ["new"]),
    ],
)  # fmt: skip
def test_filters(punch: Program, ids: dict[str, str], words: list[str], left: list[str]) -> None:
    items = punch("approvals", "list", *words, "--json").data["items"]
    assert [each["id"] for each in items] == [ids[name] for name in left]


@pytest.mark.parametrize("words", [["--from", "2025-06-01"], ["--to", "2025-12-31"]])
def test_of_a_period_it_is_said_how_far_the_list_reaches(punch: Program, words: list[str]) -> None:
    assert "from 8 weeks back to some ten months ahead" in punch("approvals", "list", *words).out


def test_one_in_full_has_its_week(punch: Program, ids: dict[str, str]) -> None:
    lines = punch("approvals", "show", ids["back"][-6:]).out.splitlines()
    assert lines[0] == f"Ben Okafor · Wednesday 4 March 2026 · 4:00 · {ids['back'][-6:]}"
    assert lines[1:4] == [
        "disapproved · edited afterwards", "08:00 – 12:00 · Work · Berger Works", "“stock count”",
    ]  # fmt: skip
    assert lines[4].startswith(WHERE)
    data = punch("approvals", "show", ids["own"], "--json").data
    assert (data["person"], data["sheet"]["person"], data["status"]) == (ANN, ANN, "declined")


@pytest.mark.parametrize("verb", ["approve", "decline"])
def test_nothing_is_decided_here(punch: Program, ids: dict[str, str], verb: str) -> None:
    said = punch("approvals", verb, ids["long"], "--json")
    assert (said.code, said.error["code"]) == (1, "not_available")
    assert "nothing was decided. McTime has no call that decides" in said.error["message"]
    assert said.error["hint"] == WHERE


def test_what_was_decided_stands_elsewhere(punch: Program) -> None:
    said = punch("approvals", "--decided")
    assert said.out.startswith(
        f"Nothing is decided here. {WHERE} What was approved or exported is not listed"
    )
